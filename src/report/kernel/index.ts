import type { Reader } from '../reader.js';
import { kernelReader } from './read.js';

export const kernelReaders: readonly Reader[] = [kernelReader];
