import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { KernelReport, Report } from '../types.js';
import { withSoundCallers } from './caller-ids.js';
import { collect } from './collect.js';
import { ANCHORS, type Opening, openingAt } from './opening.js';
import { toReport } from './report.js';
import { firstSuppressing, SUPPRESSING } from './suppressed.js';
import { BODY_ANCHORS, isBody, type Stretch, TITLE_ANCHORS, unknownOpenings } from './unknown.js';

/** Hits of one line, together. */
function byLine(hits: readonly Hit[]): Hit[][] {
  const groups: Hit[][] = [];
  for (const hit of hits) {
    if (isBody(hit.anchor)) continue;
    const last = groups.at(-1);
    if (last !== undefined && last[0]!.index === hit.index) {
      if (!last.some(({ anchor }) => anchor === hit.anchor)) last.push(hit);
    } else groups.push([hit]);
  }
  return groups;
}

/** Reads every report of the kernel about itself: BUG, oops, warning, sanitizers, lockdep, stalls, panics. */
export const kernelReader: Reader = {
  name: 'kernel',
  anchors: [...ANCHORS, ...BODY_ANCHORS, ...TITLE_ANCHORS, ...SUPPRESSING],
  from: 'kernel',
  read(channel: Channel, hits: readonly Hit[]): readonly Report[] {
    if (hits.every(({ anchor }) => ALONE_NOTHING.has(anchor))) return [];
    const lines = withSoundCallers(channel.lines);
    const openings: Opening[] = [];
    for (const group of byLine(hits)) {
      const opening = openingAt(lines, group);
      if (opening === null) continue;
      if (opening.rules[0]!.orphan === true && belongs(lines, opening, openings.at(-1))) continue;
      openings.push(opening);
    }
    const suppressing = openings.length === 0 ? -1 : firstSuppressing(lines, hits);
    // What is looked at again behind the next report's title, and what by each report in all, in lines: a log of nothing but titles must
    // not cost their square.
    let spare = 8000 + 2 * lines.length;
    let left = 20_000 + 4 * lines.length;
    const reports: KernelReport[] = [];
    const known: Stretch[] = [];
    const spent = new Set<Opening>();
    const told = new Map<string, number>();
    const readAt = (among: readonly Opening[], at: number) => {
      const opening = among[at]!;
      const collected = collect(lines, among, at, Math.min(spare, 400), Math.max(left, FEWEST));
      spare -= collected.again;
      left -= collected.looked;
      for (const one of collected.swallowed) spent.add(one);
      const report = toReport(lines, opening, collected, suppressing, told);
      if (report === null) return;
      reports.push(report);
      known.push({ start: collected.start, end: collected.end });
    };
    for (let at = 0; at < openings.length; at++) if (!spent.has(openings[at]!)) readAt(openings, at);
    const unknown = unknownOpenings(lines, hits, known);
    if (unknown.length === 0) return reports;
    const all = [...openings, ...unknown].sort((a, b) => a.index - b.index);
    for (const one of unknown.slice(0, MOST_UNKNOWN)) readAt(all, all.indexOf(one));
    return reports.sort((a, b) => a.span.offset - b.span.offset);
  },
};

/** Lines within which a part of a report has its title above it. */
const PART_WITHIN = 120;
/** SLUB's own title, whose report another reader makes; what it prints for KASAN is KASAN's. */
const SLUB = /^BUG \S{1,64} \([^)]{1,120}\): (?!kasan: )/;

/** Whether a part of a report stands below its title. */
function belongs(lines: readonly Line[], part: Opening, before: Opening | undefined): boolean {
  const { caller } = lines[part.index]!;
  if (
    before !== undefined &&
    part.index - before.index <= PART_WITHIN &&
    lines[before.index]!.caller === caller
  )
    return true;
  for (let i = part.index - 1; i >= 0 && i >= part.index - PART_WITHIN; i--)
    if (lines[i]!.text.startsWith('BUG ') && SLUB.test(lines[i]!.text)) return true;
  return false;
}

/** Anchors that are no title and no body. */
const ALONE_NOTHING: ReadonlySet<string> = new Set(SUPPRESSING);
/** Lines that every report may look at. */
const FEWEST = 24;
/** A log that is full of them has said enough. */
const MOST_UNKNOWN = 200;
