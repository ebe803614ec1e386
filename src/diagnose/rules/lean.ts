import type { Reading, Report } from '../../report/index.js';
import type { Lean, VerdictCause } from '../types.js';

/** A lean that cites the first line of a report. */
export function leanOn(
  reading: Reading,
  index: number,
  cause: VerdictCause,
  confidence: number,
  depth: Lean['depth'],
  says: string,
  line: number = reading.reports[index]!.span.line,
): Lean {
  return { cause, confidence, depth, reports: [index], evidence: { says, source: reading.source, line } };
}

/** The reports of one kind with their indices. */
export function reportsOf<K extends Report['kind']>(
  reading: Reading,
  kind: K,
): { report: Extract<Report, { kind: K }>; index: number }[] {
  const found: { report: Extract<Report, { kind: K }>; index: number }[] = [];
  reading.reports.forEach((report, index) => {
    if (report.kind === kind) found.push({ report: report as Extract<Report, { kind: K }>, index });
  });
  return found;
}
