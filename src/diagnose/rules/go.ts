import type { GoReport } from '../../report/index.js';
import type { Case, Lean, Rule } from '../types.js';
import { leanOn, reportsOf } from './lean.js';

/** What a Go crash says of its cause by the class of its error. */
export const goRule: Rule = {
  name: 'go',
  judge(about) {
    const inPattern = new Set(
      about.patterns.filter(p => p.name === 'memory-corruption').flatMap(p => p.reports),
    );
    return reportsOf(about.reading, 'go-crash')
      .filter(({ index }) => !inPattern.has(index))
      .map(({ report, index }) => judge(about, report, index));
  },
};

function judge({ reading }: Case, report: GoReport, index: number): Lean {
  const say = (cause: Lean['cause'], confidence: number, says: string) =>
    leanOn(reading, index, cause, confidence, 1, says);
  switch (report.details.class) {
    case 'nil-dereference':
      return say('program', 0.9, `${report.title}: a nil pointer was used, an ordinary mistake of a program`);
    case 'program':
      return say(
        'program',
        0.9,
        `${report.title}: the program broke a rule of its language or stopped itself`,
      );
    case 'resources':
      return say(
        'program',
        0.6,
        `${report.title}: the program asked for more than it could have (memory, threads, stack)`,
      );
    case 'memory-corruption':
      return say(
        'unknown',
        0.6,
        `${report.title}: the Go heap was damaged, which unsafe code, cgo, a data race, the kernel or bad memory can do`,
      );
    case 'signal':
    case 'unknown':
      return say('unknown', 0.4, `${report.title}: the error alone does not tell who caused it`);
  }
}
