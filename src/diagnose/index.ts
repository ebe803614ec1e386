export { crashedHost, factsFromReading, type Known } from './crashed-host.js';
export { type DiagnoseInput, diagnose } from './diagnose.js';
export * from './types.js';
