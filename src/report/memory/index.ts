import type { Reader } from '../reader.js';
import { allocation } from './allocation.js';
import { oom } from './oom.js';
import { slub } from './slub.js';
import { userspaceOom } from './userspace-oom.js';

/** Memory that ran out, could not be had, or was found overwritten. */
export const memoryReaders: readonly Reader[] = [oom, userspaceOom, allocation, slub];
