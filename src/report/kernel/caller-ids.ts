import type { Line } from '../line.js';

const CPU_LINE = /^(?:CPU: \d{1,5} )?(?:UID: \d{1,10} )?PID: (\d{1,10}) Comm: /;

/**
 * A caller id `T1234` is the PID of the task that printed (kernel/printk/printk.c, printk_caller_id), and so is the `PID:` of a dump it prints. A log
 * in which one id stands before dumps of several tasks had its ids put in by something else: they are taken off, because a reader that trusts
 * them takes the lines of two CPUs for one's.
 */
export function withSoundCallers(lines: readonly Line[]): readonly Line[] {
  const pids = new Map<string, string>();
  let sound = true;
  for (const { caller, text } of lines) {
    if (caller === null || !caller.startsWith('T') || !text.includes('PID: ')) continue;
    const pid = CPU_LINE.exec(text)?.[1];
    if (pid === undefined) continue;
    const before = pids.get(caller);
    if (before === undefined) pids.set(caller, pid);
    else if (before !== pid) sound = false;
  }
  return sound ? lines : lines.map(line => (line.caller === null ? line : { ...line, caller: null }));
}
