import type { Pattern, Rule } from '../types.js';

/** What several reports show together. It holds back a verdict that each alone would suggest. */
export const patternRule: Rule = {
  name: 'pattern',
  judge({ reading, patterns }) {
    return patterns.map(pattern => ({
      cause: 'unknown' as const,
      confidence: 0.6,
      depth: 1 as const,
      reports: pattern.reports,
      evidence: {
        says: `${pattern.says}; ${meaning(pattern)}`,
        source: reading.source,
        ...(pattern.reports[0] === undefined ? {} : { line: reading.reports[pattern.reports[0]]!.span.line }),
      },
    }));
  },
};

function meaning(pattern: Pattern): string {
  if (pattern.name === 'many-programs')
    return 'the machine (memory, processor, kernel) is suspect before each program is';
  return pattern.repeats === false && pattern.reports.length > 1
    ? 'the code where it dies is the victim: look at unsafe code and cgo, then at the kernel and the memory'
    : 'unsafe code, cgo, a data race, the kernel or bad memory can do that';
}
