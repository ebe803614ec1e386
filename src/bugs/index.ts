import type { RecordFault } from './types.js';

export { changelogIsPath, checkAll, checkHost } from './check.js';
export { type BugExplanation, explainBug } from './explain.js';
export { findBug, loadBugs } from './load.js';
export { type MatchInput, matchBugs } from './match.js';
export * from './types.js';

/** The faults of a user's own record, with their places; none where it is sound. yaml and zod are loaded on the first call. */
export async function validateRecord(text: string, name: string): Promise<readonly RecordFault[]> {
  return (await import('./validate.js')).validateRecord(text, name);
}
