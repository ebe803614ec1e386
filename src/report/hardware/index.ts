import type { Reader } from '../reader.js';

export const hardwareReaders: readonly Reader[] = [];
