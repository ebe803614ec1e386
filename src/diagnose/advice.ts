import type { BugFinding } from '../bugs/index.js';
import type { Reading } from '../report/index.js';
import type { Advice } from './types.js';

/** What to do, the fixes first; each with what it costs and what it leaves unsolved. */
export function adviseOn(reading: Reading, findings: readonly BugFinding[]): readonly Advice[] {
  const advice = findings
    .filter(finding => finding.status === 'match' || finding.status === 'possible')
    .flatMap(finding => fromFinding(finding));
  return [...advice.filter(a => a.fixes), ...advice.filter(a => !a.fixes), ...general(reading)];
}

function fromFinding(finding: BugFinding): Advice[] {
  return finding.mitigations.map(mitigation => ({
    says: mitigation.what,
    ...(mitigation.command === undefined ? {} : { command: mitigation.command }),
    cost: mitigation.cost,
    leaves: mitigation.leaves,
    fixes: mitigation.fixes,
    bug: finding.id,
  }));
}

/** What holds for a kind of report whether or not a bug is known. */
function general(reading: Reading): Advice[] {
  const advice: Advice[] = [];
  const has = (kind: string) => reading.reports.some(report => report.kind === kind);
  if (reading.reports.some(r => r.kind === 'hardware-error' && r.details.severity !== 'corrected')) {
    advice.push({
      says: 'Have the reported part tested or replaced before anything else is concluded from this machine.',
      fixes: false,
    });
  }
  if (has('oom-kill')) {
    advice.push({
      says: 'Give the program or its control group more memory, or make it use less; see which processes held the memory above.',
      fixes: false,
    });
  }
  return advice;
}
