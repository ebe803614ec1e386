import {
  compareDebVersions,
  compareKernelVersions,
  compareRpmVersions,
  kernelSeries,
  parseKernelVersion,
} from '../base/index.js';
import { distributionIds, type Facts, type HostIdentity } from '../host/index.js';
import { type ChangelogVerdict, searchChangelog } from './changelog.js';
import { type Judged, no, unknown, yes } from './judged.js';
import { firstLike } from './pattern.js';
import type { Bug, DistributionFix, Range } from './types.js';

/** Whether the kernel of a host carries a bug, by its version alone; and which of the record's fixed versions it was held against. */
export interface Carries extends Judged {
  readonly against: readonly DistributionFix[];
}

/**
 * Judges a kernel by its version, surest first: the distribution's changelog where it names the fix or its revert; the
 * distribution's own fixed version; the upstream base. A name of an ABI is never an upstream version.
 */
export function judgeVersion(
  bug: Bug,
  facts: Facts,
  identity: HostIdentity,
  changelogText: string | undefined,
): Carries {
  const log = readLog(bug, identity, changelogText);
  const named = log === null ? null : namedInChangelog(bug, identity, log, facts);
  if (named !== null) return { ...named, against: [] };
  const entries = applicable(bug, identity);
  const byPackage = judgePackage(entries, identity);
  if (byPackage !== null) return byPackage;
  if (bug.ranges.length === 0) {
    if (bug.distributions.length > 0) return { ...unknown('the version of the kernel package'), against: [] };
    return { truth: 'true', evidence: [], missing: [], against: [] };
  }
  return { ...judgeUpstream(bug, identity, log, changelogSource(facts)), against: [] };
}

function readLog(bug: Bug, identity: HostIdentity, text: string | undefined): ChangelogVerdict | null {
  const running = identity.packageVersion.value;
  if (text === undefined || running === null) return null;
  const ids = [...bug.cve, ...bug.backport.commits];
  return searchChangelog(text, running, { subjects: bug.backport.subjects, ids });
}

function namedInChangelog(
  bug: Bug,
  identity: HostIdentity,
  log: ChangelogVerdict,
  facts: Facts,
): Judged | null {
  if (log.status === 'absent' || log.line === null) return null;
  const where = `${log.entry}: ${log.item}`;
  if (log.status === 'fixed')
    return no(`the changelog names the fix, in ${where}`, changelogSource(facts), log.line);
  // A revert in an entry before the upstream base had the fix is overtaken by that base.
  const base = identity.upstream.value ?? identity.upstream.floor;
  const overtaken =
    base !== null &&
    inRanges(bug.ranges, base).where === 'out' &&
    inRanges(bug.ranges, log.entry ?? '').where === 'in';
  return overtaken
    ? null
    : yes(`the changelog takes the fix out again, in ${where}`, changelogSource(facts), log.line);
}

function changelogSource(facts: Facts): string {
  const given = facts.changelog;
  if (given !== undefined && !given.includes('\n') && given.length < 500) return given;
  return facts.sources?.['changelog'] ?? 'changelog';
}

/** The entries of the record that speak of this host's kernel package. */
function applicable(bug: Bug, identity: HostIdentity): DistributionFix[] {
  const of = identity.distribution.value;
  const version = identity.packageVersion.value;
  const release = identity.release.value;
  if (of === null || version === null) return [];
  const ids = distributionIds(of);
  const nearest = (entry: DistributionFix) => (entry.ids.includes(of.id) ? entry.ids.indexOf(of.id) : 99);
  const entries = bug.distributions.filter(entry => {
    if (!entry.ids.some(id => ids.includes(id))) return false;
    if (entry.series !== undefined && !version.startsWith(entry.series)) return false;
    if (entry.kernels !== undefined && (release === null || firstLike(entry.kernels, release) === undefined))
      return false;
    const wanted = entry.releases;
    return wanted === undefined || of.version === null || wanted.some(one => isRelease(of.version!, one));
  });
  return entries.toSorted((a, b) => nearest(a) - nearest(b));
}

