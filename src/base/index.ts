export * from './errors.js';
export * from './evidence.js';
