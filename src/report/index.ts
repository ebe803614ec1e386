export { type GoMemoryCorruption, goMemoryCorruption } from './go/index.js';
export type { Channel, Hit, Line } from './line.js';
export { LogReader, type LogReaderOptions, readLog } from './log.js';
export type { ClueReader, Reader } from './reader.js';
export * from './types.js';
