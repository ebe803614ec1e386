import type { Line } from '../line.js';

/** What one OOM kill's or allocation failure's lines say of memory. Sizes in bytes unless named pages. */
export interface MemInfo {
  /** The table of tasks: counts in pages as printed. */
  readonly tasks: Task[];
  /** Mem-Info's totals in pages. */
  readonly pages: Map<string, number>;
  /** Everything given in bytes or kB: a cgroup's statistics, huge pages, the limit. */
  readonly bytes: Map<string, number>;
  /** Unreclaimable slab caches by name. */
  readonly slabs: Map<string, number>;
  /** The page size the zone lists show, or null. */
  pageSize: number | null;
  columns: readonly string[] | null;
  part: 'none' | 'totals' | 'cgroup' | 'slabs';
}

export interface Task {
  readonly pid: number;
  readonly name: string;
  readonly rss: number;
  readonly totalVm: number;
}

/** More tasks than this tell nothing more: the largest are kept. */
const MOST_TASKS = 20_000;

export function emptyMemInfo(): MemInfo {
  return {
    tasks: [],
    pages: new Map(),
    bytes: new Map(),
    slabs: new Map(),
    pageSize: null,
    columns: null,
    part: 'none',
  };
}

/** `[ pid ]   uid  tgid total_vm      rss …`: the columns differ between versions, so the heading says (mm/oom_kill.c, dump_tasks). */
const HEADING = /^\[ {0,4}pid {0,4}\] {1,6}(uid .{10,160} name)\s*$/;
const ROW = /^\[ {0,10}(\d{1,10})\] {1,10}(\S.{4,400})$/;
/** `Node 0 DMA: 1*4kB (U) 0*8kB …`: the smallest block is a page (mm/page_alloc.c, show_free_areas). */
const BUDDY = /^Node \d{1,5} [\w-]{1,16}: \d{1,12}\*(\d{1,5})kB /;
const HUGE = /hugepages_total=(\d{1,12}) hugepages_free=(\d{1,12}) .{0,60}hugepages_size=(\d{1,10})kB/;
const TOTAL = /^(\d{1,16}) pages (RAM|reserved|hwpoisoned)$/;
const SWAP = /^(Free|Total) swap {1,3}= (\d{1,16})kB/;
/** `memory: usage 102400kB, limit 102400kB, failcnt 123` (mm/memcontrol.c, mem_cgroup_print_oom_meminfo). */
const USAGE = /^(memory|swap|memory\+swap|kmem): usage (\d{1,20})kB, limit (\d{1,20})kB, failcnt (\d{1,20})/;
const STATS = /^Memory cgroup stats for ([^:]{1,400}):(.{0,2000})/;
const STAT = /^([a-z_]{2,40}) (\d{1,20})$/;
const SLAB_ROW = /^(\S{1,40}) {1,24}(\d{1,14})KB {1,16}(\d{1,14})KB$/;

/** The global totals that may hold memory; the others count parts of these, or events. */
const TOTALS = new Set([
  'active_anon',
  'inactive_anon',
  'active_file',
  'inactive_file',
  'unevictable',
  'slab_reclaimable',
  'slab_unreclaimable',
  'shmem',
  'pagetables',
  'sec_pagetables',
  'kernel_misc_reclaimable',
  'bounce',
  'free',
  'free_cma',
]);
/** The same of a cgroup (memory_stats of mm/memcontrol.c; cgroup v1 prints `cache`, `rss`, `swap` … in KB). */
const CGROUP = new Set([
  'anon',
  'file',
  'kernel',
  'kernel_stack',
  'pagetables',
  'percpu',
  'sock',
  'vmalloc',
  'shmem',
  'unevictable',
  'slab_reclaimable',
  'slab_unreclaimable',
  'cache',
  'rss',
  'rss_huge',
  'swap',
  'mapped_file',
]);

/** Takes what a line says; false when it is no line of these. */
export function takeMemInfo(line: Line, into: MemInfo): boolean {
  const { text } = line;
  const first = text.charCodeAt(0);
  if (first === 0x5b) return takeTask(text, into);
  if (takeTotals(text, into)) return true;
  if (into.part === 'cgroup' && takeStat(text, into)) return true;
  if (into.part === 'slabs' && takeSlab(text, into)) return true;
  if (text.startsWith('Mem-Info:') || text.startsWith('Tasks state')) return true;
  if (text.startsWith('Unreclaimable slab info:')) {
    into.part = 'slabs';
    return true;
  }
  return takeOther(text, into);
}

