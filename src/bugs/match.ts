import type { Evidence } from '../base/index.js';
import { type Facts, identify } from '../host/index.js';
import type { Reading, Report } from '../report/index.js';
import { type HostJudgement, judgeHost } from './check.js';
import type { Ground } from './conditions.js';
import { affects } from './explain.js';
import { fixedIn } from './fixed-in.js';
import { allOf, type Judged } from './judged.js';
import { indexLog, logFacts } from './log-index.js';
import { judgeSign, type Scene } from './signs.js';
import type { Bug, BugFinding } from './types.js';

/**
 * What is known about a crash besides its log. `host` are the facts of the machine that crashed (made of the log, or this
 * machine's); `hostIsCrashed` is false where they are of another machine, and then they are not used.
 */
export interface MatchInput {
  readonly reading: Reading;
  readonly host: Facts | null;
  readonly hostIsCrashed: boolean;
  readonly changelogText?: string | undefined;
}

const ORDER: readonly BugFinding['status'][] = ['unknown', 'excluded', 'possible', 'match'];
/** What a kernel that has the fix can still be worth, when the fix may be inadequate there. */
const INADEQUATE = 0.2;

/** Holds every known bug against a reading. Pure; never throws. Likeliest first. */
export function matchBugs(bugs: readonly Bug[], input: MatchInput): readonly BugFinding[] {
  const index = indexLog(input.reading);
  const grounds = new Map<Report, Ground>();
  const ground = (report: Report): Ground => {
    const known = grounds.get(report);
    if (known !== undefined) return known;
    const facts = factsOf(report, input);
    const made = { facts, identity: identify(facts), log: logFacts(index, report) };
    grounds.set(report, made);
    return made;
  };
  const sceneOf: SceneOf = (bug, report) => {
    let judged: HostJudgement | null = null;
    const host = () => {
      judged ??= judgeHost(bug, ground(report), { changelogText: input.changelogText }, true);
      return judged;
    };
    return { index, report, host, ground: () => ground(report) };
  };
  const findings = bugs.map(bug => forItsStatus(matchBug(bug, input.reading, sceneOf)));
  return rivals(findings).toSorted(
    (a, b) => ORDER.indexOf(b.status) - ORDER.indexOf(a.status) || b.confidence - a.confidence,
  );
}

type SceneOf = (bug: Bug, report: Report) => Scene;

function matchBug(bug: Bug, reading: Reading, sceneOf: SceneOf): BugFinding {
  const found: BugFinding[] = [];
  reading.reports.forEach((report, index) => {
    const scene = sceneOf(bug, report);
    const required = allOf(bug.signature.requires.map(sign => judgeSign(sign, scene)));
    if (required.truth === 'true') found.push(weigh(bug, scene, index));
  });
  const best = found.reduce<BugFinding | null>((a, b) => (a === null || better(b, a) ? b : a), null);
  if (best === null) return silent(bug, reading, sceneOf);
  return { ...best, reports: found.filter(one => one.status === best.status).flatMap(one => one.reports) };
}

function better(a: BugFinding, b: BugFinding): boolean {
  const rank = ORDER.indexOf(a.status) - ORDER.indexOf(b.status);
  return rank > 0 || (rank === 0 && a.confidence > b.confidence);
}

/** The facts of the machine a report is of: those given, unless the report names another kernel than they do. */
function factsOf(report: Report, input: MatchInput): Facts {
  const kernel = report.kernel;
  const given = input.hostIsCrashed ? input.host : null;
  const release = kernel?.release ?? null;
  const same = release === null || given?.uname?.release === undefined || given.uname.release === release;
  const machine = report.kind === 'kernel-bug' ? report.details.architecture : null;
  const uname = {
    ...(machine === null ? {} : { machine }),
    ...(release === null ? {} : { release }),
    ...(kernel?.version == null ? {} : { version: kernel.version }),
  };
  const own: Facts = {
    schema: 'kulprit/facts@1',
    uname,
    ...(kernel?.procVersion == null ? {} : { procVersion: kernel.procVersion }),
  };
  if (given === null || !same) return own;
  return { ...own, ...given, uname: { ...uname, ...given.uname } };
}

