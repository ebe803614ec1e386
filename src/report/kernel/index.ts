import type { Reader } from '../reader.js';

export const kernelReaders: readonly Reader[] = [];
