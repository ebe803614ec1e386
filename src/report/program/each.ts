import type { Hit } from '../line.js';
import type { ProgramReport } from '../types.js';

/** What a reader took of the channel: the report (null: only lines to pass over), and the index of its last line. */
export interface Taken<R = ProgramReport | null> {
  readonly report: R;
  readonly last: number;
}

/**
 * Asks at each hit that no earlier report has taken. `done` is the last line taken so far, -1 at first: a reader that looks back stops there.
 */
export function readEach(
  hits: readonly Hit[],
  readAt: (index: number, anchor: string, done: number) => Taken | null,
): ProgramReport[] {
  const reports: ProgramReport[] = [];
  let done = -1;
  for (const { index, anchor } of hits) {
    if (index <= done) continue;
    const taken = readAt(index, anchor, done);
    if (taken === null) continue;
    if (taken.report !== null) reports.push(taken.report);
    done = taken.last;
  }
  return reports;
}