function isRelease(version: string, wanted: string): boolean {
  return version === wanted || version.startsWith(`${wanted}.`);
}

/** Several entries can apply where a fact is missing: then they must agree. */
function judgePackage(entries: readonly DistributionFix[], identity: HostIdentity): Carries | null {
  const version = identity.packageVersion.value;
  if (version === null || entries.length === 0) return null;
  const answers = entries.map(entry => ({ entry, truth: comparePackage(entry, version) }));
  const [first] = answers;
  if (first === undefined) return null;
  const { entry, truth } = first;
  const source = identity.packageVersion.source;
  const missing = ['which release of the distribution this is (/etc/os-release)'];
  if (answers.some(answer => answer.truth !== truth)) return { ...unknown(...missing), against: [] };
  const named = entries
    .filter(one => one.fixed === entry.fixed)
    .map(one => one.name)
    .join(' and ');
  const fixed =
    entry.fixed === null ? `${named} never fixed it in this series` : `${named} fixed it in ${entry.fixed}`;
  const advisory = entry.advisory === undefined ? '' : ` (${entry.advisory})`;
  const says = `the kernel package is ${version}; ${fixed}${advisory}`;
  if (truth === 'unknown')
    return {
      truth,
      evidence: [{ says, source }],
      missing: [`whether ${entry.name} ${version} has the fix: its changelog`],
      against: entries,
    };
  if (truth === 'false' && entry.from !== undefined && compareBy(entry, version, entry.from) < 0)
    return {
      ...no(`the kernel package is ${version}; the bug came with ${entry.from}`, source),
      against: entries,
    };
  return { ...(truth === 'true' ? yes(says, source) : no(says, source)), against: entries };
}

/** True: the package version has the bug. */
function comparePackage(entry: DistributionFix, version: string): 'true' | 'false' | 'unknown' {
  if (entry.from !== undefined && compareBy(entry, version, entry.from) < 0) return 'false';
  if (entry.fixed !== null && compareBy(entry, version, entry.fixed) >= 0) return 'false';
  if (entry.doubtFrom !== undefined && compareBy(entry, version, entry.doubtFrom) >= 0) return 'unknown';
  return 'true';
}

function compareBy(entry: DistributionFix, a: string, b: string): number {
  return entry.compare === 'deb' ? compareDebVersions(a, b) : compareRpmVersions(a, b);
}

/** Rolling distributions that ship upstream's stable releases under their numbers and seldom carry a fix ahead of them. */
const FOLLOW_STABLE = ['alpine', 'arch', 'gentoo', 'manjaro', 'nixos', 'void'];

function judgeUpstream(
  bug: Bug,
  identity: HostIdentity,
  log: ChangelogVerdict | null,
  logSource: string,
): Judged {
  const { value, floor, series, patches, source } = identity.upstream;
  const base = value ?? floor;
  if (base !== null && pastEveryRange(bug.ranges, base))
    return no(`the kernel holds Linux ${base}, and ${fixedWords(bug, base)}`, source);
  if (value === null) {
    const steady = patches === 'none' || patches === 'some';
    if (series !== null && steady && beforeEveryRange(bug.ranges, series))
      return no(
        `the kernel is of the ${series} series, and the bug came with ${firstOf(bug.ranges)}`,
        source,
      );
    return unknown(upstreamMissing(identity));
  }
  const { where, doubt } = inRanges(bug.ranges, value);
  const relation = where === 'out' ? 'outside' : 'inside';
  const says = `the kernel is Linux ${value}, ${relation} the affected ${rangeWords(bug.ranges)}`;
  const own = 'whether patches of its own changed that, its version does not say';
  if (where === 'out')
    return patches === 'unknown' ? { ...no(says, source), caveats: [own] } : no(says, source);
  if (where === 'doubt') return { truth: 'unknown', evidence: [{ says, source }], missing: [doubt] };
  if (patches === 'none') return yes(says, source);
  if (log?.covers === true) {
    const silent = `the changelog up to ${identity.packageVersion.value} does not name the fix`;
    const caveats = [
      'a changelog that does not name a fix does not prove that it is missing: run the reproducer to be sure',
    ];
    return {
      truth: 'true',
      evidence: [
        { says, source },
        { says: silent, source: logSource },
      ],
      missing: [],
      caveats,
    };
  }
  const selfBuilt = patches === 'unknown' && identity.packageVersion.value === null;
  if (selfBuilt || FOLLOW_STABLE.includes(identity.distribution.value?.id ?? ''))
    return { ...yes(says, source), caveats: [own] };
  const missing = [
    'the changelog of the kernel package: a distribution may have taken the fix without the version',
  ];
  return { truth: 'unknown', evidence: [{ says, source }], missing };
}

