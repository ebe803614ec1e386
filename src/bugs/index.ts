export { checkAll, checkHost } from './check.js';
export { findBug, loadBugs } from './load.js';
export { type MatchInput, matchBugs } from './match.js';
export * from './types.js';
