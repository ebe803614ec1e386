import type { Said } from './body.js';

/** Files whose functions stand in traces of every cause. */
const GENERAL =
  /^(?:\.?\/)?(?:kernel\/(?:locking|rcu|panic\.c|sched\/|time\/|softirq\.c|workqueue\.c|kthread\.c|watchdog\.c|hung_task\.c|irq\/|fork\.c|exit\.c)|mm\/|lib\/|include\/|arch\/.{1,40}\/(?:mm|lib|entry|include)\/|arch\/x86\/kernel\/(?:apic|traps|stacktrace|unwind))/;
const FILE = /(?:^|[ (])((?:\.\/)?[a-zA-Z_][\w./+-]{0,200}\.[chS]):\d/;

/** The source file to blame: the first that a frame names which is not everybody's; null where lines name none. */
export function guiltyFile(body: readonly Said[], _title: string): string | null {
  for (const { text, frame } of body) {
    if (text.indexOf('.c:') < 0 && text.indexOf('.h:') < 0) continue;
    if (frame !== null && !frame.certain) continue;
    const file = FILE.exec(text)?.[1];
    if (file !== undefined && !GENERAL.test(file)) return file;
  }
  return null;
}
