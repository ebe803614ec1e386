import type { Line } from '../line.js';
import type { Blamed, Frame, ProgramReport } from '../types.js';

/** A user program's crash as a reader found it: what is left out is not known. */
export interface Crash {
  readonly title: string;
  readonly altTitles?: readonly string[];
  readonly type: string;
  readonly source: string;
  /** The lines on which it begins and ends. */
  readonly first: Line;
  readonly last: Line;
  readonly program?: string | null;
  readonly pid?: number | null;
  readonly signal?: string | null;
  readonly address?: string | null;
  /** What was said, as it was said. */
  readonly error?: string | null;
  readonly decoded?: Readonly<Record<string, string | null | undefined>>;
  readonly frames?: readonly Frame[];
  readonly blamed?: Blamed | null;
  readonly corrupted?: string | null;
}

/** Frames kept of one trace: an endless recursion repeats itself. */
export const MOST_FRAMES = 128;
const LONGEST_TITLE = 200;
const LONGEST_TEXT = 2000;

/** The lines a report was read from: many lines may have come in one record, with one number and one offset. */
const READ_FROM = new WeakMap<ProgramReport, ReadFrom>();

export interface ReadFrom {
  readonly first: Line;
  readonly last: Line;
}

/** The first and last line of a report that `crashReport` made. */
export function readFrom(report: ProgramReport): ReadFrom | null {
  return READ_FROM.get(report) ?? null;
}

/** The report with something changed. */
export function changed(report: ProgramReport, changes: Partial<ProgramReport>): ProgramReport {
  const other = { ...report, ...changes };
  const lines = READ_FROM.get(report);
  if (lines !== undefined) READ_FROM.set(other, lines);
  return other;
}

/** The report of a crash: titles capped, empty facts left out. */
export function crashReport(crash: Crash): ProgramReport {
  const report = reportFor(crash);
  READ_FROM.set(report, { first: crash.first, last: crash.last });
  return report;
}

function reportFor(crash: Crash): ProgramReport {
  const { first, last } = crash;
  const title = capped(crash.title);
  const decoded: Record<string, string> = {};
  for (const [name, value] of Object.entries(crash.decoded ?? {})) {
    if (typeof value === 'string' && value !== '') decoded[name] = value.slice(0, LONGEST_TEXT);
  }
  return {
    kind: 'program-crash',
    title,
    altTitles: [...new Set((crash.altTitles ?? []).map(capped))].filter(alt => alt !== title),
    type: crash.type,
    corrupted: crash.corrupted ?? null,
    panicked: false,
    suppressed: false,
    span: {
      line: first.number,
      endLine: Math.max(first.number, last.endNumber),
      offset: first.offset,
      endOffset: Math.max(first.endOffset, last.endOffset),
    },
    kernel: null,
    blamed: crash.blamed ?? null,
    frames: (crash.frames ?? []).slice(0, MOST_FRAMES),
    time: first.time,
    follows: null,
    details: {
      source: crash.source,
      program: crash.program ?? null,
      pid: crash.pid ?? null,
      signal: crash.signal ?? null,
      address: crash.address ?? null,
      error: crash.error?.slice(0, LONGEST_TEXT) ?? null,
      decoded,
    },
  };
}

/** One line of at most 200 characters. */
export function capped(text: string): string {
  const line = text
    .slice(0, 1000)
    .replace(/\s{1,1000}/g, ' ')
    .trim();
  return line.length <= LONGEST_TITLE ? line : `${line.slice(0, LONGEST_TITLE - 1)}…`;
}

/**
 * A message without what differs from run to run: addresses become ADDR, long hexadecimal names HEX, numbers NUM (the words of
 * syzkaller's titles). Numbers that are part of a name (`libc.so.6`, `utf-8`, `32-bit`) and error numbers (`[Errno 2]`) stay.
 */
export function normalised(text: string): string {
  return text
    .slice(0, 1000)
    .replace(/\b0x[0-9a-fA-F]{1,64}\b/g, 'ADDR')
    .replace(/\b[0-9a-f]{12,128}\b/g, hex => (/[0-9]/.test(hex) ? 'HEX' : hex))
    .replace(/\d{1,100}/g, (digits: string, at: number, whole: string) =>
      isValue(whole, at, at + digits.length) ? 'NUM' : digits,
    );
}

/** Whether the digits in [from, to) are a number by themselves. */
function isValue(text: string, from: number, to: number): boolean {
  const before = text[from - 1] ?? ' ';
  const after = text[to] ?? ' ';
  if (/[A-Za-z_\d]/.test(after) || (after === '-' && /[A-Za-z]/.test(text[to + 1] ?? ' '))) return false;
  if (before === '-' || before === '+' || before === '.') {
    if (/[A-Za-z_]/.test(text[from - 2] ?? ' ')) return false;
  } else if (!/[\s([{<=,:'"`#/*]/.test(before)) return false;
  return !/(?:Errno|errno|signal|code|status) $/.test(text.slice(Math.max(0, from - 8), from));
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A frame, with what is not known left null. */
export function frameOf(
  line: Line,
  name: string,
  more: {
    readonly module?: string | null;
    readonly offset?: number | null;
    readonly file?: string | null;
    readonly lineInFile?: number | null;
    readonly address?: string | null;
    readonly inlined?: boolean;
  } = {},
): Frame {
  return {
    function: name,
    offset: more.offset ?? null,
    size: null,
    module: more.module ?? null,
    certain: true,
    ...(more.file ? { file: more.file } : {}),
    ...(more.lineInFile != null ? { lineInFile: more.lineInFile } : {}),
    ...(more.inlined ? { inlined: true } : {}),
    ...(more.address ? { address: more.address } : {}),
    line: line.number,
  };
}

/** The frame to look at first as blame. */
export function blame(frame: Frame | undefined): Blamed | null {
  if (frame === undefined) return null;
  return { function: frame.function === '' ? null : frame.function, file: frame.file ?? null };
}
