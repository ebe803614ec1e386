import type { GoReport, ProgramReport, Reading, Report } from '../report/index.js';
import type { Pattern } from './types.js';

/** What several reports of one log show together. */
export function findPatterns(reading: Reading): readonly Pattern[] {
  return [goCorruption(reading.reports), manyPrograms(reading.reports)].filter(p => p !== null);
}

/**
 * Go programs do not corrupt their own heap by ordinary mistakes: when two or more crashes show it and they die in different places, the
 * code at those places is the victim, not the culprit (seed: a node_exporter that died in mallocgc, in Sprintf, in the collector …).
 */
function goCorruption(reports: readonly Report[]): Pattern | null {
  const crashes = reports
    .map((report, index) => ({ report, index }))
    .filter((entry): entry is { report: GoReport; index: number } => entry.report.kind === 'go-crash');
  const corrupted = crashes.filter(({ report }) => report.details.class === 'memory-corruption');
  if (corrupted.length === 0) return null;
  // In company of a corrupted heap, a crash on an impossible length or pointer is of the same family.
  const family = corrupted.length === 1 && crashes.length === 1 ? corrupted : crashes;
  const sites = family.map(({ report }) => crashSite(report));
  const distinct = new Set(sites);
  const repeats = distinct.size < sites.length;
  return {
    name: 'memory-corruption',
    says:
      sites.length === 1
        ? `memory corruption in a Go program, seen once, at ${sites[0]}`
        : repeats
          ? `memory corruption in a Go program: ${sites.length} crashes at ${distinct.size} places`
          : `memory corruption in a Go program: ${sites.length} crashes, crash sites do not repeat`,
    reports: family.map(({ index }) => index),
    sites,
    repeats,
  };
}

/** Where a Go crash showed: the first frame that is not the runtime's own way of dying. */
function crashSite(report: GoReport): string {
  const dying =
    /^(runtime\.(throw|fatal|fatalthrow|sigpanic|gopanic|panic\w{0,40}|systemstack|mcall|raise)|panic|net\/http\.\(\*conn\)\.serve\.func1)$/;
  return report.frames.find(frame => !dying.test(frame.function))?.function ?? report.title;
}

/** Three or more different programs dying of wild accesses on one machine: the machine is suspect before each program is. */
function manyPrograms(reports: readonly Report[]): Pattern | null {
  const crashes = reports
    .map((report, index) => ({ report, index }))
    .filter(
      (entry): entry is { report: ProgramReport; index: number } =>
        entry.report.kind === 'program-crash' && ['segfault', 'trap'].includes(entry.report.details.source),
    );
  const programs = [...new Set(crashes.map(({ report }) => report.details.program ?? ''))].filter(
    p => p !== '',
  );
  if (programs.length < 3) return null;
  return {
    name: 'many-programs',
    says: `${programs.length} different programs crashed on this machine (${programs.slice(0, 5).join(', ')}${programs.length > 5 ? ' …' : ''})`,
    reports: crashes.map(({ index }) => index),
    sites: programs,
    repeats: false,
  };
}
