export { gatherFacts, readChangelog } from './gather.js';
export { distributionIds, identify } from './identify.js';
export { parseFacts } from './parse-facts.js';
export type { Outcome } from './read.js';
export { machineRecords } from './records.js';
export * from './types.js';
