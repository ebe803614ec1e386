import { fixedIn } from './fixed-in.js';
import type { Affects, Bug, ConditionTest, FixedIn, Mitigation, Reference } from './types.js';
import { rangeWords } from './versions.js';

/** A record in sentences, for `kulprit bugs ID`. */
export interface BugExplanation {
  readonly id: string;
  readonly title: string;
  readonly subsystem: string;
  readonly cause: Bug['cause'];
  readonly cve: readonly string[];
  readonly summary: string;
  /** `5f409e20b794 "x86/fpu: …" (5.2)` */
  readonly introduced: readonly string[];
  readonly fixed: readonly string[];
  readonly affected: string;
  /** What a machine must be for the bug to bite. */
  readonly needs: readonly { readonly what: string; readonly why: string }[];
  /** What it looks like in a log: what must be there, what speaks for it, what excludes it. */
  readonly looks: {
    readonly must: readonly string[];
    readonly may: readonly string[];
    readonly never: readonly string[];
  };
  readonly fixedIn: readonly FixedIn[];
  readonly mitigations: readonly Mitigation[];
  readonly backport: readonly string[];
  readonly reproducer: string | null;
  readonly unverified: readonly string[];
  readonly references: readonly Reference[];
}

/** Puts a record into sentences. Pure. */
export function explainBug(bug: Bug): BugExplanation {
  const commits = (list: Bug['fixed']) =>
    list.map(one => {
      const stable = one.stable.map(each => each.in).join(', ');
      const project = one.project === 'linux' ? '' : `${one.project} `;
      return `${one.commit?.slice(0, 12) ?? 'commit not known'} "${one.subject}" (${project}${one.in}${stable === '' ? '' : `; stable ${stable}`})`;
    });
  const { signature, backport } = bug;
  return {
    id: bug.id,
    title: bug.title,
    subsystem: bug.subsystem,
    cause: bug.cause,
    cve: bug.cve,
    summary: bug.summary,
    introduced: commits(bug.introduced),
    fixed: commits(bug.fixed),
    affected:
      bug.ranges.length === 0 ? 'kernel versions do not decide it' : `Linux ${rangeWords(bug.ranges)}`,
    needs: bug.conditions.map(condition => ({ what: conditionWords(condition), why: condition.why })),
    looks: {
      must: signature.requires.map(one => one.says),
      may: signature.points.map(one => one.says),
      never: signature.excludes.map(one => one.says),
    },
    fixedIn: fixedIn(bug, null, null),
    mitigations: bug.mitigations,
    backport: [
      ...backport.subjects.map(subject => `a changelog that names "${subject}"`),
      ...backport.commits.map(commit => `a commit message that names ${commit}`),
      ...backport.inadequate.map(
        one => `not enough on kernels before ${one.before}: ${one.why} ${one.check}`,
      ),
    ],
    reproducer: bug.reproducer,
    unverified: bug.unverified,
    references: bug.references,
  };
}

/** Which kernels and machines a record speaks of, in the words of a finding: the range of kernels, and what else must hold. */
export function affects(bug: Bug): Affects {
  const kernels = joined(bug.ranges).map(({ from, before, note, doubts }) => {
    const end = before === null ? 'and later' : `to ${lastBefore(before)}`;
    const doubt =
      doubts.length === 0 ? null : `stable releases from ${doubts.join(', ')} on may have the fix`;
    const remarks = [note ?? null, doubt].filter(one => one !== null).join('; ');
    return `${from.replace(/-rc1$/, '')} ${end}${remarks === '' ? '' : ` (${remarks})`}`;
  });
  return {
    kernels: kernels.length === 0 ? null : `Linux ${kernels.join(', ')}`,
    needs: bug.conditions.map(conditionWords),
  };
}

/** Ranges that follow one another without a gap as one; where doubt begins is kept. */
function joined(
  ranges: Bug['ranges'],
): { from: string; before: string | null; note?: string; doubts: string[] }[] {
  const out: { from: string; before: string | null; note?: string; doubts: string[] }[] = [];
  for (const { from, before, note, doubt } of ranges) {
    const last = out.at(-1);
    const doubts = doubt === undefined ? [] : [from];
    if (last !== undefined && last.before === from) {
      last.before = before;
      last.doubts.push(...doubts);
    } else out.push({ from, before, doubts, ...(note === undefined ? {} : { note }) });
  }
  return out;
}

/** The last release before one: 5.3.15 → 5.3.14; where that cannot be counted, `before 5.5`. */
function lastBefore(version: string): string {
  const patch = /^(\d+\.\d+)\.(\d+)$/.exec(version);
  if (patch === null || patch[2] === '0') return `before ${version}`;
  return patch[2] === '1' ? patch[1]! : `${patch[1]}.${Number(patch[2]) - 1}`;
}

function conditionWords(test: ConditionTest): string {
  if ('all' in test) return test.all.map(conditionWords).join(' and ');
  if ('any' in test) return `(${test.any.map(conditionWords).join(' or ')})`;
  if ('not' in test) return `not (${conditionWords(test.not)})`;
  if ('architecture' in test) return `architecture ${test.architecture.join(' or ')}`;
  if ('compiler' in test) {
    const { kind, from, before, text } = test.compiler;
    const parts = [
      kind,
      from && `${from} or later`,
      before && `before ${before}`,
      text && `that calls itself ${text.join(' or ')}`,
    ];
    return `kernel built by ${parts.filter(Boolean).join(' ')}`;
  }
  if ('config' in test) return `${test.config.option} = ${test.config.is.join(' or ')}`;
  if ('cmdline' in test) return `${test.cmdline.parameter}=${test.cmdline.is.join('|')} on the command line`;
  if ('module' in test) return `module ${test.module.any.join(' or ')} loaded or built in`;
  if ('cpu' in test) return `a CPU with ${JSON.stringify(test.cpu)}`;
  const { name, ranges } = test.runtime;
  const words = ranges.map(one =>
    one.before === null ? `${one.from} and later` : `${one.from} up to but not including ${one.before}`,
  );
  return `a program built with ${name} ${words.join(' or ')}`;
}