function takeTask(text: string, into: MemInfo): boolean {
  const heading = HEADING.exec(text);
  if (heading !== null) {
    into.columns = heading[1]!.split(/ +/);
    into.part = 'none';
    return true;
  }
  if (into.columns === null) return false;
  const row = ROW.exec(text);
  if (row === null) return false;
  const cells = row[2]!.trim().split(/ +/);
  const { columns } = into;
  if (cells.length < columns.length) return false;
  const cell = (name: string) => {
    const at = columns.indexOf(name);
    return at < 0 ? 0 : Number(cells[at]);
  };
  const task = {
    pid: Number(row[1]),
    name: cells.slice(columns.length - 1).join(' '),
    rss: cell('rss'),
    totalVm: cell('total_vm'),
  };
  if (Number.isFinite(task.rss) && Number.isFinite(task.totalVm) && into.tasks.length < MOST_TASKS)
    into.tasks.push(task);
  return true;
}

/** `active_anon:123 inactive_anon:4 …` and the lines indented below it. */
function takeTotals(text: string, into: MemInfo): boolean {
  const begins = text.startsWith('active_anon:');
  if (begins) into.part = 'totals';
  if (into.part !== 'totals' || !(begins || text.startsWith(' '))) return false;
  let used = false;
  for (const [, name, value] of text.slice(0, 400).matchAll(/([a-z_]{2,32}):(\d{1,16})\b/g)) {
    used = true;
    if (TOTALS.has(name!) && !into.pages.has(name!)) into.pages.set(name!, Number(value));
  }
  return used;
}

function takeStat(text: string, into: MemInfo): boolean {
  const stat = STAT.exec(text);
  if (stat === null) return false;
  if (CGROUP.has(stat[1]!)) into.bytes.set(stat[1]!, Number(stat[2]));
  return true;
}

function takeSlab(text: string, into: MemInfo): boolean {
  const row = SLAB_ROW.exec(text);
  if (row === null) return text.startsWith('Name ');
  if (into.slabs.size < 2000) into.slabs.set(row[1]!, Number(row[3]) * 1024);
  return true;
}

function takeOther(text: string, into: MemInfo): boolean {
  const usage = USAGE.exec(text);
  if (usage !== null) {
    into.bytes.set(`${usage[1]} usage`, Number(usage[2]) * 1024);
    // Without a limit the counter's largest value is printed (PAGE_COUNTER_MAX): no limit to tell.
    const limit = Number(usage[3]) * 1024;
    if (limit < 2 ** 60) into.bytes.set(`${usage[1]} limit`, limit);
    return true;
  }
  const stats = STATS.exec(text);
  if (stats !== null) {
    into.part = 'cgroup';
    // cgroup v1 has it all on this line in KB; syslog writes the line breaks of v2's as #012.
    for (const [, name, value] of stats[2]!.matchAll(/\b([a-z_]{2,32}):(\d{1,16})KB/g)) {
      if (CGROUP.has(name!)) into.bytes.set(name!, Number(value) * 1024);
    }
    for (const part of stats[2]!.split(/#012|\\x0a|\\n/)) takeStat(part.trim(), into);
    return true;
  }
  const buddy = BUDDY.exec(text);
  if (buddy !== null) {
    into.pageSize ??= Number(buddy[1]) * 1024;
    return true;
  }
  const huge = HUGE.exec(text);
  if (huge !== null) {
    const held = Number(huge[1]) * Number(huge[3]) * 1024;
    into.bytes.set('hugepages', (into.bytes.get('hugepages') ?? 0) + held);
    return true;
  }
  const total = TOTAL.exec(text);
  if (total !== null) {
    into.pages.set(`pages ${total[2]}`, Number(total[1]));
    return true;
  }
  const swap = SWAP.exec(text);
  if (swap !== null) {
    into.bytes.set(`${swap[1]!.toLowerCase()} swap`, Number(swap[2]) * 1024);
    return true;
  }
  return /^Node \d{1,5} |^lowmem_reserve\[\]:|^\d{1,16} total pagecache pages|^0 pages |^\d{1,16} pages /.test(
    text,
  );
}
