import type { Bug, BugExplanation } from '../bugs/index.js';
import { clean, type Look, paint, table, wrap } from './text.js';

/** The knowledge base as a list: id, CVE, title. */
export function renderBugList(look: Look, bugs: readonly Bug[]): string {
  return `${table(
    look,
    bugs.map(({ id, cve, title }) => [id, cve[0] ?? '', clean(title)]),
  )}\n`;
}

/** One record, whole. */
export function renderBug(look: Look, bug: BugExplanation): string {
  const item = (text: string) => wrap(look, clean(text), '  • ', '    ');
  const section = (heading: string, items: readonly string[]) =>
    items.length === 0 ? [] : ['', paint(look, 'bold', heading), ...items.map(item)];
  const out = [
    `${paint(look, 'bold', bug.id)}${bug.cve.length > 0 ? `  ${bug.cve.join(', ')}` : ''}`,
    wrap(look, clean(bug.title)),
    '',
    wrap(look, clean(bug.summary)),
    ...section('Brought in by', bug.introduced),
    ...section('Fixed by', bug.fixed),
    ...section('Affects', [bug.affected]),
    ...section(
      'Only with',
      bug.needs.map(({ what, why }) => `${what}: ${why}`),
    ),
    ...section(
      'Fixed in',
      bug.fixedIn.map(
        ({ what, version, advisory }) => `${what} ${version}${advisory ? `, ${advisory}` : ''}`,
      ),
    ),
    ...section('Looks like (must be there)', bug.looks.must),
    ...section('Looks like (speaks for it)', bug.looks.may),
    ...section('Excluded by', bug.looks.never),
    '',
    paint(look, 'bold', 'What to do'),
  ];
  for (const { what, command, cost, leaves, fixes } of bug.mitigations) {
    out.push(item(`${fixes ? 'fix: ' : ''}${what}`));
    if (command !== undefined) out.push(`      $ ${clean(command)}`);
    out.push(wrap(look, `costs: ${clean(cost)}`, '      '), wrap(look, `leaves: ${clean(leaves)}`, '      '));
  }
  out.push(
    ...section('A backport is recognised by', bug.backport),
    ...section('Not verified', bug.unverified),
    ...section(
      'References',
      bug.references.map(({ url, supports }) => `${url}  ${supports}`),
    ),
  );
  return `${out.join('\n')}\n`;
}
