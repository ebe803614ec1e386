import type { Reader } from '../reader.js';
import { btrfs } from './btrfs.js';
import { dm } from './dm.js';
import { ext4 } from './ext4.js';
import { f2fs } from './f2fs.js';
import { fat } from './fat.js';
import { md } from './md.js';
import { networkFs } from './network.js';
import { readOnlyFs } from './read-only.js';
import { xfs } from './xfs.js';

/** File systems and volumes that found their data damaged, could not reach it, or shut themselves down. */
export const storageReaders: readonly Reader[] = [ext4, xfs, btrfs, f2fs, fat, md, dm, networkFs, readOnlyFs];
