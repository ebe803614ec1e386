export * from './errors.js';
export * from './evidence.js';
export * from './signals.js';
export * from './taint.js';
export * from './version.js';
