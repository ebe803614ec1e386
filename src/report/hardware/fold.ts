import type { HardwareReport, Report, StorageReport } from '../types.js';

type Foldable = HardwareReport | StorageReport;

/**
 * Hardware and storage reports with the same key are one report with a count, so that a week of corrected errors is one. Readers fold what
 * they see, one region of a log; this folds what lies further apart.
 * Null for what stays single: fatal hardware errors, whatever took the machine down, and every other kind.
 */
export function foldKey(report: Report): string | null {
  if (report.panicked) return null;
  if (report.kind === 'hardware-error') {
    const { severity, where } = report.details;
    return severity === 'fatal' ? null : `hw\n${report.type}\n${report.title}\n${where}\n${severity}`;
  }
  if (report.kind === 'storage-error') return `fs\n${report.type}\n${report.title}\n${report.details.device}`;
  return null;
}

/** `first`, gone on until the end of `later`; only for reports with the same key. */
export function merged(first: Report, later: Report): Report {
  const [a, b] = [first as Foldable, later as Foldable];
  return {
    ...a,
    span: { ...a.span, endLine: b.span.endLine, endOffset: b.span.endOffset },
    details: { ...a.details, count: a.details.count + b.details.count },
  } as Report;
}
