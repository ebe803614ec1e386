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
  const first = Math.max(0, start);
  const last = Math.min(end, first + MOST_LINES);
  const all = first === 0 && last === lines.length ? lines : lines.slice(first, last);
  const { own, said } = sorted(all);
  const cpu = findCpuLine(said);
  const dump = findRegisters(own);
  const registers = dump?.registers ?? {};
  const architecture = withByteOrder(
    dump?.architecture ?? guessArchitecture(all, cpu?.release ?? null),
    said,
  );
  const modules = findModules(own);
  const code = findCode(own);
  const { fault, die } = findFault(said, architecture, registers);
  const object = findObject(said);
  const usercopy = findUsercopy(said);
  const details: Omit<KernelDetails, 'explanation'> = {
    cpu: cpu?.cpu ?? null,
    pid: cpu?.pid ?? null,
    comm: cpu?.comm ?? null,
    architecture,
    hardware: hardwareName(said) ?? cpu?.hardware ?? null,
    taint: cpu?.taint ?? null,
    modules: modules?.names ?? [],
    registers,
    code: code?.code ?? null,
    faultAddress: fault?.address ?? null,
    at: bugAt(said),
    usercopy,
    otherTraces: findOtherTraces(all),
    ...(fault === null ? {} : { fault }),
    ...(object === null ? {} : { object }),
    ...(modules === null || Object.keys(modules.flags).length === 0 ? {} : { moduleFlags: modules.flags }),
    ...(modules?.lastUnloaded == null ? {} : { lastUnloaded: modules.lastUnloaded }),
    ...(die === null ? {} : { die }),
  };
  const explanation = explain({
    lines: said,
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

/**
 * Most lines of a report are frames, which few readers look at, and most others are registers and code bytes: `own` is all but the frames,
 * `said` is what is left for those who read messages.
 */
function sorted(lines: readonly Line[]): { readonly own: readonly Line[]; readonly said: readonly Line[] } {
  const own: Line[] = [];
  const said: Line[] = [];
  for (const line of lines) {
    const { text } = line;
    const head = text.charCodeAt(0);
    // A blank or a bracket.
    if ((head === 32 || head === 91) && text.includes('/0x')) continue;
    own.push(line);
    if (!isNumbers(text, head)) said.push(line);
  }
  return { own, said };
}

const CODE = /^Code: [0-9a-f<(]/;

/** `RAX: …`, `CS:  …`, `x29: …`, `Code: 48 …`: numbers and no words. */
function isNumbers(text: string, head: number): boolean {
  // A colon.
  if (text.charCodeAt(3) === 58 || text.charCodeAt(2) === 58) {
    // R, E, C, D, F and x; `CPU: …` is none of them.
    if (head === 67) return text.charCodeAt(1) !== 80;
    return head === 82 || head === 69 || head === 68 || head === 70 || head === 120;
  }
  return head === 67 && CODE.test(text);
}