function weigh(bug: Bug, scene: Scene, index: number): BugFinding {
  const { signature } = bug;
  const required = signature.requires.map(sign => judgeSign(sign, scene));
  const points = signature.points.map(sign => ({ sign, judged: judgeSign(sign, scene) }));
  const excluded = signature.excludes.map(sign => judgeSign(sign, scene)).filter(one => one.truth === 'true');
  const total = points.reduce(
    (sum, { sign, judged }) => sum + (judged.truth === 'true' ? sign.weight : 0),
    0,
  );
  const evidence = [
    ...required,
    ...points.map(one => one.judged).filter(one => one.truth === 'true'),
  ].flatMap(one => one.evidence);
  const host = scene.host();
  const against = [...excluded, ...counter(host)].flatMap(one => one.evidence);
  const missing = [...points.flatMap(one => one.judged.missing), ...host.check.degraded];
  const { status, confidence, note } = decide(host, excluded.length > 0, total, signature.matchAt);
  return {
    id: bug.id,
    title: bug.title,
    cause: bug.cause,
    status,
    confidence,
    reports: [index],
    evidence: placed(evidence, scene.index.source),
    against: placed(
      note === null ? against : [...against, { says: note, source: `record ${bug.id}` }],
      scene.index.source,
    ),
    missing: [
      ...new Set(status === 'excluded' ? [] : missing.map(one => one.replace(/^would decide: /, ''))),
    ],
    affects: affects(bug),
    fixedIn: fixedIn(bug, host, scene.ground().identity),
    mitigations: status === 'match' || status === 'possible' ? bug.mitigations : [],
  };
}

/** A finding is made as for and against the bug; it is told as for and against its status, so that `evidence` always says why. */
function forItsStatus(finding: BugFinding): BugFinding {
  return finding.status === 'excluded'
    ? { ...finding, evidence: finding.against, against: finding.evidence }
    : finding;
}

/** What the machine says against the bug. */
function counter(host: HostJudgement): Judged[] {
  return host.version.truth === 'false' ? [...host.failed, host.version] : [...host.failed];
}

interface Decision {
  readonly status: BugFinding['status'];
  readonly confidence: number;
  readonly note: string | null;
}

function decide(host: HostJudgement, excluded: boolean, total: number, matchAt: number): Decision {
  if (excluded || host.failed.length > 0) return { status: 'excluded', confidence: 0, note: null };
  if (host.version.truth === 'false') {
    if (host.inadequate === null || total === 0) return { status: 'excluded', confidence: 0, note: null };
    return { status: 'possible', confidence: INADEQUATE, note: host.inadequate };
  }
  if (total === 0) return { status: 'unknown', confidence: 0, note: null };
  if (total >= matchAt) return { status: 'match', confidence: Math.min(0.95, round(total)), note: null };
  return { status: 'possible', confidence: Math.min(0.6, round(total * 0.75)), note: null };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** No report of the log has the signature: nothing speaks for the bug. What the machine says against it is still worth telling. */
function silent(bug: Bug, reading: Reading, sceneOf: SceneOf): BugFinding {
  const base = { id: bug.id, title: bug.title, cause: bug.cause, confidence: 0, reports: [], evidence: [] };
  const rest = { missing: [], affects: affects(bug), fixedIn: [], mitigations: [] };
  const [first] = reading.reports;
  const host = first === undefined ? null : sceneOf(bug, first).host();
  const against =
    host === null || host.check.status !== 'not-affected' ? [] : counter(host).flatMap(one => one.evidence);
  return {
    ...base,
    ...rest,
    status: against.length > 0 ? 'excluded' : 'unknown',
    against: placed(against, reading.source),
  };
}

/** Two bugs that explain the same report equally well: neither is more than possible. */
function rivals(findings: readonly BugFinding[]): BugFinding[] {
  const matches = findings.filter(one => one.status === 'match');
  return findings.map(one => {
    if (one.status !== 'match') return one;
    const others = matches.filter(
      other => other.id !== one.id && other.reports.some(index => one.reports.includes(index)),
    );
    if (others.length === 0) return one;
    const says = `${others.map(other => other.id).join(', ')} explains the same report as well`;
    const against = [...one.against, { says, source: `record ${others[0]!.id}` }];
    return { ...one, status: 'possible', confidence: Math.min(0.6, one.confidence), against };
  });
}

/** Without doubles; and facts made of the log, whose source is `NAME:LINE`, with their line apart. */
function placed(list: readonly Evidence[], source: string): Evidence[] {
  const seen = new Set<string>();
  return list
    .map(one => {
      const line = one.source.startsWith(`${source}:`) ? one.source.slice(source.length + 1) : '';
      return /^\d{1,10}$/.test(line) ? { says: one.says, source, line: Number(line) } : one;
    })
    .filter(one => {
      const key = `${one.source}\0${one.line ?? ''}\0${one.says}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}
