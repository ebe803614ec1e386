import type { Line } from '../../line.js';
import type { KernelDetails } from '../../types.js';

/**
 * Where in the source a report was raised (lib/bug.c, kernel/panic.c):
 * `kernel BUG at mm/usercopy.c:72!`, `WARNING: CPU: 0 PID: 1 at lib/refcount.c:28 f+0x1/0x2`,
 * since 6.18 `WARNING: lib/refcount.c:28 at f+0x1/0x2, CPU#0: foo/1`, before 3.0 `WARNING: at net/core/dev.c:123 f+0x1/0x2()`.
 */
const AT =
  /^(?:kernel BUG at |Kernel BUG at |WARNING: (?:CPU: {0,8}\d{1,6} PID: \d{1,10} )?at |WARNING: )(\S{1,300}):(\d{1,7})(?=$|[!\s])/;
/** `BUG: sleeping function called from invalid context at mm/slab.h:300`, `BUG: spinlock …` has none. */
const SLEEPING = /^BUG: sleeping function called from invalid context at (\S{1,300}):(\d{1,7})$/;
/** `UBSAN: shift-out-of-bounds in fs/ext4/super.c:123:4` (lib/ubsan.c). */
const UBSAN = /^UBSAN: .{1,120} in (\S{1,300}?):(\d{1,7})(?::\d{1,5})?$/;

export function bugAt(lines: readonly Line[]): KernelDetails['at'] {
  for (const { text } of lines) {
    const first = text.trim();
    if (!/^(?:[kK]ernel BUG at|WARNING: |BUG: sl|UBSAN: )/.test(first)) continue;
    const match = AT.exec(first) ?? SLEEPING.exec(first) ?? UBSAN.exec(first);
    if (match === null || !/\.(?:[chS]|rs|cpp|inc|y|l|def)$/.test(match[1]!)) continue;
    return { file: match[1]!, line: Number(match[2]) };
  }
  return null;
}
