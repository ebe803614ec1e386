import type { ProgramReport } from '../../report/index.js';
import type { Case, Lean, Rule } from '../types.js';
import { leanOn, reportsOf } from './lean.js';

/** How often a crash of that source is the program's own doing, and what it says. */
const SOURCES: Readonly<Record<string, readonly [number, string]>> = {
  python: [0.9, 'an exception nobody caught'],
  rust: [0.9, 'a panic of the program’s own code'],
  sanitizer: [0.95, 'a sanitizer caught the program’s own code'],
  'go-race': [0.95, 'two goroutines touched the same memory without agreement'],
  glibc: [0.85, 'the C library found the program’s own heap or stack damaged'],
  segfault: [0.65, 'the program used an address it does not own'],
  trap: [0.6, 'the processor refused an instruction or an address of the program'],
  coredump: [0.6, 'the program was ended by a signal'],
  jvm: [
    0.5,
    'the Java virtual machine died; its hs_err file tells whether its own code, native code or a signal from outside did it',
  ],
};

/** Crashes of user programs. Many different ones on one machine are judged together, as a pattern. */
export const programRule: Rule = {
  name: 'program',
  judge(about) {
    const inPattern = new Set(about.patterns.filter(p => p.name === 'many-programs').flatMap(p => p.reports));
    return reportsOf(about.reading, 'program-crash')
      .filter(({ index }) => !inPattern.has(index))
      .map(({ report, index }) => judge(about, report, index));
  },
};

function judge({ reading }: Case, report: ProgramReport, index: number): Lean {
  const { source } = report.details;
  const [confidence, means] = SOURCES[source] ?? [0.5, 'a program ended'];
  // Where a JVM died is seldom where it was broken: native code, Unsafe and a kill from outside all end inside libjvm or libc.
  const cause = source === 'jvm' ? 'unknown' : 'program';
  return leanOn(reading, index, cause, confidence, 1, `${report.title}: ${means}`);
}
