import type { Facts } from '../host/index.js';
import type { Reading } from '../report/index.js';
import type { Bug, BugFinding } from './types.js';

/**
 * What is known about a crash besides its log. `host` are the facts of the machine that crashed (made of the log, or this
 * machine's); `hostIsCrashed` is false where they are of another machine, and then they are not used.
 */
export interface MatchInput {
  readonly reading: Reading;
  readonly host: Facts | null;
  readonly hostIsCrashed: boolean;
  readonly changelogText?: string;
}

/** Holds every known bug against a reading. Pure; never throws. */
export function matchBugs(bugs: readonly Bug[], _input: MatchInput): readonly BugFinding[] {
  return bugs.map(bug => ({
    id: bug.id,
    title: bug.title,
    cause: bug.cause,
    status: 'unknown',
    confidence: 0,
    reports: [],
    evidence: [],
    against: [],
    missing: [],
    fixedIn: [],
    mitigations: bug.mitigations,
  }));
}
