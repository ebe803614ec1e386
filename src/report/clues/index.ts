import type { ClueReader } from '../reader.js';
import { linuxVersion } from './linux-version.js';

/** Every reader of single telling lines: one file each. */
export const clues: readonly ClueReader[] = [linuxVersion];
