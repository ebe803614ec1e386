import type { Rule } from '../types.js';
import { leanOn, reportsOf } from './lean.js';

/** Out-of-memory kills: the kernel doing its duty, not failing. */
export const oomRule: Rule = {
  name: 'oom',
  judge({ reading }) {
    return reportsOf(reading, 'oom-kill').map(({ report, index }) => {
      const { victim, cgroup, constraint } = report.details;
      if (report.type === 'ALLOC-FAILURE') {
        return leanOn(
          reading,
          index,
          'unknown',
          0.4,
          1,
          `${report.title}: the kernel could not get memory at once, which it often survives`,
        );
      }
      const who = victim ?? 'a program';
      // Kernels before 4.20 print no constraint: there the message names the group only when the group was the reason.
      return constraint === 'CONSTRAINT_MEMCG' || (constraint === null && cgroup !== null)
        ? leanOn(
            reading,
            index,
            'program',
            0.75,
            1,
            `${who} was killed because its control group reached its memory limit; the kernel did what it was told`,
          )
        : leanOn(
            reading,
            index,
            'program',
            0.6,
            1,
            `${who} was killed because the machine had no memory left; programs (or their limits) asked for more than there is`,
          );
    });
  },
};
