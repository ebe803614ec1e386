import type { Hit, Line } from '../line.js';
import { readFrame } from './frames.js';
import type { Opening } from './opening.js';
import { maybeReport, UNKNOWN } from './rules/unknown.js';

const MACHINE = 'Hardware name: ';
/** Texts of the body that nearly every report has: a report whose title no rule knows is found by them. */
export const BODY_ANCHORS: readonly string[] = ['Call Trace:', 'Call trace:', MACHINE];
const BODIES: ReadonlySet<string> = new Set(BODY_ANCHORS);
/**
 * How messages begin that no rule tells apart, some of which have no body (mm, arch, lib and drivers of 6.1). `BUG: ` alone would stand in every
 * line that says `DEBUG: `.
 */
export const TITLE_ANCHORS: readonly string[] = [
  ...['key ', 'looking up ', 'mempool ', 'assuming ', 'scheduling in ', 'scheduling with ', 'arch topology '],
  ...[
    'not creating ',
    'not updating ',
    'mapping for ',
    'map for ',
    'driver ',
    'skipping ',
    'fixmap ',
    'FPU is ',
  ],
  ...[
    'Function graph ',
    'NMI Watchdog',
    'unexpected ',
    'direct ref',
    'Address ',
    'Bad ',
    'unable ',
    'unlock ',
  ],
].map(first => `BUG: ${first}`);

/** Lines between a title and the trace under it, and seconds. */
const NEAR = 24;
const SOON = 2;

/** Traces that were asked for, or that belong to a message of another kind. */
const OTHERS =
  /sysrq: |SysRq : |Sending NMI|NMI backtrace|page allocation failure|allocation failure:|invoked oom-killer|forcing a failure|^task:|---\[ end trace|blocked for more than|stack dump:/;
/** Functions that stand alone between a title and its trace: who took the lock. */
const MOST_FRAMES = 3;

/** Whether anchors of a line are those of a body. */
export function isBody(anchor: string): boolean {
  return BODIES.has(anchor);
}

/** A line that the kernel begins with `BUG: `, `WARNING: ` or `INFO: ` above the body on line `at`; null where there is none near. */
function titleAbove(lines: readonly Line[], at: number): number | null {
  const body = lines[at]!;
  let left = NEAR;
  let frames = MOST_FRAMES;
  let machines = body.text.startsWith(MACHINE) ? 0 : 1;
  for (let i = at - 1; i >= 0 && i > at - 200 && left > 0; i--) {
    const line = lines[i]!;
    if (line.caller !== body.caller) continue;
    left--;
    const text = unmarked(line.text);
    if (text.includes('+0x') && readFrame(text, 0) !== null && --frames === 0) return null;
    // Another's trace, or another's dump above the one of this trace.
    if (text.startsWith('Call ') || (text.startsWith(MACHINE) && --machines < 0)) return null;
    if (OTHERS.test(text)) return null;
    if (!maybeReport(text)) continue;
    const soon = line.time === null || body.time === null || body.time - line.time <= SOON;
    return soon ? i : null;
  }
  return null;
}

/** Without the bracket that lockdep's titles had: `[ INFO: … ]`. */
function unmarked(text: string): string {
  const rest = text.startsWith('[ ') ? text.slice(2) : text;
  const at = /^(?:(?:NMI )?watchdog: |rcu: |workqueue: )/.exec(rest);
  return at === null ? rest : rest.slice(at[0].length);
}

/** Indexes of the first line of a report and of the one after its last. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Reports of unknown wording, ascending: what has a body under its title, and each `BUG: ` that the kernel itself is known to have said.
 * @param known the reports that rules know, ascending: what stands inside them is theirs
 */
export function unknownOpenings(
  lines: readonly Line[],
  hits: readonly Hit[],
  known: readonly Stretch[],
): Opening[] {
  const found = new Set<number>();
  const isKnown = covering(known);
  let last = -1;
  for (const { index, anchor } of hits) {
    if (index === last || !isBody(anchor)) continue;
    last = index;
    if (isKnown(index)) continue;
    const above = titleAbove(lines, index);
    if (above !== null) found.add(above);
  }
  for (let index = 0; index < lines.length; index++) {
    const { text, prefixed } = lines[index]!;
    // B.
    if (text.charCodeAt(0) === 66 && prefixed && text.startsWith('BUG: ') && maybeReport(text))
      found.add(index);
  }
  const isOthers = covering(known);
  return [...found]
    .sort((a, b) => a - b)
    .filter(index => !isOthers(index))
    .map(index => ({ index, part: 0, text: unmarked(lines[index]!.text), broken: false, rules: UNKNOWN }));
}

/** Whether an index lies in one of the stretches, which are ascending; to be asked with ascending indexes. */
function covering(stretches: readonly Stretch[]): (index: number) => boolean {
  let next = 0;
  let end = 0;
  return index => {
    while (next < stretches.length && stretches[next]!.start <= index)
      end = Math.max(end, stretches[next++]!.end);
    return index < end;
  };
}
