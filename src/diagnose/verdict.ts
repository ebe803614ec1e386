import type { Evidence } from '../base/index.js';
import { RULES } from './rules/index.js';
import type { Case, Lean, Verdict, VerdictCause } from './types.js';

/** Below this a lean is not an answer: the verdict stays unknown and the lean is told among the reasons. */
const ENOUGH = 0.5;

/**
 * Weighs what the rules say. The deepest explanation that is sure enough wins, because a broken machine explains a broken kernel and a
 * broken kernel a broken program, and never the other way round; between two of one depth the surer wins, and a tie is unknown.
 */
export function decide(about: Case): Omit<Verdict, 'next'> {
  const leans = RULES.flatMap(rule => rule.judge(about));
  if (leans.length === 0) {
    return {
      cause: 'unknown',
      confidence: 0,
      says:
        about.reading.reports.length === 0 ? 'No crash was found.' : 'Nothing here says what the cause was.',
      for: [],
      against: [],
    };
  }
  const winner = choose(leans);
  if (winner === null) {
    const [weightiest, ...others] = leans.toSorted(
      (a, b) => b.depth - a.depth || b.confidence - a.confidence,
    );
    return {
      cause: 'unknown',
      confidence: 0,
      says: sentence('unknown', weightiest!),
      for: evidenceOf([weightiest!]),
      against: evidenceOf(others),
    };
  }
  const agree = leans.filter(lean => lean.cause === winner.cause && lean.depth > 0);
  const rest = leans.filter(lean => lean.cause !== winner.cause || lean.depth === 0);
  return {
    cause: winner.cause,
    confidence: winner.confidence,
    says: sentence(winner.cause, winner),
    for: evidenceOf([winner, ...agree.filter(lean => lean !== winner)]),
    against: evidenceOf(rest),
  };
}

function choose(leans: readonly Lean[]): Lean | null {
  for (const depth of [3, 2, 1] as const) {
    const here = leans.filter(lean => lean.depth === depth);
    const sure = here.filter(lean => lean.cause !== 'unknown' && lean.confidence >= ENOUGH);
    const best = sure.toSorted((a, b) => b.confidence - a.confidence)[0];
    if (best === undefined) {
      // An explanation this deep that stays open forbids to blame what lies above it.
      if (here.some(lean => lean.cause === 'unknown' && lean.confidence >= ENOUGH)) return null;
      continue;
    }
    const rival = sure.find(lean => lean.cause !== best.cause && lean.confidence === best.confidence);
    return rival === undefined ? best : null;
  }
  return null;
}

const NAMES: Readonly<Record<Exclude<VerdictCause, 'unknown'>, string>> = {
  hardware: 'The hardware',
  kernel: 'The kernel',
  compiler: 'The compiler that built the kernel',
  runtime: 'The language runtime',
  program: 'The program itself',
};

function sentence(cause: VerdictCause, lean: Lean): string {
  return cause === 'unknown' ? lean.evidence.says : `${NAMES[cause]}: ${lean.evidence.says}`;
}

function evidenceOf(leans: readonly Lean[]): Evidence[] {
  const seen = new Set<string>();
  return leans
    .map(lean => lean.evidence)
    .filter(({ says, line }) => {
      const key = `${line ?? ''} ${says}`;
      return !seen.has(key) && seen.add(key);
    });
}
