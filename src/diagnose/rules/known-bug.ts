import type { BugFinding } from '../../bugs/index.js';
import type { Case, Lean, Rule } from '../types.js';

/** A record of the knowledge base that fits. What is only possible is a remark: it never makes a verdict by itself. */
export const knownBugRule: Rule = {
  name: 'known-bug',
  judge(about) {
    return about.findings.flatMap(finding => judgeFinding(about, finding));
  },
};

function judgeFinding({ reading }: Case, finding: BugFinding): readonly Lean[] {
  if (finding.status !== 'match' && finding.status !== 'possible') return [];
  const first = finding.evidence[0];
  const evidence = {
    says:
      finding.status === 'match'
        ? `this is the known bug ${finding.id}: ${finding.title}`
        : `the known bug ${finding.id} is possible (${finding.title}); what is missing to say more is listed with it`,
    source: first?.source ?? reading.source,
    ...(first?.line === undefined ? {} : { line: first.line }),
  };
  return finding.status === 'match'
    ? [{ cause: finding.cause, confidence: finding.confidence, reports: finding.reports, evidence, depth: 3 }]
    : [
        {
          cause: finding.cause,
          confidence: Math.min(0.45, finding.confidence),
          reports: finding.reports,
          evidence,
          depth: 0,
        },
      ];
}
