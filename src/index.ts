/** The library: what the command does, without the command. */
export { type Evidence, KulpritError } from './base/index.js';
export {
  type Bug,
  type BugFinding,
  checkAll,
  checkHost,
  findBug,
  loadBugs,
  matchBugs,
} from './bugs/index.js';
export { type Diagnosis, diagnose, type Verdict } from './diagnose/index.js';
export { type Facts, gatherFacts, identify } from './host/index.js';
export { LogReader, type Reading, type Report, readLog } from './report/index.js';
