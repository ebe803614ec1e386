import { isTaintMark, taintFlags } from '../../../base/index.js';
import type { Line } from '../../line.js';
import type { KernelDetails } from '../../types.js';

/** What the line that introduces a dump says of the machine at that moment. */
export interface CpuLine {
  readonly cpu: number | null;
  readonly pid: number | null;
  readonly comm: string | null;
  readonly taint: KernelDetails['taint'];
  readonly release: string | null;
  /** What stands after the release, from `#`. */
  readonly version: string | null;
  /** Kernels before 3.11 print the machine's name at the end of the line. */
  readonly hardware: string | null;
  readonly line: number;
}

type Found = Omit<CpuLine, 'line'>;

const NOTHING: Found = {
  cpu: null,
  pid: null,
  comm: null,
  taint: null,
  release: null,
  version: null,
  hardware: null,
};

/** What stands before ` Comm: ` in `CPU: 9 PID: 28054 Comm: tgtd …`, since 6.11 with `UID: 0` (dump_stack_print_info, lib/dump_stack.c). */
const BEFORE_COMM = /CPU: {0,8}(\d{1,6})(?: UID: \d{1,10})? PID: (\d{1,10})$/;
const COMM = ' Comm: ';
/** `Pid: 123, comm: foo …` of 2.6 and early 3.x. */
const OLD = /^Pid: (\d{1,10}), comm: {0,16}/;
/** `CPU: 0    Not tainted  (2.6.31 #1)` (arm before 3.11) and powerpc's `REGS: … TRAP: 0300   Not tainted  (5.4.0)`. */
const BARE =
  /^(?:CPU: {0,8}(\d{1,6}) {1,8}|REGS: [0-9a-f]{8,16} TRAP: [0-9a-f]{3,4} {1,8})(?=Not tainted|Tainted: )/;
const TAINT = ['Kdump: loaded ', 'Not tainted', 'Tainted: '];

/** Reads one line; null when it is none of these. */
export function readCpuLine(text: string): Found | null {
  if (text.length > 4096) return null;
  const at = text.indexOf(COMM);
  const modern = at < 0 ? null : BEFORE_COMM.exec(text.slice(Math.max(0, at - 64), at));
  if (modern !== null) {
    const rest = text.slice(at + COMM.length);
    return { ...withComm(rest, true), cpu: Number(modern[1]), pid: Number(modern[2]) };
  }
  const trimmed = text.trim();
  const old = OLD.exec(trimmed);
  if (old !== null) return { ...withComm(trimmed.slice(old[0].length), false), pid: Number(old[1]) };
  const bare = BARE.exec(trimmed);
  if (bare !== null) {
    const cpu = bare[1] === undefined ? null : Number(bare[1]);
    return { ...NOTHING, cpu, ...taintAndRelease(trimmed.slice(bare[0].length), false) };
  }
  // A hung task: the mark stands on a line by itself.
  if (
    (trimmed.startsWith('Not tainted ') || trimmed.startsWith('Tainted: ')) &&
    !trimmed.startsWith('Tainted: [')
  ) {
    const found = taintAndRelease(trimmed, true);
    return found.version === null ? null : { ...NOTHING, ...found };
  }
  return null;
}

/** From the process name on; the name may hold blanks. */
function withComm(rest: string, modern: boolean): Found {
  let end = rest.length;
  for (const word of TAINT) {
    const at = rest.indexOf(word);
    if (at >= 0 && at < end) end = at;
  }
  const comm = rest.slice(0, Math.min(end, 64)).trim();
  return { ...NOTHING, ...taintAndRelease(rest.slice(end), modern), comm: comm === '' ? null : comm };
}

type Tail = Pick<Found, 'taint' | 'release' | 'version' | 'hardware'>;

/** `Not tainted 5.4.0 #1 PREEMPT …`, `Tainted: G        W  OE     6.1.0 #1`. */
function taintAndRelease(tail: string, modern: boolean): Tail {
  const none: Tail = { taint: null, release: null, version: null, hardware: null };
  let rest = tail.startsWith('Kdump: loaded ') ? tail.slice(14) : tail;
  let taint: Tail['taint'];
  if (rest.startsWith('Not tainted')) {
    rest = rest.slice(11);
    taint = { text: 'Not tainted', letters: [] };
  } else if (rest.startsWith('Tainted: ')) {
    rest = rest.slice(9);
    const end = endOfMark(rest);
    const text = rest.slice(0, end).trim();
    rest = rest.slice(end);
    taint = { text, letters: taintFlags(text).map(({ letter, means }) => ({ letter, means })) };
  } else {
    return none;
  }
  rest = rest.trim();
  if (rest.startsWith('(') && rest.includes(')')) rest = rest.slice(1, rest.lastIndexOf(')')).trim();
  const hash = /(?:^| )#\d/.exec(rest);
  const release = rest.slice(0, hash === null ? rest.length : hash.index).trim();
  if (release === '' || release.includes(' ') || release.length > 128)
    return { ...none, taint, release: hash === null && /^\d/.test(release) ? release.split(' ')[0]! : null };
  const version = hash === null ? null : rest.slice(hash.index).trim();
  return { taint, release, ...splitHardware(version, modern) };
}

