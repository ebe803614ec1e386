import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Report } from '../types.js';
import { collect } from './collect.js';
import { ANCHORS, type Opening, openingAt } from './opening.js';
import { toReport } from './report.js';
import { firstSuppressing } from './suppressed.js';

/** Hits of one line, together. */
function byLine(hits: readonly Hit[]): Hit[][] {
  const groups: Hit[][] = [];
  for (const hit of hits) {
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
  anchors: ANCHORS,
  from: 'kernel',
  read(channel: Channel, hits: readonly Hit[]): readonly Report[] {
    const lines: readonly Line[] = channel.lines;
    const openings: Opening[] = [];
    for (const group of byLine(hits)) {
      const opening = openingAt(lines, group);
      if (opening !== null) openings.push(opening);
    }
    if (openings.length === 0) return [];
    const suppressing = firstSuppressing(lines);
    // What is looked at again behind the next report's title, in lines: a log of nothing but titles must not cost their square.
    let spare = 8000 + 2 * lines.length;
    const reports: Report[] = [];
    const spent = new Set<Opening>();
    for (let at = 0; at < openings.length; at++) {
      const opening = openings[at]!;
      if (spent.has(opening)) continue;
      const collected = collect(lines, openings, at, Math.min(spare, 400));
      spare -= collected.again;
      for (const one of collected.swallowed) spent.add(one);
      const report = toReport(lines, opening, collected, suppressing);
      if (report !== null) reports.push(report);
    }
    return reports;
  },
};
