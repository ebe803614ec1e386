import type { Reader } from '../reader.js';

export const storageReaders: readonly Reader[] = [];
