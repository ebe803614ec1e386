import type { Line } from '../../line.js';
import type { KernelDetails, KernelIdentity } from '../../types.js';

/** What the lines of one report say beside its title and its trace. */
export interface KernelEvidence {
  readonly details: KernelDetails;
  /** The kernel as the report's own `CPU: … PID: …` line names it; null where no line does. */
  readonly identity: KernelIdentity | null;
}

/**
 * Reads the details of one kernel report.
 * @param lines the lines of one writer and context, prefixes off
 * @param start index of the report's first line
 * @param end index after its last line
 * Pure, linear in the lines given, never throws on what they hold.
 */
export function kernelDetails(_lines: readonly Line[], _start: number, _end: number): KernelEvidence {
  return {
    details: {
      cpu: null,
      pid: null,
      comm: null,
      architecture: null,
      hardware: null,
      taint: null,
      modules: [],
      registers: {},
      code: null,
      faultAddress: null,
      at: null,
      usercopy: null,
      otherTraces: [],
      explanation: [],
    },
    identity: null,
  };
}
