import type { HardwareReport, Report, StorageReport } from '../types.js';

/**
 * Folds like hardware and storage reports of a whole log into one each. Readers fold what they see, one region of the log; this folds
 * what lies further apart, so that a week of corrected errors is one report. Order and all other reports are kept.
 */
export function foldRepeats(reports: readonly Report[]): readonly Report[] {
  const at = new Map<string, number>();
  const kept: Report[] = [];
  for (const report of reports) {
    const key = foldKey(report);
    const known = key === null ? undefined : at.get(key);
    if (known === undefined) {
      if (key !== null) at.set(key, kept.length);
      kept.push(report);
    } else {
      kept[known] = merged(kept[known] as Foldable, report as Foldable);
    }
  }
  return kept.length === reports.length ? reports : kept;
}

type Foldable = HardwareReport | StorageReport;

/** Null for what stays single: fatal hardware errors, and whatever took the machine down. */
function foldKey(report: Report): string | null {
  if (report.panicked) return null;
  if (report.kind === 'hardware-error') {
    const { severity, where } = report.details;
    return severity === 'fatal' ? null : `hw\n${report.type}\n${report.title}\n${where}\n${severity}`;
  }
  if (report.kind === 'storage-error') return `fs\n${report.type}\n${report.title}\n${report.details.device}`;
  return null;
}

function merged<R extends Foldable>(first: R, later: R): R {
  return {
    ...first,
    span: { ...first.span, endLine: later.span.endLine, endOffset: later.span.endOffset },
    details: { ...first.details, count: first.details.count + later.details.count },
  };
}
