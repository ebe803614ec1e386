import { baseOf, hitLines } from '../hardware/event.js';
import type { Channel, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, OomReport } from '../types.js';
import { emptyMemInfo, type MemInfo, takeMemInfo } from './mem-info.js';
import { frameOf } from './trace.js';

/** `%s invoked oom-killer: gfp_mask=…, order=%d, oom_score_adj=%hd` (mm/oom_kill.c, dump_header) */
const INVOKED = /^(.{1,64}?) invoked oom-killer: /;
/** `oom-kill:constraint=%s,nodemask=…[,global_oom|,oom_memcg=%s],task_memcg=%s,task=%s,pid=%d,uid=%d` (dump_oom_summary, since 5.0) */
const SUMMARY = 'oom-kill:constraint=';
/** `Out of memory: Killed process 12 (name) total-vm:…kB, anon-rss:…kB, …`; before 5.1 `Killed process …` on a line of its own; 2.6.32: `Killed process 12, UID 0, (name) …`. */
const KILLED =
  /(?:^|: )Killed process (\d{1,10}),? (?:UID \d{1,10}, )?\((.{1,64}?)\),?(?: total-vm:(\d{1,16})kB, anon-rss:(\d{1,16})kB| vsz:(\d{1,16})kB, anon-rss:(\d{1,16})kB)?/;
const NO_VICTIM = 'Out of memory and no killable processes';
/** `oom_reaper: reaped process %d (%s), now anon-rss:…` */
const REAPED = /oom_reaper: reaped process (\d{1,10}) /;
/** `Task in %s killed as a result of limit of %s` (before 5.0; in 2.6.32 the second part may be a line of its own). */
const LIMIT_OF = /(?:as a result of|^) ?limit of (\/\S{0,400})/;

/** The kernel's OOM killer: who asked, who died, what held the memory. One report a kill, the dump before it folded in. */
export const oom: Reader = {
  name: 'oom',
  anchors: [' invoked oom-killer: ', 'Killed process ', SUMMARY, 'oom_reaper: reaped', NO_VICTIM],
  from: 'kernel',
  read(channel, hits) {
    const reports: OomReport[] = [];
    let open: Dump | null = null;
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const invoked = INVOKED.exec(line.text);
      if (invoked !== null) {
        if (open !== null && open.kills === 0) {
          gather(channel, open, index - 1);
          reports.push(report(channel, open, null, open.to));
        }
        open = dumpAt(index, invoked[1]!.trim());
        continue;
      }
      if (open !== null) gather(channel, open, index);
      if (line.text.includes(SUMMARY)) {
        open ??= dumpAt(index, null);
        readSummary(line.text, open);
        continue;
      }
      const killed = KILLED.exec(line.text);
      if (killed !== null) {
        open ??= dumpAt(index, null);
        const own = open.kills === 0 ? open : { ...open, from: index };
        open.kills++;
        reports.push(report(channel, own, killed, index));
        continue;
      }
      const reaped = REAPED.exec(line.text);
      if (reaped !== null) extend(reports, Number(reaped[1]), line);
    }
    if (open !== null && open.kills === 0) {
      gather(channel, open, Math.min(channel.lines.length - 1, open.to + 400));
      reports.push(report(channel, open, null, open.to));
    }
    return reports;
  },
};

/** What stands between `invoked oom-killer` and the kill. */
interface Dump {
  readonly from: number;
  /** The last line that was found to be part of it, and how far the lines have been looked at. */
  to: number;
  seen: number;
  readonly invokedBy: string | null;
  readonly memory: MemInfo;
  readonly frames: Frame[];
  constraint: string | null;
  cgroup: string | null;
  taskCgroup: string | null;
  victim: string | null;
  kills: number;
  /** The trace is over. */
  traced: boolean;
  nobody: boolean;
  panicked: boolean;
}

function dumpAt(index: number, invokedBy: string | null): Dump {
  return {
    from: index,
    to: index,
    seen: index,
    invokedBy,
    memory: emptyMemInfo(),
    frames: [],
    constraint: null,
    cgroup: null,
    taskCgroup: null,
    victim: null,
    kills: 0,
    traced: false,
    nobody: false,
    panicked: false,
  };
}

/** A dump of a machine with many tasks and zones; what is further away belongs to something else. */
const MOST_LINES = 40_000;

function gather(channel: Channel, dump: Dump, end: number): void {
  const stop = Math.min(end, dump.from + MOST_LINES);
  for (let i = dump.seen + 1; i <= stop; i++) {
    const line = channel.lines[i]!;
    if (takeMemInfo(line, dump.memory)) {
      dump.to = i;
      dump.traced = true;
      continue;
    }
    if (line.text.includes(NO_VICTIM)) {
      dump.nobody = true;
      dump.to = i;
      continue;
    }
    // The panic is the kernel reader's; what follows it is no part of this dump.
    if (line.text.startsWith('Kernel panic - not syncing')) {
      dump.panicked = true;
      dump.seen = stop;
      return;
    }
    // The trace stands before the figures; a later one belongs to something else.
    const frame = !dump.traced && dump.frames.length < 64 ? frameOf(line) : null;
    if (frame !== null) {
      dump.frames.push(frame);
      dump.to = i;
      continue;
    }
    const limit = line.text.includes('limit of /') ? LIMIT_OF.exec(line.text) : null;
    if (limit === null) continue;
    dump.cgroup = limit[1]!;
    dump.constraint ??= 'CONSTRAINT_MEMCG';
    dump.to = i;
  }
  dump.seen = Math.max(dump.seen, stop);
}

