import { baseOf, hitLines } from '../hardware/event.js';
import type { Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { OomReport } from '../types.js';

/** `Killed %s due to memory pressure for %s being %lu.%02lu%% > …` and `… due to memory used (…) / total (…) and swap used …` (systemd, src/oom/oomd-manager.c). */
const OOMD =
  /\bKilled (\/\S{0,400}) due to memory (?:pressure for (\S{1,400}) being ([\d.]{1,8}%) > ([\d.]{1,8}%)|used \((\d{1,20})\) \/ total \((\d{1,20})\))/;
/** `sending SIGTERM to process 981 uid 0 "bash": badness 666, VmRSS 4 MiB` (earlyoom, kill.c); `Low memory! Killing process …` before 1.0. */
const EARLYOOM =
  /sending SIG(?:TERM|KILL) to process (\d{1,10}) (?:uid (\d{1,10}) )?"(.{0,64}?)": (?:oom_score|badness) (-?\d{1,6}), VmRSS (\d{1,12}) MiB/;

/** OOM killers in user space: systemd-oomd kills cgroups, earlyoom processes, before the kernel has to. */
export const userspaceOom: Reader = {
  name: 'userspace-oom',
  anchors: [
    'due to memory pressure for',
    'due to memory used (',
    'sending SIGTERM to process',
    'sending SIGKILL to process',
  ],
  from: 'any',
  read(channel, hits) {
    const reports: OomReport[] = [];
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const oomd = OOMD.exec(line.text);
      if (oomd !== null) {
        reports.push(ofOomd(line, oomd));
        continue;
      }
      const earlyoom = EARLYOOM.exec(line.text);
      if (earlyoom === null || channel.lines[index + 1]?.text.startsWith('dryrun')) continue;
      reports.push(ofEarlyoom(line, earlyoom));
    }
    return reports;
  },
};

function ofOomd(line: Line, match: RegExpExecArray): OomReport {
  const [, cgroup, under, pressure, , used, total] = match;
  return {
    ...baseOf('systemd-oomd: cgroup killed for memory', 'OOM', line, line),
    kind: 'oom-kill',
    details: {
      victim: null,
      pid: null,
      invokedBy: 'systemd-oomd',
      constraint: pressure === undefined ? 'memory and swap used' : `memory pressure ${pressure} of ${under}`,
      cgroup: cgroup!,
      anonRss: null,
      totalVm: null,
      largest: [],
      held:
        used === undefined
          ? []
          : [
              { what: 'memory used', bytes: Number(used) },
              { what: 'memory total', bytes: Number(total) },
            ],
    },
  };
}

function ofEarlyoom(line: Line, match: RegExpExecArray): OomReport {
  const [, pid, , name, , rss] = match;
  return {
    ...baseOf(`earlyoom: killed process (${name})`, 'OOM', line, line),
    kind: 'oom-kill',
    details: {
      victim: name!,
      pid: Number(pid),
      invokedBy: 'earlyoom',
      constraint: null,
      cgroup: null,
      anonRss: null,
      totalVm: null,
      largest: [{ name: name!, pid: Number(pid), rss: Number(rss) * 1024 * 1024 }],
      held: [],
    },
  };
}
