export { gatherFacts, readChangelog } from './gather.js';
export { identify } from './identify.js';
export { parseFacts } from './parse-facts.js';
export { machineRecords } from './records.js';
export * from './types.js';
