import type { Line } from '../line.js';
import type { Frame } from '../types.js';

/** ` [<ffffffff8110e7b8>] ? oom_kill_process+0x278/0x2a0 [module]`: addresses in kernels before 4.10 (arch/x86/kernel/dumpstack.c; `%pS`). */
const FRAME =
  /^\s{0,12}(?:\[<[0-9a-f]{8,16}>\] )?(\? )?([A-Za-z_][\w.$]{0,127})\+0x([0-9a-f]{1,8})\/0x([0-9a-f]{1,8})(?: \[([\w-]{1,64})\])?/;

/** The frame on a line of a kernel's stack trace, or null. */
export function frameOf(line: Line): Frame | null {
  const match = FRAME.exec(line.text);
  if (match === null) return null;
  return {
    function: match[2]!,
    offset: Number.parseInt(match[3]!, 16),
    size: Number.parseInt(match[4]!, 16),
    module: match[5] ?? null,
    certain: match[1] === undefined,
    line: line.number,
  };
}
