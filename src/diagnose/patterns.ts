import { goMemoryCorruption, type ProgramReport, type Reading, type Report } from '../report/index.js';
import type { Pattern } from './types.js';

/** What several reports of one log show together. */
export function findPatterns(reading: Reading): readonly Pattern[] {
  return [goCorruption(reading.reports), manyPrograms(reading.reports)].filter(p => p !== null);
}

/**
 * Go programs do not corrupt their own heap by ordinary mistakes: when two or more crashes show it and they die in different places, the
 * code at those places is the victim, not the culprit.
 */
function goCorruption(reports: readonly Report[]): Pattern | null {
  const { certain, fitting, sites, repeat, scattered } = goMemoryCorruption(reports);
  if (certain.length === 0) return null;
  const crashes = new Set<Report>([...certain, ...fitting]);
  const says = scattered
    ? `${crashes.size} crashes, crash sites do not repeat`
    : crashes.size === 1
      ? `seen once${sites[0] === undefined ? '' : `, in ${sites[0]}`}`
      : `${crashes.size} crashes at ${count(new Set(sites).size, 'place')}`;
  return {
    name: 'memory-corruption',
    says: `memory corruption in a Go program: ${says}`,
    reports: reports.flatMap((report, index) => (crashes.has(report) ? [index] : [])),
    sites,
    repeats: repeat,
  };
}

function count(n: number, one: string): string {
  return `${n} ${n === 1 ? one : `${one}s`}`;
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
