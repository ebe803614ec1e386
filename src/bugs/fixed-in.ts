import type { HostIdentity } from '../host/index.js';
import type { HostJudgement } from './check.js';
import type { Bug, DistributionFix, FixedIn } from './types.js';

/**
 * Where a bug is fixed: the crashed machine's own distribution first (with whether that machine has it), then the commits
 * and stable releases, then the other distributions.
 */
export function fixedIn(bug: Bug, host: HostJudgement | null, identity: HostIdentity | null): FixedIn[] {
  const own = identity?.distribution.value?.id;
  const against = host?.version.against ?? [];
  const distributions = bug.distributions.flatMap(entry => {
    if (entry.fixed === null) return [];
    const judged = against.includes(entry) ? host?.version.truth : undefined;
    const one: FixedIn = {
      what: entry.name,
      version: entry.fixed,
      ...(entry.advisory === undefined ? {} : { advisory: entry.advisory }),
      ...(judged === undefined || judged === 'unknown' ? {} : { fixed: judged === 'false' }),
    };
    return [{ entry, one }];
  });
  const place = (entry: DistributionFix) =>
    against.includes(entry) ? against.indexOf(entry) : against.length;
  const near = distributions.filter(
    ({ entry }) => against.includes(entry) || (own !== undefined && entry.ids.includes(own)),
  );
  const first = near.toSorted((a, b) => place(a.entry) - place(b.entry));
  const far = distributions.filter(one => !near.includes(one));
  const commits = bug.fixed.flatMap(({ project, commit, in: version, stable }) => [
    { what: project, version, ...(commit === null ? {} : { commit }) },
    ...stable.map(one => ({
      what: `${project}-${series(one.in)}`,
      version: one.in,
      ...(one.commit === null ? {} : { commit: one.commit }),
    })),
  ]);
  return [...first.map(one => one.one), ...commits, ...far.map(one => one.one)];
}

function series(version: string): string {
  return version.split(/[.-]/).slice(0, 2).join('.');
}
