import type { HardwareReport } from '../../report/index.js';
import type { Lean, Rule } from '../types.js';
import { leanOn, reportsOf } from './lean.js';

/** Errors of a device behind a cable or bus: they break what depends on the device, not the whole machine. */
const PERIPHERAL = new Set(['aer', 'nvme', 'ata', 'scsi', 'block', 'gpu', 'thermal']);

/** What the hardware itself reported. Corrected errors are remarks: they were corrected. */
export const hardwareRule: Rule = {
  name: 'hardware',
  judge({ reading }) {
    const crashed = reading.reports.some(report => report.kind === 'kernel-bug' && report.panicked);
    return reportsOf(reading, 'hardware-error').map(({ report, index }) => judge(report, index));

    function judge(report: HardwareReport, index: number): Lean {
      const { source, severity } = report.details;
      if (source === 'memory-test') {
        return leanOn(
          reading,
          index,
          'hardware',
          0.95,
          3,
          `a memory test found cells that do not keep their value: ${report.title}`,
        );
      }
      if (severity === 'corrected') {
        return leanOn(
          reading,
          index,
          'hardware',
          0.2,
          0,
          `corrected, so not a cause by itself: ${report.title}`,
        );
      }
      if (PERIPHERAL.has(source)) {
        return leanOn(
          reading,
          index,
          'hardware',
          crashed ? 0.4 : 0.6,
          crashed ? 0 : 2,
          `a device failed or did not answer: ${report.title}`,
        );
      }
      const confidence = severity === 'fatal' ? 0.95 : severity === 'recoverable' ? 0.8 : 0.5;
      return leanOn(
        reading,
        index,
        'hardware',
        confidence,
        severity === 'unknown' ? 2 : 3,
        `the hardware reported it: ${report.title}`,
      );
    }
  },
};
