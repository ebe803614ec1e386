import { clues } from './clues/index.js';
import { goReaders } from './go/index.js';
import { hardwareReaders } from './hardware/index.js';
import { kernelReaders } from './kernel/index.js';
import { memoryReaders } from './memory/index.js';
import { programReaders } from './program/index.js';
import type { ClueReader, Reader } from './reader.js';
import { storageReaders } from './storage/index.js';

/** Every reader of evidence. A new kind is a file in one of these folders and a line in that folder's list. */
export const READERS: readonly Reader[] = [
  ...kernelReaders,
  ...hardwareReaders,
  ...memoryReaders,
  ...storageReaders,
  ...goReaders,
  ...programReaders,
];

/** Every reader of single telling lines. */
export const CLUES: readonly ClueReader[] = clues;
