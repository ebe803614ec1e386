import { type Arrival, arrive } from './arrival/index.js';
import type { Channel, Hit, Line } from './line.js';
import { LONGEST_LINE, type Region } from './scan/index.js';

export type { Arrival };

/** The lines of a region, prefixes off. */
export function regionLines(region: Region, used: Map<string, number>): Line[] {
  const { bytes } = region;
  const lines: Line[] = [];
  let number = region.firstLine;
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(10, start);
    const hardEnd = newline < 0 ? bytes.length : newline;
    for (let from = start; from <= hardEnd; from += LONGEST_LINE) {
      const to = Math.min(hardEnd, from + LONGEST_LINE);
      if (to === from && from !== start) break;
      let end = to;
      while (end > from && bytes[end - 1] === 13) end--;
      const raw = bytes.toString('utf8', from, end);
      lines.push(
        arrive(
          raw,
          {
            number,
            offset: region.offset + from,
            endOffset: region.offset + (to === hardEnd ? hardEnd : to),
          },
          used,
        ),
      );
    }
    start = hardEnd + 1;
    number++;
  }
  return lines;
}

/** The channels of a region: what the kernel said (with the lines nobody signed), and each program by itself. */
export interface Channels {
  /** Lines of the kernel and lines whose writer is unknown, in order. */
  readonly kernel: Channel;
  /** Lines of programs: one channel a writer; the unsigned lines are one of their own. */
  readonly programs: readonly Channel[];
}

/** Splits lines by who wrote them: two programs' traces interleave in a journal, their own lines do not. */
export function splitChannels(lines: readonly Line[]): Channels {
  const kernel: Line[] = [];
  const programs = new Map<string, Line[]>();
  for (const line of lines) {
    if (line.stream === 'kernel' || line.stream === '') kernel.push(line);
    const own = programs.get(line.stream);
    if (own === undefined) programs.set(line.stream, [line]);
    else own.push(line);
  }
  return {
    kernel: { stream: 'kernel', lines: kernel },
    programs: [...programs].map(([stream, own]) => ({ stream, lines: own })),
  };
}

/**
 * The lines of a channel on which anchors stand.
 * @param places physical line numbers with their anchors, ascending
 */
export function hitsIn(
  channel: Channel,
  places: readonly { readonly line: number; readonly anchor: string }[],
): Hit[] {
  const hits: Hit[] = [];
  let index = 0;
  for (const { line, anchor } of places) {
    while (index < channel.lines.length && channel.lines[index]!.endNumber < line) index++;
    // One physical line may have become several (a container's JSON with line breaks inside): all of them are candidates.
    for (let i = index; i < channel.lines.length && channel.lines[i]!.number <= line; i++) {
      if (channel.lines[i]!.text.includes(anchor)) hits.push({ index: i, anchor });
    }
  }
  return hits;
}
