import type { Line } from '../../line.js';
import type { KernelDetails, KernelIdentity } from '../../types.js';
import { guessArchitecture, withByteOrder } from './architecture.js';
import { bugAt } from './bug-at.js';
import { findCode } from './code.js';
import { findCpuLine } from './cpu-line.js';
import { explain } from './explain/index.js';
import { findFault } from './fault.js';
import { hardwareName } from './hardware.js';
import { findModules } from './modules.js';
import { findObject } from './object.js';
import { findOtherTraces } from './other-traces.js';
import { findRegisters } from './registers/index.js';
import { findUsercopy } from './usercopy.js';

export { findModules, type LoadedModules, readModules } from './modules.js';

/** What the lines of one report say beside its title and its trace. */
export interface KernelEvidence {
  readonly details: KernelDetails;
  /** The kernel as the report's own `CPU: … PID: …` line names it; null where no line does. */
  readonly identity: KernelIdentity | null;
}

/** Of a report longer than this only the first lines are read: what follows are traces of other tasks. */
const MOST_LINES = 4000;

/**
 * Reads the details of one kernel report.
 * @param lines the lines of one writer and context, prefixes off
 * @param start index of the report's first line
 * @param end index after its last line
 * Pure, linear in the lines given, never throws on what they hold.
 */
export function kernelDetails(lines: readonly Line[], start: number, end: number): KernelEvidence {
  const all = lines.slice(Math.max(0, start), Math.min(end, Math.max(0, start) + MOST_LINES));
  // Most lines are frames, and only two of the readers look at those.
  const own = all.filter(({ text }) => !(text.startsWith(' ') && text.includes('/0x')));
  const cpu = findCpuLine(own);
  const dump = findRegisters(own);
  const registers = dump?.registers ?? {};
  const architecture = withByteOrder(dump?.architecture ?? guessArchitecture(all, cpu?.release ?? null), own);
  const modules = findModules(own);
  const code = findCode(own);
  const { fault, die } = findFault(own, architecture, registers);
  const object = findObject(own);
  const usercopy = findUsercopy(own);
  const details: Omit<KernelDetails, 'explanation'> = {
    cpu: cpu?.cpu ?? null,
    pid: cpu?.pid ?? null,
    comm: cpu?.comm ?? null,
    architecture,
    hardware: hardwareName(own) ?? cpu?.hardware ?? null,
    taint: cpu?.taint ?? null,
    modules: modules?.names ?? [],
    registers,
    code: code?.code ?? null,
    faultAddress: fault?.address ?? null,
    at: bugAt(own),
    usercopy,
    otherTraces: findOtherTraces(all),
    ...(fault === null ? {} : { fault }),
    ...(object === null ? {} : { object }),
    ...(modules === null || Object.keys(modules.flags).length === 0 ? {} : { moduleFlags: modules.flags }),
    ...(modules?.lastUnloaded == null ? {} : { lastUnloaded: modules.lastUnloaded }),
    ...(die === null ? {} : { die }),
  };
  const explanation = explain({
    lines: own,
    details,
    dump,
    places: { cpu: cpu?.line ?? null, modules: modules?.line ?? null, code: code?.line ?? null },
  });
  const identity: KernelIdentity | null =
    cpu === null || cpu.release === null
      ? null
      : { release: cpu.release, version: cpu.version, compiler: null, procVersion: null, line: cpu.line };
  return { details: { ...details, explanation }, identity };
}
