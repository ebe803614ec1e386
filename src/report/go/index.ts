import type { Reader } from '../reader.js';
import { goCrash } from './crash.js';
import { goRace } from './race.js';

export { crashSite, type GoMemoryCorruption, goMemoryCorruption } from './corruption.js';

/** What Go programs and their runtime print: crashes with the runtime's notes on the kernel, and races. */
export const goReaders: readonly Reader[] = [goCrash, goRace];
