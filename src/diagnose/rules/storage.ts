import type { Rule } from '../types.js';
import { leanOn, reportsOf } from './lean.js';

/** Damaged file systems: the disk's doing when the disk complained first, an open question otherwise. */
export const storageRule: Rule = {
  name: 'storage',
  judge({ reading }) {
    return reportsOf(reading, 'storage-error').map(({ report, index }) => {
      const disk = reading.reports
        .slice(0, index)
        .find(
          r => r.kind === 'hardware-error' && ['nvme', 'ata', 'scsi', 'block'].includes(r.details.source),
        );
      return disk === undefined
        ? leanOn(
            reading,
            index,
            'unknown',
            0.4,
            2,
            `${report.title}: data on the disk is not what was written; the log does not say who damaged it`,
          )
        : leanOn(
            reading,
            index,
            'hardware',
            0.65,
            2,
            `${report.title} came after the device’s own errors (${disk.title})`,
          );
    });
  },
};
