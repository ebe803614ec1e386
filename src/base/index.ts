export * from './errors.js';
export * from './evidence.js';
export * from './version.js';