/** The fields are separated by commas, and paths and names may hold some: each is taken up to the next known name. */
function readSummary(text: string, dump: Dump): void {
  const rest = text.slice(text.indexOf(SUMMARY) + SUMMARY.length);
  const field = (name: string, next: string) => {
    const at = rest.indexOf(name);
    if (at < 0) return null;
    const to = rest.indexOf(next, at + name.length);
    return rest.slice(at + name.length, to < 0 ? undefined : to);
  };
  dump.constraint = rest.split(',')[0]!.slice(0, 60);
  dump.cgroup = field(',oom_memcg=', ',task_memcg=') ?? dump.cgroup;
  dump.taskCgroup = field(',task_memcg=', ',task=');
  dump.victim = field(',task=', ',pid=');
}

function report(channel: Channel, dump: Dump, killed: RegExpExecArray | null, at: number): OomReport {
  const first = channel.lines[dump.from]!;
  const last = channel.lines[Math.max(at, dump.from)]!;
  const pid = killed === null ? null : Number(killed[1]);
  const victim = killed?.[2] ?? null;
  const totalVm = bytesOf(killed?.[3] ?? killed?.[5]);
  const ofCgroup =
    dump.constraint === 'CONSTRAINT_MEMCG' ||
    (last.text.includes('Memory cgroup out of memory') && killed !== null);
  const pageSize = pageSizeOf(dump.memory, pid, totalVm);
  return {
    ...baseOf(titleOf(victim, ofCgroup, dump), 'OOM', first, last),
    panicked: dump.panicked,
    frames: dump.frames,
    kind: 'oom-kill',
    details: {
      victim: victim ?? (killed === null ? null : dump.victim),
      pid,
      invokedBy: dump.invokedBy,
      constraint: dump.constraint ?? (ofCgroup ? 'CONSTRAINT_MEMCG' : null),
      cgroup: dump.cgroup ?? dump.taskCgroup,
      anonRss: bytesOf(killed?.[4] ?? killed?.[6]),
      totalVm,
      largest: [...dump.memory.tasks]
        .sort((a, b) => b.rss - a.rss)
        .slice(0, 5)
        .map(({ name, pid: own, rss }) => ({ name, pid: own, rss: rss * pageSize })),
      held: heldBy(dump.memory, pageSize),
    },
  };
}

/** The kernel's own first words, with the victim's name and without its number. */
function titleOf(victim: string | null, ofCgroup: boolean, dump: Dump): string {
  if (victim !== null)
    return `${ofCgroup ? 'Memory cgroup out of memory' : 'Out of memory'}: Killed process (${victim})`;
  if (dump.nobody) return NO_VICTIM;
  return dump.invokedBy === null ? 'Out of memory' : `${dump.invokedBy} invoked oom-killer`;
}

function bytesOf(kilobytes: string | undefined): number | null {
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** The task table counts pages and does not say how large they are: the victim's line says its size in kB, the zone lists show it. */
function pageSizeOf(memory: MemInfo, pid: number | null, totalVm: number | null): number {
  const row = memory.tasks.find(task => task.pid === pid);
  if (row !== undefined && totalVm !== null && row.totalVm > 0) {
    const size = totalVm / row.totalVm;
    if ([4096, 8192, 16384, 65536, 262144].includes(size)) return size;
  }
  return memory.pageSize ?? 4096;
}

/** What held the memory, largest first; the limit and the use of the cgroup stand at the front. */
function heldBy(memory: MemInfo, pageSize: number): { what: string; bytes: number }[] {
  const front: { what: string; bytes: number }[] = [];
  const held: { what: string; bytes: number }[] = [];
  for (const [what, bytes] of memory.bytes) {
    if (/ (?:usage|limit|swap)$/.test(what)) front.push({ what, bytes });
    else held.push({ what, bytes });
  }
  for (const [what, pages] of memory.pages) {
    if (what.startsWith('pages ')) front.push({ what, bytes: pages * pageSize });
    else held.push({ what, bytes: pages * pageSize });
  }
  const slabs = [...memory.slabs].sort((a, b) => b[1] - a[1]).slice(0, 3);
  for (const [name, bytes] of slabs) held.push({ what: `slab ${name}`, bytes });
  return [...front, ...held.filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes)].slice(0, 32);
}

/** The reaper's line belongs to the kill it ends. */
function extend(reports: OomReport[], pid: number, line: Line): void {
  for (let i = reports.length - 1; i >= Math.max(0, reports.length - 16); i--) {
    const known = reports[i]!;
    if (known.details.pid !== pid) continue;
    reports[i] = { ...known, span: { ...known.span, endLine: line.endNumber, endOffset: line.endOffset } };
    return;
  }
}
