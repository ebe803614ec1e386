import type { Observation, Report } from '../types.js';
import { bootsOf } from './boots.js';
import { type Earlier, follows, noneYet, remember } from './rules.js';

/**
 * Says which reports follow from an earlier one of the same log, and why: `follows` is the index of the first cause, `followsBecause` the sign.
 * Nothing follows across a reboot, and nothing without a sign that the log itself shows; what stands after a crash is not for that its result.
 * @param reports in the order of the log
 * @param observations of the same log: `linux-version` lines say where it was booted
 */
export function followsFrom(
  reports: readonly Report[],
  observations: readonly Observation[],
): readonly Report[] {
  const boots = bootsOf(reports, observations);
  const marked: Report[] = [];
  let earlier: Earlier | null = null;
  let boot = -1;
  reports.forEach((report, index) => {
    if (earlier === null || boots[index] !== boot) {
      earlier = noneYet(marked);
      boot = boots[index]!;
    }
    const found = follows(report, earlier);
    // The first cause is what matters: not the link of the chain before.
    const root = found === null ? null : (marked[found.index]!.follows ?? found.index);
    marked.push(found === null ? report : { ...report, follows: root, followsBecause: found.because });
    remember(earlier, report, index);
  });
  return marked;
}
