import type { Line } from '../line.js';
import { type Said, said } from './body.js';
import type { Opening } from './opening.js';

/** The lines of one report. */
export interface Collected {
  /** What its context said, from the opening message on. */
  readonly body: readonly Said[];
  /** Index of the first and after the last line of the report, of all contexts. */
  readonly start: number;
  readonly end: number;
  /** Openings that belong to this report: the panic it caused, the oops that a BUG is printed as. */
  readonly swallowed: readonly Opening[];
  readonly panicked: boolean;
}

/** Lines of other things between two lines of a report; and the longest report. */
const GAP = 400;
const LONGEST = 4000;

/** Lines that only a report has. */
const REPORTISH =
  /^(?:Code: |Modules linked in|---\[ |Kernel panic|Rebooting in|Kernel Offset|Call [Tt]race|R[A-Z\d]{2}: |[A-Z]{2,3}: {1,2}[0-9a-f]{4}|={10}|CPU: \d|Hardware name: |Sending NMI|NMI backtrace)/;

/** Collects the lines that the context of an opening prints, up to its next independent report. */
export function collect(lines: readonly Line[], openings: readonly Opening[], opening: Opening): Collected {
  const first = lines[opening.index]!;
  const { caller } = first;
  const body: Said[] = [];
  const swallowed: Opening[] = [];
  let end = opening.index + 1;
  let framed = false;
  let panicked = opening.rules[0]!.panic === true;
  let nmi = false;
  let next = openings.indexOf(opening) + 1;
  let parts = said(first, opening.index).slice(opening.part + 1);
  body.push({
    text: opening.text,
    index: opening.index,
    line: first.number,
    frame: null,
    broken: opening.broken,
  });
  // What else stands on the opening's line was said by another.
  if (opening.broken) parts = [];
  body.push(...parts);
  const stop = Math.min(lines.length, opening.index + LONGEST);
  let index = opening.index + 1;
  let lastOwn = opening.index;
  for (; index < stop; index++) {
    const line = lines[index]!;
    const other = openings[next];
    const opens = other !== undefined && other.index === index ? other : null;
    if (opens !== null) next++;
    if (line.caller !== caller) {
      const cpus = nmi && line.caller !== null && line.caller.startsWith('C');
      if (caller !== null ? !cpus : line.caller !== null) continue;
    }
    if (opens !== null) {
      const rule = opens.rules[0]!;
      if (rule.panic === true) panicked = true;
      else if (!(rule.aftermath === true && !framed)) break;
      swallowed.push(opens);
    }
    if (index - lastOwn > GAP) break;
    const own = said(line, index);
    for (const one of own) {
      body.push(one);
      if (one.frame !== null) {
        if (one.frame.certain) framed = true;
        lastOwn = index;
        end = index + 1;
      } else if (REPORTISH.test(one.text)) {
        lastOwn = index;
        end = index + 1;
        if (one.text.startsWith('Sending NMI from CPU')) nmi = true;
      }
    }
  }
  if (!panicked) panicked = panicsLater(lines, openings, next, caller);
  return { body, start: backTo(lines, opening), end, swallowed, panicked };
}

/** Whether the same context panics further on: a report's consequence although another report stands between. */
function panicsLater(
  lines: readonly Line[],
  openings: readonly Opening[],
  from: number,
  caller: string | null,
): boolean {
  for (let i = from; i < openings.length; i++) {
    const one = openings[i]!;
    if (one.rules[0]!.panic === true && lines[one.index]!.caller === caller) return true;
  }
  return false;
}

/** Lines that lead up to a report and belong to it. */
const LEADING =
  /^(?:-{8,}\[ cut here|8<--- cut|={10}|usercopy: |list_(?:add|del) |kasan: |KASAN: |refcount_t: |ODEBUG: |DEBUG_LOCKS_WARN|skbuff: |detected buffer|kernel tried to|page:|BUG_ON|Adding|#PF|Mem abort|sysfs: cannot create duplicate)/;

function backTo(lines: readonly Line[], opening: Opening): number {
  const { caller } = lines[opening.index]!;
  let start = opening.index;
  for (let i = opening.index - 1; i >= 0 && i >= opening.index - 6; i--) {
    const line = lines[i]!;
    if (line.caller !== caller) continue;
    if (LEADING.test(line.text)) start = i;
  }
  return start;
}
