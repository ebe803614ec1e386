import type { Explain, Explanation } from './context.js';

const HUNG =
  /^INFO: task (.{1,64}):(\d{1,10}) (?:blocked for more than|is blocked on \S{1,40} for more than) (\d{1,7}) seconds/;
const SOFT = /BUG: soft lockup - CPU#(\d{1,6}) stuck for (\d{1,7})s! \[(.{1,64}):(\d{1,10})\]/;
const HARD =
  /(?:Watchdog detected hard LOCKUP on cpu (\d{1,6})|Watchdog CPU:(\d{1,6}) (?:Hard LOCKUP|detected Hard LOCKUP))/i;
const RCU = /INFO: (rcu\w{0,20}) (?:self-)?detected (?:expedited )?stalls?/;
const WORKQUEUE = /BUG: workqueue lockup - pool .{1,80} stuck for (\d{1,7})s!/;

/** What stalls say: who waits, and whose trace is shown. */
export const stall: Explain = ({ lines }) => {
  const said: Explanation[] = [];
  const kinds = new Set<string>();
  const add = (kind: string, says: string, line: number) => {
    if (kinds.has(kind)) return;
    kinds.add(kind);
    said.push({ says, line });
  };
  for (const { text, number } of lines) {
    if (text.length > 300 || !(text.includes('INFO: ') || text.includes('lockup') || text.includes('LOCKUP')))
      continue;
    const first = text.trimStart();
    const hung = first.startsWith('INFO: task ') ? HUNG.exec(first) : null;
    if (hung !== null)
      add(
        'hung',
        `The task ${hung[1]} (PID ${hung[2]}) has waited for more than ${hung[3]} seconds without being able to be interrupted. Its trace shows what it waits for; who holds that is another task, often one that waits for a disk or died with a lock.`,
        number,
      );
    const soft = text.includes('soft lockup') ? SOFT.exec(text) : null;
    if (soft !== null)
      add(
        'soft',
        `CPU ${soft[1]} ran the kernel code of ${soft[3]} (PID ${soft[4]}) for ${soft[2]} seconds without switching to another task: a loop in the kernel, a lock that is not given back, or, in a virtual machine, a processor that was not given time.`,
        number,
      );
    const hard = text.includes('LOCKUP') ? HARD.exec(text) : null;
    if (hard !== null)
      add(
        'hard',
        `CPU ${hard[1] ?? hard[2]} took no interrupts for some ten seconds: it loops with interrupts off, or the hardware or firmware (SMI) held it.`,
        number,
      );
    const rcu = text.includes('detected ') ? RCU.exec(text) : null;
    if (rcu !== null)
      add(
        'rcu',
        `A processor or task did not let RCU (${rcu[1]}) go on in time. The trace is that of the one that did not answer, or, on another CPU, of the one that noticed; a processor that is not given time by its hypervisor looks the same.`,
        number,
      );
    const work = text.includes('workqueue lockup') ? WORKQUEUE.exec(text) : null;
    if (work !== null)
      add(
        'workqueue',
        `Work that was queued has not been begun for ${work[1]} seconds: what runs before it does not end.`,
        number,
      );
  }
  return said;
};
