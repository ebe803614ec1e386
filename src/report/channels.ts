import { type ArrivalState, readLines } from './arrival/index.js';
import type { Channel, Hit, Line } from './line.js';
import type { AnchorScanner, Region } from './scan/index.js';

export { ArrivalState } from './arrival/index.js';

/** The lines of a region, prefixes off, in the order in which they were written. */
export function regionLines(region: Region, state: ArrivalState): Line[] {
  return readLines(
    region,
    region.hits.map(({ offset }) => region.offset + offset),
    state,
  );
}

/** An anchor on a line: indexes into a region's lines and the scanner's anchors. */
export interface Place {
  readonly index: number;
  readonly anchor: number;
}

/**
 * The lines on which anchors stand, ascending. Anchors were looked for in the bytes: what carriers escaped and mail programs broke is
 * looked through again.
 */
export function placeHits(region: Region, lines: readonly Line[], scanner: AnchorScanner): Place[] {
  const places: Place[] = [];
  /** By where they begin, for lines need not stand in the order of the input. */
  const order = lines.map((_, index) => index);
  if (lines.some(({ offset }, index) => index > 0 && offset < lines[index - 1]!.offset))
    order.sort((a, b) => lines[a]!.offset - lines[b]!.offset || a - b);
  const again = changedLines(lines, order);
  // What is left is as it stands in the input: no line reaches beyond the next.
  const whole = again.size === 0 ? order : order.filter(index => !again.has(index));
  let at = 0;
  for (const { offset, anchor } of region.hits) {
    const from = region.offset + offset;
    while (at < whole.length && lines[whole[at]!]!.endOffset < from) at++;
    for (let i = at; i < whole.length; i++) {
      const index = whole[i]!;
      const line = lines[index]!;
      if (line.offset > from) break;
      if (line.endOffset >= from && line.text.includes(scanner.anchors[anchor]!))
        places.push({ index, anchor });
    }
  }
  return unique(again.size === 0 ? places : places.concat(rescan(lines, [...again], scanner)));
}

/** Physical lines that became more lines than this are looked through as a whole, not line by line for each anchor. */
const MANY = 16;

/** The lines whose text is not a part of one physical line, or one of many parts. */
function changedLines(lines: readonly Line[], order: readonly number[]): ReadonlySet<number> {
  const changed = new Set<number>();
  let first = 0;
  order.forEach((index, i) => {
    const { number, endNumber, offset } = lines[index]!;
    if (number !== endNumber) changed.add(index);
    if (i > 0 && lines[order[i - 1]!]!.offset !== offset) first = i;
    if (i - first === MANY) for (let k = first; k < i; k++) changed.add(order[k]!);
    if (i - first >= MANY) changed.add(index);
  });
  return changed;
}

/** Scans the texts of some lines for all anchors. */
function rescan(lines: readonly Line[], which: readonly number[], scanner: AnchorScanner): Place[] {
  const texts = which.map(index => Buffer.from(lines[index]!.text));
  const places: Place[] = [];
  texts.forEach((text, i) => {
    scanner.scan(text, 0, text.length, anchor => places.push({ index: which[i]!, anchor }));
  });
  return places;
}

function unique(places: readonly Place[]): Place[] {
  const sorted = [...places].sort((a, b) => a.index - b.index || a.anchor - b.anchor);
  return sorted.filter(
    ({ index, anchor }, i) => i === 0 || sorted[i - 1]!.index !== index || sorted[i - 1]!.anchor !== anchor,
  );
}

/** The lines of one writer, and where each stands among the region's. */
export interface OwnLines extends Channel {
  readonly indexes: readonly number[];
}

/** The channels of a region: what the kernel said (with the lines nobody signed), and each program by itself. */
export interface Channels {
  /** Lines of the kernel and lines whose writer is unknown, in order. */
  readonly kernel: OwnLines;
  /** Lines of programs: one channel a writer; the unsigned lines are one of their own. */
  readonly programs: readonly OwnLines[];
}

/** Splits lines by who wrote them: two programs' traces interleave in a journal, their own lines do not. */
export function splitChannels(lines: readonly Line[]): Channels {
  const kernel = { stream: 'kernel', lines: [] as Line[], indexes: [] as number[] };
  const programs = new Map<string, typeof kernel>();
  lines.forEach((line, index) => {
    if (line.stream === 'kernel' || line.stream === '') {
      kernel.lines.push(line);
      kernel.indexes.push(index);
    }
    let own = programs.get(line.stream);
    if (own === undefined) {
      own = { stream: line.stream, lines: [], indexes: [] };
      programs.set(line.stream, own);
    }
    own.lines.push(line);
    own.indexes.push(index);
  });
  return { kernel, programs: [...programs.values()] };
}

/**
 * The lines of a channel on which anchors stand.
 * @param places ascending by index
 */
export function hitsIn(
  channel: OwnLines,
  places: readonly { readonly index: number; readonly anchor: string }[],
): Hit[] {
  const hits: Hit[] = [];
  let own = 0;
  for (const { index, anchor } of places) {
    while (own < channel.indexes.length && channel.indexes[own]! < index) own++;
    if (channel.indexes[own] === index) hits.push({ index: own, anchor });
  }
  return hits;
}
