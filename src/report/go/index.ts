import type { Reader } from '../reader.js';

export const goReaders: readonly Reader[] = [];
