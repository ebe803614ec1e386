import type { Channel, Hit, Line } from '../line.js';
import type { HardwareReport, ReportBase, Span } from '../types.js';

export type Severity = HardwareReport['details']['severity'];

/** Something hardware said once, before like events are folded into one report. */
export interface HardwareEvent {
  readonly title: string;
  readonly altTitles?: readonly string[];
  readonly type: string;
  readonly source: string;
  readonly severity: Severity;
  /** The part at fault: `CPU 2, bank 5`, a DIMM's label, `0000:00:1c.0`, `ata1.00`. */
  readonly where: string | null;
  readonly decoded: Readonly<Record<string, string>>;
  readonly first: Line;
  readonly last: Line;
  /** How many errors this one message stands for (EDAC says so); 1 when absent. */
  readonly count?: number;
  /** The machine went down over it. */
  readonly panicked?: boolean;
  /** True for what must stay a report of its own however often it comes: each fatal machine check is evidence by itself. */
  readonly single?: boolean;
}

/** Where the lines from `first` to `last` stand in the input. */
export function spanOf(first: Line, last: Line): Span {
  return {
    line: first.number,
    endLine: Math.max(first.number, last.endNumber),
    offset: first.offset,
    endOffset: Math.max(first.endOffset, last.endOffset),
  };
}

/** What every report has, for evidence that is no stack trace. */
export function baseOf(title: string, type: string, first: Line, last: Line): ReportBase {
  return {
    title,
    altTitles: [],
    type,
    corrupted: null,
    panicked: false,
    suppressed: false,
    span: spanOf(first, last),
    kernel: null,
    blamed: null,
    frames: [],
    time: first.time,
    follows: null,
  };
}

/** The lines hits stand on, each once, ascending. */
export function hitLines(hits: readonly Hit[]): number[] {
  const lines: number[] = [];
  for (const { index } of hits) if (lines.at(-1) !== index) lines.push(index);
  return lines;
}

/**
 * The lines after `index` that are asked for, until `stop` says so: at most `most` further lines are looked at.
 * Lines of another context (caller id) are skipped where both are known: two CPUs may speak at once.
 */
export function* following(channel: Channel, index: number, most: number): Generator<Line> {
  const from = channel.lines[index]!;
  for (let i = index + 1; i < channel.lines.length && i <= index + most; i++) {
    const line = channel.lines[i]!;
    if (from.caller !== null && line.caller !== null && line.caller !== from.caller) continue;
    yield line;
  }
}

/** Like events as one report each: thousands of corrected errors are one line of an answer, not thousands. */
export function foldHardware(events: readonly HardwareEvent[]): HardwareReport[] {
  const folds = new Map<string, Fold>();
  for (const event of events) {
    const key = event.single
      ? `${folds.size}`
      : `=${event.type}\n${event.title}\n${event.where}\n${event.severity}`;
    const known = folds.get(key);
    if (known === undefined) {
      folds.set(key, { event, last: event.last, count: event.count ?? 1, varying: new Set() });
      continue;
    }
    known.count += event.count ?? 1;
    known.last = event.last;
    for (const [name, value] of Object.entries(event.decoded)) {
      if (known.event.decoded[name] !== value) known.varying.add(name);
    }
  }
  return [...folds.values()].map(hardwareReport);
}

interface Fold {
  readonly event: HardwareEvent;
  last: Line;
  count: number;
  readonly varying: Set<string>;
}

function hardwareReport({ event, last, count, varying }: Fold): HardwareReport {
  return {
    ...baseOf(event.title, event.type, event.first, last),
    altTitles: event.altTitles ?? [],
    panicked: event.panicked ?? false,
    kind: 'hardware-error',
    details: {
      source: event.source,
      severity: event.severity,
      count,
      where: event.where,
      // Values are those of the first event; which of them were different later is said, not listed.
      decoded:
        varying.size === 0
          ? event.decoded
          : { ...event.decoded, varying: [...varying].slice(0, 20).join(', ') },
    },
  };
}

/** `0x` and the digits of an unsigned number as printed by the kernel with or without `0x`, or null. */
export function hexValue(text: string | undefined): bigint | null {
  if (text === undefined) return null;
  const digits = text.startsWith('0x') ? text.slice(2) : text;
  return /^[0-9a-fA-F]{1,16}$/.test(digits) ? BigInt(`0x${digits}`) : null;
}

/** Numbers of a message as `N`: what differs between two events of the same kind. */
export function normalised(text: string): string {
  return text.replace(/(?:(?<=[\s(=,:])-)?\b(?:0x[0-9a-fA-F]{1,40}|\d{1,40})\b/g, 'N');
}

/** Which bits differ: `bit 10`, `3 bits: 0, 4, 9`. Null where nothing differs. */
export function flippedBits(expected: bigint, found: bigint): string | null {
  let difference = BigInt.asUintN(64, expected ^ found);
  const bits: number[] = [];
  for (let bit = 0; difference !== 0n; bit++, difference >>= 1n) if (difference & 1n) bits.push(bit);
  if (bits.length === 0) return null;
  return bits.length === 1 ? `bit ${bits[0]}` : `${bits.length} bits: ${bits.slice(0, 16).join(', ')}`;
}
