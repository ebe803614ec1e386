import type { Evidence } from '../base/index.js';
import { type Facts, type HostIdentity, identify } from '../host/index.js';
import { type Ground, judgeCondition } from './conditions.js';
import { allOf, type Judged } from './judged.js';
import type { Bug, HostCheck, Truth } from './types.js';
import { type Carries, inadequacy, judgeVersion } from './versions.js';

export interface CheckOptions {
  /** The text of the kernel package's changelog, where `facts.changelog` is only the path of it. */
  readonly changelogText?: string | undefined;
}

/**
 * Whether a machine is open to one bug. Pure; never throws. Conditions decide first, because one false condition is enough,
 * then the kernel's version. The answer is `unknown` where a fact is missing that could turn it.
 */
export function checkHost(bug: Bug, facts: Facts, options: CheckOptions = {}): HostCheck {
  return judgeHost(bug, { facts, identity: identify(facts) }, options).check;
}

/** `checkHost` for every record. */
export function checkAll(
  bugs: readonly Bug[],
  facts: Facts,
  options: CheckOptions = {},
): readonly HostCheck[] {
  const identity = identify(facts);
  return bugs.map(bug => judgeHost(bug, { facts, identity }, options).check);
}

/** True where `facts.changelog` is a path to read rather than a text: a text has more than one line. */
export function changelogIsPath(facts: Facts): boolean {
  return facts.changelog !== undefined && facts.changelog !== '' && !facts.changelog.includes('\n');
}

export interface HostJudgement {
  readonly check: HostCheck;
  readonly version: Carries;
  /** The conditions that are false. */
  readonly failed: readonly Judged[];
  /** Why a fix that is in may not hold, or null. */
  readonly inadequate: string | null;
}

/**
 * The work of `checkHost`, with its parts. `shown` is true where a log has the signature of the bug: what that alone proves
 * (hardened usercopy is on) is then no longer asked of the facts.
 */
export function judgeHost(
  bug: Bug,
  ground: Ground,
  options: CheckOptions = {},
  shown = false,
): HostJudgement {
  const { facts, identity } = ground;
  const asked = bug.conditions.filter(condition => !(shown && condition.shown === true));
  const conditions = asked.map(condition => ({
    why: condition.why,
    judged: judgeCondition(condition, ground),
  }));
  const text = options.changelogText ?? (changelogIsPath(facts) ? undefined : facts.changelog);
  const version = judgeVersion(bug, facts, identity, text);
  const all = allOf([...conditions.map(one => one.judged), version]);
  const failed = conditions.filter(one => one.judged.truth === 'false');
  const inadequate =
    version.truth === 'false' && failed.length === 0 ? inadequacyOf(bug, identity, version) : null;
  const check: HostCheck = {
    id: bug.id,
    title: bug.title,
    status: statusOf(all.truth),
    why: why(all.truth, conditions, version),
    evidence: evidence(all.truth, conditions, version),
    degraded: degraded(all.truth, conditions, version, facts, inadequate, options),
  };
  return { check, version, failed: failed.map(one => one.judged), inadequate };
}

interface Asked {
  readonly why: string;
  readonly judged: Judged;
}

/** Only a fix that was carried over can be inadequate; a kernel that never had the bug has none. */
function inadequacyOf(bug: Bug, identity: HostIdentity, version: Carries): string | null {
  const carriedOver =
    version.against.length > 0 || version.evidence.some(one => one.says.startsWith('the changelog names'));
  return carriedOver ? inadequacy(bug, identity) : null;
}

function statusOf(truth: Truth): HostCheck['status'] {
  if (truth === 'true') return 'affected';
  return truth === 'false' ? 'not-affected' : 'unknown';
}

function why(truth: Truth, conditions: readonly Asked[], version: Carries): string[] {
  const sentences = (judged: Judged) => judged.evidence.map(one => one.says);
  if (truth === 'false') {
    const lines = conditions
      .filter(one => one.judged.truth === 'false')
      .flatMap(one => sentences(one.judged).map(says => `${says}: ${one.why}`));
    return version.truth === 'false' ? [...lines, ...sentences(version)] : lines;
  }
  const open = [...conditions.map(one => one.judged), version]
    .filter(one => one.truth === 'unknown')
    .flatMap(one => one.missing.map(what => `not known: ${what}`));
  const known = [...conditions.map(one => one.judged), version]
    .filter(one => one.truth === 'true')
    .flatMap(sentences);
  return [...open, ...(version.truth === 'unknown' ? sentences(version) : []), ...known];
}

/** With `not-affected` only what decided it; else everything that was seen. */
function evidence(truth: Truth, conditions: readonly Asked[], version: Carries): Evidence[] {
  const parts = [...conditions.map(one => one.judged), version];
  return parts.filter(part => truth !== 'false' || part.truth === 'false').flatMap(part => part.evidence);
}

function degraded(
  truth: Truth,
  conditions: readonly Asked[],
  version: Carries,
  facts: Facts,
  inadequate: string | null,
  options: CheckOptions,
): string[] {
  const parts = [...conditions.map(one => one.judged), version];
  const lines = inadequate === null ? [] : [inadequate];
  if (truth === 'false') {
    const certain = parts.some(part => part.truth === 'false' && (part.caveats ?? []).length === 0);
    if (!certain)
      lines.push(...parts.filter(part => part.truth === 'false').flatMap(part => part.caveats ?? []));
    return unique(lines);
  }
  lines.push(
    ...parts.flatMap(part => [...part.missing.map(what => `would decide: ${what}`), ...(part.caveats ?? [])]),
  );
  if (truth === 'unknown') lines.push(...unread(facts, parts));
  if (version.truth !== 'false' && options.changelogText === undefined && changelogIsPath(facts))
    lines.push(`the changelog ${facts.changelog} was not read`);
  return unique(lines);
}

/** Facts the host could not give, where the judgement asked for them: `config: permission denied`. */
function unread(facts: Facts, parts: readonly Judged[]): string[] {
  const asked = parts
    .flatMap(part => part.missing)
    .join(' ')
    .toLowerCase();
  return (facts.missing ?? [])
    .filter(({ fact }) => asked.includes(words(fact)))
    .map(({ fact, why: reason }) => `${fact} could not be read: ${reason}`);
}

/** The word by which `missing` sentences name a fact. */
function words(fact: string): string {
  const name = fact.split('.')[0] ?? fact;
  const known: Readonly<Record<string, string>> = {
    config: 'configuration',
    cmdline: 'command line',
    modules: 'loaded',
    procVersion: '/proc/version',
    versionSignature: 'upstream version',
    packages: 'package',
    uname: 'uname',
    cpu: 'cpu',
  };
  return known[name] ?? name.toLowerCase();
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)];
}
