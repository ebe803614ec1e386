import type { Said } from './body.js';

/**
 * Source files that stand in traces of every cause: they report, allocate, lock, schedule, enter the kernel. The choice follows syzkaller's
 * (pkg/report/linux.go), so that both name the same file.
 */
const EVERYBODYS: readonly RegExp[] = [
  /\.h$/,
  /^(?:lib|virt\/lib|trusty)\//,
  /^mm\/(?:kasan|kmsan|kfence)\//,
  /^mm\/(?:sl[aou]b|slab_common|filemap|folio-compat|truncate|memory|percpu[\w-]{0,20}|vmalloc|page_alloc|mempool|util)\.c$/,
  /^kernel\/(?:kcov|panic|softirq|kthread|stacktrace|workqueue)\.c$/,
  /^kernel\/(?:rcu|locking|sched)\//,
  /^kernel\/(?:printk\/printk\w{0,20}|time\/timer)\.c$/,
  /^arch\/\w{1,20}\/(?:kernel\/(?:traps|stacktrace|unwind\w{0,20})|mm\/(?:fault|physaddr))\.c$/,
  /^arch\/\w{1,20}\/kernel\/apic\/apic\.c$/,
  /^arch\/arm64\/kernel\/(?:entry[\w-]{0,20}|process)\.c$/,
  /^arch\/\w{1,20}\/lib\/crc/,
  /^net\/core\/(?:dev|sock|skbuff)\.c$/,
  /^fs\/proc\/generic\.c$/,
  // A complaint there is about the driver that calls.
  /^drivers\/usb\/core\/urb\.c$/,
];

const FILE = /([a-zA-Z0-9_\-./]{1,200}[a-zA-Z0-9_-]\.[ch]):\d/;
/** Where interrupts were last switched says nothing of the cause. */
const ASIDE = /(?:hard|soft)irqs\s{1,2}last\s{1,2}(?:en|dis)abled|^Register r\d{1,2} information/;
/** The interrupt in which a stall was noticed: what stalls is below. */
const NOTICED = /apic_timer_interrupt\+0x|el1h_64_irq\+0x|^Exception stack/;

function files(body: readonly Said[]): string[] {
  const found: string[] = [];
  for (const { text, frame } of body) {
    if (text.indexOf('.c:') < 0 && text.indexOf('.h:') < 0) continue;
    if (frame !== null && !frame.certain) continue;
    const file = text.length < 2000 ? FILE.exec(text)?.[1] : undefined;
    if (file !== undefined && !ASIDE.test(text)) found.push(file.replace(/^(?:\.\/)+/, ''));
  }
  return found;
}

/**
 * The source file to look at first: the first that a line of the report names and that is not everybody's, or one further down that lies
 * deeper in the same folder (`sound/core/pcm_native.c`, then `sound/core/oss/pcm_oss.c`); where all are everybody's, the first. Null where
 * no line names a file.
 */
export function guiltyFile(body: readonly Said[], stalled: boolean): string | null {
  if (stalled) {
    const noticed = body.findIndex(({ text }) => NOTICED.test(text));
    const below = noticed < 0 ? null : guiltyFile(body.slice(noticed), false);
    if (below !== null) return below;
  }
  const all = files(body);
  const specific = all.filter(file => !EVERYBODYS.some(pattern => pattern.test(file)));
  let guilty = specific[0];
  if (guilty === undefined) return all[0] ?? null;
  let folder = guilty.slice(0, guilty.lastIndexOf('/') + 1);
  for (const file of specific) {
    if (!file.startsWith(folder) || !file.slice(folder.length).includes('/')) continue;
    guilty = file;
    folder = file.slice(0, file.lastIndexOf('/') + 1);
  }
  return guilty;
}
