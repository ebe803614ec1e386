import type { Reader } from '../reader.js';

export const programReaders: readonly Reader[] = [];
