import { type Bug, matchBugs } from '../bugs/index.js';
import type { Reading } from '../report/index.js';
import { adviseOn } from './advice.js';
import { crashedHost, type Known } from './crashed-host.js';
import { nextCommands } from './next.js';
import { findPatterns } from './patterns.js';
import type { Diagnosis } from './types.js';
import { decide } from './verdict.js';

export interface DiagnoseInput extends Known {
  readonly reading: Reading;
  readonly bugs: readonly Bug[];
  /** The text of the crashed machine's kernel changelog, where there is one. */
  readonly changelogText?: string;
}

/** From a reading to a verdict: pure, and never throws on what was read. */
export function diagnose(input: DiagnoseInput): Diagnosis {
  const { reading } = input;
  const host = crashedHost(reading, input);
  const findings = matchBugs(input.bugs, {
    reading,
    host: host.facts,
    hostIsCrashed: host.facts !== null,
    ...(input.changelogText === undefined ? {} : { changelogText: input.changelogText }),
  });
  const patterns = findPatterns(reading);
  const decided = decide({ reading, findings, patterns });
  return {
    schema: 'kulprit/diagnosis@1',
    source: reading.source,
    reports: reading.reports,
    bugs: findings,
    verdict: { ...decided, next: nextCommands(reading, findings, patterns, host) },
    patterns,
    advice: adviseOn(reading, findings),
    host,
    observations: reading.observations,
    problems: reading.problems,
    input: { lines: reading.lines, bytes: reading.bytes, arrivals: reading.arrivals },
  };
}
