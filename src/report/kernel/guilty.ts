import type { Said } from './body.js';
import { isGeneric } from './generic.js';

/**
 * Source files that stand in traces of every cause: they report, allocate, lock, schedule, enter the kernel or pass calls on. A file that
 * is left is worth opening first.
 */
const EVERYBODYS: readonly RegExp[] = [
  /\.h$/,
  /^(?:lib|virt\/lib|include|trusty|rust)\//,
  // Reporting and checking.
  /^kernel\/(?:kcov|panic|stacktrace|kallsyms|watchdog|hung_task|nmi|notifier|tracepoint|softirq|workqueue|kthread|task_work|exit|fork|signal|entry|stop_machine)(?:\.c|\/)/,
  /^kernel\/(?:kcsan|printk|locking|rcu|sched|time|irq|trace|events|debug|module)\//,
  /^arch\/[\w-]{1,20}\/(?:lib|mm|entry|include)\//,
  /^arch\/[\w-]{1,20}\/kernel\/(?:traps|stacktrace|unwind\w{0,20}|entry[\w-]{0,20}|irq\w{0,10}|process\w{0,10}|syscall\w{0,10}|sys_\w{1,20}|signal\w{0,10}|smp|nmi|time|dumpstack\w{0,10}|debug-monitors|apic|fpu|cpu|kvm|paravirt|idt|head\w{0,10})(?:\.[cS]|\/)/,
  // Memory: whoever asks for it is told by the callers.
  /^mm\//,
  // What passes calls on.
  /^fs\/(?:read_write|file_table|file|open|ioctl|select|splice|namei|namespace|super|inode|dcache|fs_context|fsopen|exec|stat|xattr|locks|sync|aio|fcntl|seq_file|eventpoll)\.c/,
  /^fs\/(?:proc|kernfs|sysfs|debugfs)\//,
  /^net\/(?:socket|compat)\.c/,
  /^net\/core\/(?:dev|sock|skbuff|datagram|stream|rtnetlink|neighbour|gro|iovec)\.c/,
  /^net\/netlink\/(?:af_netlink|genetlink)\.c/,
  /^security\/(?:security|inode)\.c/,
  /^block\/(?:blk-core|blk-mq|bio|ioctl|genhd|bdev|fops)\.c/,
  /^drivers\/(?:base|clocksource|irqchip)\//,
  /^drivers\/usb\/core\//,
  /^drivers\/char\/random\.c/,
  /^drivers\/tty\/(?:tty_\w{1,20}|serial\/serial_core)\.c/,
  /^sound\/core\/(?:pcm\w{0,20}|init|control\w{0,10})\.c/,
  /^crypto\/(?:api|algapi|cipher|skcipher|ahash|shash|aead|ecb|cbc|xts)\.c/,
  /^init\//,
];

const FILE = /(?:^|[ (])(?:\.\/)?([a-zA-Z_][\w./+-]{0,200}\.[chS]):\d/;
/** Where interrupts were last switched says nothing of the cause. */
const ASIDE = /^\s{0,4}(?:hard|soft)irqs last|^\s{0,4}\? | \? /;

/**
 * The source file to look at first: the first that a line of the report names and that is not everybody's; where all are, the first that
 * names a function that is not. Null where no line names a file.
 * @param blamed the function to blame: where the title's line names its file, that is the one
 */
export function guiltyFile(body: readonly Said[], blamed: string | null): string | null {
  const title = body[0]?.text ?? '';
  if (blamed !== null && title.includes(`${blamed}+0x`)) {
    const file = FILE.exec(title.slice(title.indexOf(`${blamed}+0x`)))?.[1];
    if (file !== undefined) return file;
  }
  let second: string | null = null;
  for (const { text, frame } of body) {
    if (text.indexOf('.c:') < 0 && text.indexOf('.S:') < 0 && text.indexOf('.h:') < 0) continue;
    if (frame === null ? ASIDE.test(text) : !frame.certain) continue;
    const file = FILE.exec(text)?.[1];
    if (file === undefined) continue;
    if (!EVERYBODYS.some(pattern => pattern.test(file))) return file;
    if (second === null && frame !== null && !isGeneric(frame.function) && !file.endsWith('.h'))
      second = file;
  }
  return second;
}
