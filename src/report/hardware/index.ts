import type { Reader } from '../reader.js';
import { aer } from './aer.js';
import { ata } from './ata.js';
import { block } from './block.js';
import { edac } from './edac.js';
import { ghes } from './ghes.js';
import { gpu } from './gpu.js';
import { mce } from './mce.js';
import { mceAmd } from './mce-amd.js';
import { mcelog } from './mcelog.js';
import { memoryFailure } from './memory-failure.js';
import { memoryTest } from './memory-test.js';
import { nmi } from './nmi.js';
import { nvme } from './nvme.js';
import { rasdaemon } from './rasdaemon.js';
import { scsi } from './scsi.js';
import { thermal } from './thermal.js';
import { xid } from './xid.js';

export { foldKey, merged } from './fold.js';

/** What the hardware says, directly, through the kernel's drivers, or through the tools that test and watch it. */
export const hardwareReaders: readonly Reader[] = [
  mce,
  mceAmd,
  mcelog,
  rasdaemon,
  ghes,
  edac,
  aer,
  memoryFailure,
  memoryTest,
  nmi,
  thermal,
  nvme,
  ata,
  scsi,
  block,
  xid,
  gpu,
];