/** Where the letters end and the release begins. */
function endOfMark(rest: string): number {
  let at = 0;
  while (at < rest.length) {
    let from = at;
    while (rest[from] === ' ') from++;
    let to = from;
    while (to < rest.length && rest[to] !== ' ') to++;
    if (from === to || !isTaintMark(rest.slice(from, to))) return at;
    at = to;
  }
  return at;
}

/** Before 3.11 what follows `#1` is the machine: `#1 Dell Inc. PowerEdge R720/…`. */
function splitHardware(version: string | null, modern: boolean): Pick<Found, 'version' | 'hardware'> {
  if (version === null || modern) return { version, hardware: null };
  const blank = version.indexOf(' ');
  if (blank < 0) return { version, hardware: null };
  const hardware = version.slice(blank).trim();
  return { version: version.slice(0, blank), hardware: hardware === '' ? null : hardware };
}

/** `INFO: task jbd2/sda1-8:373 blocked for more than 120 seconds.` (kernel/hung_task.c): the task it is about, not the watchdog. */
const HUNG = /^INFO: task (.{1,64}):(\d{1,10}) (?:blocked|<.{1,64}> blocked|is blocked)/;
/** Before the task's name and number: KASAN's `Read of size 8 at addr ffff… by task foo/123`, and since 6.18 `WARNING: … CPU#0: foo/123`. */
const BY_TASK = [' by task ', ', CPU#'];
/** arm: `Process foo (pid: 948, stack limit = 0x…)`; mips: `Process foo (pid: 1, threadinfo=…)`. */
const PROCESS = /^Process (.{1,64}) \(pid: (\d{1,10})[,)]/;

interface Task {
  readonly comm: string;
  readonly pid: number;
  readonly line: number;
  /** The report is about this task, whoever printed it. */
  readonly subject: boolean;
}

/** The machine and task a report is about: of each kind of line the first one counts. */
export function findCpuLine(lines: readonly Line[]): CpuLine | null {
  let found: CpuLine | null = null;
  let task: Task | null = null;
  for (const { text, number } of lines) {
    const first = text.trimStart();
    if (found === null || found.comm === null) {
      const read = mayBeCpuLine(first) ? readCpuLine(first) : null;
      // A hung task's mark stands first, by itself; the line of the watchdog that found it comes later.
      if (read !== null) found = join(found, { ...read, line: number });
    }
    // Whose task it is matters where the dump does not say, and where the report is about another.
    if (task === null && (found === null || found.comm === null || first.startsWith('INFO: task ')))
      task = readTask(first, number);
  }
  if (task === null) return found;
  if (found === null) return { ...NOTHING, comm: task.comm, pid: task.pid, line: task.line };
  if (task.subject) return { ...found, comm: task.comm, pid: task.pid, cpu: null };
  return found.comm === null ? { ...found, comm: task.comm, pid: task.pid } : found;
}

function join(first: CpuLine | null, second: CpuLine): CpuLine {
  if (first === null) return second;
  return { ...first, cpu: first.cpu ?? second.cpu, pid: first.pid ?? second.pid, comm: second.comm };
}

function mayBeCpuLine(text: string): boolean {
  return /^(?:CPU|Pid|REGS|Not t|Taint)/.test(text) || text.includes(COMM);
}

function readTask(text: string, line: number): Task | null {
  if (text.length > 400) return null;
  const named = text.startsWith('INFO: ')
    ? HUNG.exec(text)
    : text.startsWith('Process ')
      ? PROCESS.exec(text)
      : null;
  if (named !== null)
    return { comm: named[1]!, pid: Number(named[2]), line, subject: text.startsWith('INFO: task ') };
  if (!text.includes('/')) return null;
  for (const before of BY_TASK) {
    const at = text.lastIndexOf(before);
    if (at < 0) continue;
    let rest = text.slice(at + before.length).trimEnd();
    if (before === ', CPU#') rest = rest.slice(rest.indexOf(': ') + 2);
    const slash = rest.lastIndexOf('/');
    if (slash > 0 && slash <= 64 && /^\d{1,10}$/.test(rest.slice(slash + 1)))
      return { comm: rest.slice(0, slash), pid: Number(rest.slice(slash + 1)), line, subject: false };
  }
  return null;
}