function upstreamMissing(identity: HostIdentity): string {
  const release = identity.release.value;
  const named = release === null ? 'the kernel version' : `the upstream version behind ${release}`;
  return `${named} (${identity.upstream.why})`;
}

interface Place {
  readonly where: 'in' | 'out' | 'doubt';
  /** Why nothing certain can be said there. */
  readonly doubt: string;
}

function inRanges(ranges: readonly Range[], version: string): Place {
  const parsed = parseKernelVersion(version);
  if (parsed === null) return { where: 'doubt', doubt: `which Linux ${version} is` };
  const hit = ranges.find(
    range =>
      compareKernelVersions(parsed, range.from) >= 0 &&
      (range.before === null || compareKernelVersions(parsed, range.before) < 0),
  );
  if (hit === undefined) return { where: 'out', doubt: '' };
  return hit.doubt === undefined ? { where: 'in', doubt: '' } : { where: 'doubt', doubt: hit.doubt };
}

function pastEveryRange(ranges: readonly Range[], version: string): boolean {
  const parsed = parseKernelVersion(version);
  if (parsed === null) return false;
  return ranges.every(range => range.before !== null && compareKernelVersions(parsed, range.before) >= 0);
}

function beforeEveryRange(ranges: readonly Range[], series: string): boolean {
  const parsed = parseKernelVersion(series);
  if (parsed === null) return false;
  return ranges.every(range => {
    const from = parseKernelVersion(range.from);
    if (from === null) return false;
    const start = parseKernelVersion(kernelSeries(from));
    return start !== null && compareKernelVersions(parsed, start) < 0;
  });
}

function firstOf(ranges: readonly Range[]): string {
  const sorted = ranges.map(range => range.from).toSorted((a, b) => compareKernelVersions(a, b));
  return sorted[0] ?? 'a later kernel';
}

/** The ranges in words. Which release is the last of one, no record says: so `up to but not including`. */
export function rangeWords(ranges: readonly Range[]): string {
  const words = ranges.map(({ from, before }) =>
    before === null ? `${from} and later` : `${from} up to but not including ${before}`,
  );
  return words.length > 4 ? `${words.slice(0, 4).join(', ')} …` : words.join(', ');
}

/** Which release brought the fix to this version: that of its own series, else the mainline one. */
function fixedWords(bug: Bug, base: string): string {
  const parsed = parseKernelVersion(base);
  const own = bug.ranges.find(({ before }) => {
    const end = before === null ? null : parseKernelVersion(before);
    return end !== null && parsed !== null && kernelSeries(end) === kernelSeries(parsed);
  });
  const release = own?.before ?? bug.fixed.find(commit => commit.project === 'linux')?.in;
  return release === undefined ? 'every range of the record ends before it' : `the fix came with ${release}`;
}

/** What an answer "fixed" does not cover: a backport to a kernel too old for it. */
export function inadequacy(bug: Bug, identity: HostIdentity): string | null {
  const base = identity.upstream.value ?? identity.upstream.floor ?? identity.upstream.series;
  const parsed = base === null ? null : parseKernelVersion(base);
  const released =
    parsed ?? parseKernelVersion(identity.packageVersion.value ?? identity.release.value ?? '');
  if (released === null) return null;
  const hit = bug.backport.inadequate.find(one => compareKernelVersions(released, one.before) < 0);
  return hit === undefined ? null : `${hit.why} ${hit.check}`;
}
