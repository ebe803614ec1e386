import type { Line } from '../line.js';
import type { ArrivalState } from './state.js';

/** `Panic#1 Part2`: the first line of each piece of a dump (fs/pstore/platform.c, pstore_dump; reasons of kmsg_dump_reason_str). */
const HEADER = /^(?:Panic|Oops|Emergency|Shutdown|Restart|Halt|Poweroff|Unknown)#(\d{1,9}) Part(\d{1,6})$/;
/** What head(1) and tail(1) print between files. */
const FILE = /^==> .{1,200} <==$/;

interface Part {
  /** Which dump of this boot: the number behind `#`. */
  readonly dump: number;
  /** The same dump numbers and parts come again when the dumps of several boots stand one behind the other. */
  readonly boot: number;
  readonly part: number;
  readonly lines: Line[];
}

/**
 * Puts the parts of pstore dumps in order: the kernel saves its log from the end, so that Part1 is the last piece; the firmware or the
 * user returns them in any order. The headers are taken out, for they stand in the middle of traces.
 */
export function inOrder(lines: Line[], state: ArrivalState): Line[] {
  if (!lines.some(({ text }) => headerOf(text) !== null)) return lines;
  state.met('pstore');
  const ordered: Line[] = [];
  const parts: Part[] = [];
  const seen = new Map<string, number>();
  for (const line of lines) {
    const header = headerOf(line.text);
    if (header !== null) {
      const key = line.text.trimEnd();
      const boot = seen.get(key) ?? 0;
      seen.set(key, boot + 1);
      parts.push({ dump: header.dump, boot, part: header.part, lines: [] });
    } else if (parts.length === 0) ordered.push(line);
    else if (!FILE.test(line.text)) parts.at(-1)!.lines.push(line);
  }
  parts.sort((a, b) => a.boot - b.boot || a.dump - b.dump || b.part - a.part);
  for (const { lines } of parts) for (const line of lines) ordered.push(line);
  return ordered;
}

function headerOf(text: string): { dump: number; part: number } | null {
  const hash = text.indexOf('#');
  if (hash < 4 || hash > 9 || text.length > 40) return null;
  const match = HEADER.exec(text.trimEnd());
  return match === null ? null : { dump: Number(match[1]), part: Number(match[2]) };
}
