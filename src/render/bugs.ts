import type { Bug, Commit } from '../bugs/index.js';
import { clean, type Look, paint, table, wrap } from './text.js';

/** The knowledge base as a list: id, CVE, title. */
export function renderBugList(look: Look, bugs: readonly Bug[]): string {
  return `${table(
    look,
    bugs.map(({ id, cve, title }) => [id, cve[0] ?? '', clean(title)]),
  )}\n`;
}

/** One record, whole. */
export function renderBug(look: Look, bug: Bug): string {
  const heading = (text: string) => `\n${paint(look, 'bold', text)}`;
  const item = (text: string) => wrap(look, clean(text), '  • ', '    ');
  const out = [
    `${paint(look, 'bold', bug.id)}${bug.cve.length > 0 ? `  ${bug.cve.join(', ')}` : ''}`,
    wrap(look, clean(bug.title)),
    '',
    wrap(look, clean(bug.summary)),
    heading('Brought in by'),
    ...bug.introduced.map(commit => item(commitLine(commit))),
    heading('Fixed by'),
    ...bug.fixed.map(commit => item(commitLine(commit))),
  ];
  if (bug.ranges.length > 0) {
    out.push(heading('Kernels of kernel.org with the bug'));
    for (const { from, before, note } of bug.ranges) {
      out.push(
        item(
          `from ${from} ${before === null ? 'on, never fixed there' : `to before ${before}`}${note ? ` (${note})` : ''}`,
        ),
      );
    }
  }
  if (bug.distributions.length > 0) {
    out.push(heading('Distributions'));
    for (const d of bug.distributions) {
      out.push(
        item(
          `${d.name}: ${d.fixed === null ? 'not fixed' : `fixed in ${d.fixed}`}${d.advisory ? `, ${d.advisory}` : ''}${d.note ? ` (${d.note})` : ''}`,
        ),
      );
    }
  }
  if (bug.conditions.length > 0)
    out.push(heading('Only when'), ...bug.conditions.map(({ why }) => item(why)));
  out.push(
    heading('What it looks like'),
    ...[...bug.signature.requires, ...bug.signature.points].map(({ says }) => item(says)),
  );
  if (bug.signature.excludes.length > 0)
    out.push(heading('What excludes it'), ...bug.signature.excludes.map(({ says }) => item(says)));
  out.push(heading('What to do'));
  for (const m of bug.mitigations) {
    out.push(item(`${m.fixes ? 'fix: ' : ''}${m.what}`));
    if (m.command !== undefined) out.push(`      $ ${clean(m.command)}`);
    out.push(
      wrap(look, `costs: ${clean(m.cost)}`, '      '),
      wrap(look, `leaves: ${clean(m.leaves)}`, '      '),
    );
  }
  if (bug.backport.inadequate.length > 0) out.push(heading('A backport that is not enough'));
  for (const { before, why, check } of bug.backport.inadequate)
    out.push(item(`on kernels before ${before}: ${why}; ${check}`));
  if (bug.unverified.length > 0) out.push(heading('Not verified'), ...bug.unverified.map(item));
  out.push(heading('References'), ...bug.references.map(({ url, supports }) => item(`${url}  ${supports}`)));
  return `${out.join('\n')}\n`;
}

function commitLine({ commit, subject, in: first, stable, project }: Commit): string {
  const backports = stable.map(s => s.in).join(', ');
  return `${project === 'linux' ? '' : `${project}: `}${commit === null ? '' : `${commit.slice(0, 12)} `}“${subject}”, in ${first}${backports === '' ? '' : `; stable ${backports}`}`;
}
