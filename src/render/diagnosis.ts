import type { Evidence } from '../base/index.js';
import type { BugFinding } from '../bugs/index.js';
import type { Reading } from '../report/index.js';
import { renderReport } from './report.js';
import { clean, count, type Look, paint, wrap } from './text.js';

/** What of a diagnosis is rendered: the data of the room diagnose/, which stands on the same level as this one. */
export interface DiagnosisView {
  readonly source: string;
  readonly reports: Reading['reports'];
  readonly bugs: readonly BugFinding[];
  readonly verdict: {
    readonly cause: string;
    readonly confidence: number;
    readonly says: string;
    readonly for: readonly Evidence[];
    readonly against: readonly Evidence[];
    readonly next: readonly { readonly command: string; readonly why: string }[];
  };
  readonly patterns: readonly { readonly says: string; readonly sites?: readonly string[] }[];
  readonly advice: readonly {
    readonly says: string;
    readonly command?: string;
    readonly cost?: string;
    readonly leaves?: string;
    readonly fixes: boolean;
  }[];
  readonly host: { readonly from: string; readonly says: string };
  readonly problems: Reading['problems'];
  readonly input: { readonly lines: number; readonly bytes: number; readonly arrivals: readonly string[] };
}

const MOST_REPORTS = 10;

/** A diagnosis for a terminal, the verdict first. */
export function renderDiagnosis(
  look: Look,
  diagnosis: DiagnosisView,
  options: { all?: boolean } = {},
): string {
  const sections = [
    head(look, diagnosis),
    reports(look, diagnosis, options.all ?? false),
    bugs(look, diagnosis, options.all ?? false),
    advice(look, diagnosis),
    next(look, diagnosis),
    problems(look, diagnosis),
  ];
  return `${sections.filter(section => section !== '').join('\n\n')}\n`;
}

function head(look: Look, { source, reports, verdict, input, patterns, host }: DiagnosisView): string {
  const size = `${count(input.lines, 'line')}${input.arrivals.length > 0 ? `, ${input.arrivals.slice(0, 3).join(' + ')}` : ''}`;
  const out = [
    `${paint(look, 'bold', clean(source))}: ${count(reports.length, 'report')} in ${size}`,
    '',
    wrap(
      look,
      `${paint(look, verdictStyle(verdict.cause), verdict.cause.toUpperCase())}${verdict.confidence > 0 ? ` (${Math.round(verdict.confidence * 100)} %)` : ''}  ${clean(verdict.says)}`,
      'Verdict: ',
      '         ',
    ),
  ];
  for (const evidence of verdict.for.slice(1, 6))
    out.push(wrap(look, cited(evidence), '   for   ', '         '));
  for (const evidence of verdict.against.slice(0, 6))
    out.push(wrap(look, cited(evidence), '   but   ', '         '));
  for (const pattern of patterns) {
    if (pattern.sites !== undefined && pattern.sites.length > 1) {
      out.push(wrap(look, `${pattern.says}: ${clean(pattern.sites.join(', '))}`, '   seen  ', '         '));
    }
  }
  if (reports.length > 0) out.push(wrap(look, host.says, '   host  ', '         '));
  return out.join('\n');
}

function verdictStyle(cause: string): 'yellow' | 'red' | 'cyan' {
  return cause === 'unknown' ? 'yellow' : cause === 'program' ? 'cyan' : 'red';
}

function cited({ says, line, source }: Evidence): string {
  return clean(line === undefined ? `${says} (${source})` : `${says} (line ${line})`);
}

function reports(look: Look, { reports }: DiagnosisView, all: boolean): string {
  if (reports.length === 0) return '';
  const shown = all ? reports : reports.slice(0, MOST_REPORTS);
  const out = shown.map((report, index) => renderReport(look, report, index + 1));
  if (shown.length < reports.length)
    out.push(`   … and ${reports.length - shown.length} more (--all shows them)`);
  return out.join('\n\n');
}

function bugs(look: Look, { bugs, reports }: DiagnosisView, all: boolean): string {
  if (reports.length === 0) return '';
  const order = ['match', 'possible', 'excluded'];
  const said = bugs
    .filter(({ status }) => order.includes(status))
    .toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || b.confidence - a.confidence);
  // What only the machine excludes was never in question: naming each would bury the one that was.
  const shown = all
    ? said
    : said.filter(({ status, reports: about }) => status !== 'excluded' || about.length > 0);
  const rest = bugs.length - shown.length;
  const out = shown.map(finding => renderFinding(look, finding));
  if (rest > 0) {
    out.push(
      `   ${paint(look, 'dim', `${out.length === 0 ? `none fits: ${rest}` : `${rest} others`} not in question${all ? '' : ' (--all says why)'}`)}`,
    );
  }
  return [paint(look, 'bold', 'Known bugs'), ...out].join('\n');
}

function renderFinding(look: Look, finding: BugFinding): string {
  const style = finding.status === 'match' ? 'red' : finding.status === 'possible' ? 'yellow' : 'dim';
  const sure = finding.confidence > 0 ? ` (${Math.round(finding.confidence * 100)} %)` : '';
  const out = [
    wrap(
      look,
      `${paint(look, style, finding.status)}${sure}  ${finding.id}: ${clean(finding.title)}`,
      '   ',
      '      ',
    ),
  ];
  for (const evidence of finding.evidence.slice(0, finding.status === 'excluded' ? 2 : 8))
    out.push(wrap(look, cited(evidence), finding.status === 'excluded' ? '      − ' : '      + '));
  if (finding.status !== 'excluded') {
    for (const evidence of finding.against.slice(0, 4)) out.push(wrap(look, cited(evidence), '      − '));
    for (const missing of finding.missing.slice(0, 4)) out.push(wrap(look, clean(missing), '      ? '));
    const { kernels, needs } = finding.affects;
    if (kernels !== null) {
      const only = needs.length === 0 ? '' : `; only with ${needs.join(', ')}`;
      out.push(wrap(look, `affects ${kernels}${clean(only)}`, '      '));
    }
    const fixes = finding.fixedIn.map(
      ({ what, version, commit }) => `${what} ${version}${commit ? ` (${commit.slice(0, 12)})` : ''}`,
    );
    if (fixes.length > 0) out.push(wrap(look, `fixed in ${fixes.join(', ')}`, '      '));
  }
  return out.join('\n');
}

function advice(look: Look, { advice }: DiagnosisView): string {
  if (advice.length === 0) return '';
  const out = [paint(look, 'bold', 'What to do')];
  for (const item of advice) {
    out.push(wrap(look, `${item.fixes ? 'fix: ' : ''}${clean(item.says)}`, '   • ', '     '));
    if (item.command !== undefined) out.push(`       $ ${clean(item.command)}`);
    if (item.cost !== undefined) out.push(wrap(look, `costs: ${clean(item.cost)}`, '       '));
    if (item.leaves !== undefined) out.push(wrap(look, `leaves: ${clean(item.leaves)}`, '       '));
  }
  return out.join('\n');
}

function next(look: Look, { verdict }: DiagnosisView): string {
  if (verdict.next.length === 0) return '';
  return [
    paint(look, 'bold', 'Next'),
    ...verdict.next.map(({ command, why }) => `   $ ${clean(command)}\n${wrap(look, clean(why), '     ')}`),
  ].join('\n');
}

function problems(look: Look, { problems }: DiagnosisView): string {
  return problems
    .map(({ says, line }) => wrap(look, `${clean(says)}${line === null ? '' : ` (line ${line})`}`, 'note: '))
    .join('\n');
}
