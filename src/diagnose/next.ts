import type { BugFinding } from '../bugs/index.js';
import type { Reading } from '../report/index.js';
import type { CrashedHost, NextCommand, Pattern } from './types.js';

/** The commands that would tell more, the most telling first. Only what can be run as it stands. */
export function nextCommands(
  reading: Reading,
  findings: readonly BugFinding[],
  patterns: readonly Pattern[],
  host: CrashedHost,
): readonly NextCommand[] {
  const next: NextCommand[] = [];
  for (const { id, status } of findings) {
    if (status === 'match' || status === 'possible') {
      next.push({
        command: `kulprit bugs ${id}`,
        why: 'what the bug is, what fixes it, and where that is written',
      });
    }
  }
  if (findings.some(({ status }) => status === 'possible') && host.from !== 'this-machine') {
    next.push({
      command: 'kulprit check',
      why: 'on the machine that crashed: whether its kernel is open to the bug at all',
    });
  }
  // For a mistake of a program the machine does not matter.
  const machineMatters =
    patterns.length > 0 ||
    findings.some(({ status }) => status === 'possible') ||
    reading.reports.some(({ kind }) => kind === 'kernel-bug' || kind === 'hardware-error');
  if (host.from === 'nobody' && machineMatters) {
    next.push({
      command: 'kulprit facts > host.json',
      why: 'on the machine that crashed; then diagnose again with --facts host.json',
    });
  }
  if (patterns.some(({ name }) => name === 'memory-corruption' || name === 'many-programs')) {
    next.push({
      command: 'memtester 1G 3',
      why: 'a first look at the memory from the running system; memtest86+ over night says more',
    });
  }
  return next;
}
