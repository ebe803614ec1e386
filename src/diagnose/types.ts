import type { Evidence } from '../base/index.js';
import type { BugFinding, Cause } from '../bugs/index.js';
import type { Facts } from '../host/index.js';
import type { Observation, Problem, Reading, Report } from '../report/index.js';

export type VerdictCause = Cause | 'unknown';

/** What a rule makes of one report, or of several together. */
export interface Lean {
  readonly cause: VerdictCause;
  /** 0 to 1: how often an expert who saw only this would be right with that cause. */
  readonly confidence: number;
  /** Indices of the reports it speaks of. */
  readonly reports: readonly number[];
  readonly evidence: Evidence;
  /**
   * How far down the machine it reaches: a broken machine (3) explains a broken kernel (2), which explains a broken program (1);
   * 0 is a remark that decides nothing.
   */
  readonly depth: 0 | 1 | 2 | 3;
}

/** Something several reports show together that none shows alone. */
export interface Pattern {
  readonly name: string;
  readonly says: string;
  readonly reports: readonly number[];
  readonly sites?: readonly string[];
  readonly repeats?: boolean;
}

/** One thing to do, what it costs and what stays unsolved. */
export interface Advice {
  readonly says: string;
  readonly command?: string;
  readonly cost?: string;
  readonly leaves?: string;
  /** True where it removes the cause. */
  readonly fixes: boolean;
  /** The record it comes from. */
  readonly bug?: string;
}

export interface NextCommand {
  readonly command: string;
  readonly why: string;
}

export interface Verdict {
  readonly cause: VerdictCause;
  readonly confidence: number;
  readonly says: string;
  /** What carries the answer; for `unknown`, what keeps it open. */
  readonly for: readonly Evidence[];
  readonly against: readonly Evidence[];
  readonly next: readonly NextCommand[];
}

/** Whose facts were used, and why. */
export interface CrashedHost {
  readonly from: 'log' | 'this-machine' | 'facts-file' | 'nobody';
  readonly says: string;
  readonly facts: Facts | null;
  readonly evidence: readonly Evidence[];
}

/** The whole answer for one input: contract `kulprit/diagnosis@1`. */
export interface Diagnosis {
  readonly schema: 'kulprit/diagnosis@1';
  readonly source: string;
  readonly reports: readonly Report[];
  readonly bugs: readonly BugFinding[];
  readonly verdict: Verdict;
  readonly patterns: readonly Pattern[];
  readonly advice: readonly Advice[];
  readonly host: CrashedHost;
  readonly observations: readonly Observation[];
  readonly problems: readonly Problem[];
  readonly input: { readonly lines: number; readonly bytes: number; readonly arrivals: readonly string[] };
}

/** What a rule looks at. */
export interface Case {
  readonly reading: Reading;
  readonly findings: readonly BugFinding[];
  readonly patterns: readonly Pattern[];
}

/** A rule of judgement: pure, and silent where it has nothing to say. */
export interface Rule {
  readonly name: string;
  judge(about: Case): readonly Lean[];
}
