import type { Reader } from '../reader.js';

export const memoryReaders: readonly Reader[] = [];
