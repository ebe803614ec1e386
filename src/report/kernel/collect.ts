import type { Line } from '../line.js';
import { type Said, said, withCallers } from './body.js';
import type { Opening } from './opening.js';

/** The lines of one report. */
export interface Collected {
  /** What its context said, from the opening message on, up to the next report of that context. */
  readonly body: readonly Said[];
  /** The same and what came after: where two reports are interleaved the first goes on behind the second's title. */
  readonly whole: readonly Said[];
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
/** Lines looked at behind the next report's title. */
const BEHIND = 400;

const INLINED = / \[inline\]/;

/** Lines that only a report has. */
const REPORTISH =
  /^(?:Code: |Modules linked in|---\[ |Kernel panic|Rebooting in|Kernel Offset|Call [Tt]race|R[A-Z\d]{2}: |[A-Z]{2,3}: {1,2}[0-9a-f]{4}|={10}|CPU: \d|Hardware name: |Sending NMI|NMI backtrace)/;

/**
 * Collects what the context of an opening prints.
 * @param at which of the channel's openings, in order
 */
export function collect(lines: readonly Line[], openings: readonly Opening[], at: number): Collected {
  const opening = openings[at]!;
  const first = lines[opening.index]!;
  const { caller } = first;
  const whole: Said[] = [
    { text: opening.text, index: opening.index, line: first.number, frame: null, broken: opening.broken },
  ];
  // What else stands on a broken line was said by another.
  if (!opening.broken) whole.push(...said(first, opening.index).slice(opening.part + 1));
  const swallowed: Opening[] = [];
  let bodyLength = -1;
  let end = opening.index + 1;
  let lastOwn = opening.index;
  let framed = false;
  let openedAt = opening.index;
  let nmi = false;
  let panicked = opening.rules[0]!.panic === true;
  let next = at + 1;
  let stop = Math.min(lines.length, opening.index + LONGEST);
  for (let index = opening.index + 1; index < stop; index++) {
    const line = lines[index]!;
    const other = openings[next];
    const opens = other !== undefined && other.index === index ? other : null;
    if (opens !== null) {
      next++;
      if (opens.rules[0]!.panic === true) panicked = true;
    }
    if (line.caller !== caller && !(nmi && caller !== null && line.caller?.startsWith('C') === true))
      continue;
    if (opens !== null) {
      const rule = opens.rules[0]!;
      // A symboliser repeats the title for each inlined function.
      const repeated = openedAt === index - 1 && INLINED.test(lines[index - 1]!.text);
      if (repeated) openedAt = index;
      const belongs =
        repeated || rule.panic === true || rule.joins === true || (rule.aftermath === true && !framed);
      if (bodyLength < 0 && belongs) swallowed.push(opens);
      else if (bodyLength < 0) {
        bodyLength = whole.length;
        stop = Math.min(stop, index + BEHIND);
      }
    }
    if (index - lastOwn > GAP) break;
    for (const one of said(line, index)) {
      whole.push(one);
      if (one.frame === null && !REPORTISH.test(one.text)) continue;
      if (one.frame?.certain === true) framed = true;
      if (one.text.startsWith('Sending NMI from CPU')) nmi = true;
      lastOwn = index;
      if (bodyLength < 0) end = index + 1;
    }
  }
  if (!panicked) panicked = panicsLater(lines, openings, next, caller);
  const body = bodyLength < 0 ? whole : whole.slice(0, bodyLength);
  return {
    body: withCallers(body),
    whole: withCallers(whole),
    start: backTo(lines, openings[at - 1], opening),
    end,
    swallowed,
    panicked,
  };
}

/** Whether the same context panics further on: a report's consequence although another report stands between. */
function panicsLater(
  lines: readonly Line[],
  openings: readonly Opening[],
  from: number,
  caller: string | null,
): boolean {
  for (let i = from; i < openings.length && i < from + 200; i++) {
    const one = openings[i]!;
    if (one.rules[0]!.panic === true && lines[one.index]!.caller === caller) return true;
  }
  return false;
}

/** Lines that lead up to a report and belong to it. */
const LEADING =
  /^(?:-{8,}\[ cut here|8<--- cut|={10}|usercopy: |list_(?:add|del) |kasan: |KASAN: |refcount_t: |ODEBUG: |DEBUG_LOCKS_WARN|skbuff: |detected buffer|kernel tried to|page:|#PF|Mem abort|sysfs: cannot create duplicate)/;

/** Where the report begins: a few lines before its title, though not before another report's. */
function backTo(lines: readonly Line[], before: Opening | undefined, opening: Opening): number {
  const { caller } = lines[opening.index]!;
  const floor = Math.max(0, opening.index - 6, before === undefined ? 0 : before.index + 1);
  let start = opening.index;
  for (let i = opening.index - 1; i >= floor; i--) {
    const line = lines[i]!;
    if (line.caller === caller && LEADING.test(line.text)) start = i;
  }
  return start;
}
