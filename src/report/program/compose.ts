import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { ProgramReport, Report } from '../types.js';
import { changed, readFrom } from './crash.js';

/** What a process was said to have died of by the one who started it: a shell, systemd. */
const OBSERVERS = new Set(['shell', 'systemd']);
/** An exception that nobody caught ends a program by `exit`, not by a signal: what died of one after it died of something else. */
const EXITS = new Set(['PYTHON', 'JAVA', 'PHP', 'RUBY', 'DEADLOCK']);
/** Lines between a program's last words and the shell's. */
const NEAR = 4;

/**
 * Several readers as one, so that what they found can be put together: one crash has one report, though the runtime, the shell and a
 * debugger each have words for it.
 */
export function together(name: string, readers: readonly Reader[]): Reader {
  const owners = new Map<string, Reader[]>();
  for (const reader of readers) {
    for (const anchor of reader.anchors) {
      const known = owners.get(anchor);
      if (known === undefined) owners.set(anchor, [reader]);
      else known.push(reader);
    }
  }
  return {
    name,
    anchors: [...owners.keys()],
    from: 'any',
    read(channel: Channel, hits: readonly Hit[]): readonly Report[] {
      const found = readAll(channel, hits);
      const own = unsigned(channel, hits);
      if (own !== null) found.push(...readAll(own.channel, own.hits));
      return settled(found, channel).map(report => signed(report, channel.stream));
    },
  };

  function readAll(channel: Channel, hits: readonly Hit[]): ProgramReport[] {
    const each = new Map<Reader, Hit[]>();
    for (const hit of hits) {
      for (const reader of owners.get(hit.anchor) ?? []) {
        const known = each.get(reader);
        if (known === undefined) each.set(reader, [hit]);
        else known.push(hit);
      }
    }
    const found: ProgramReport[] = [];
    for (const [reader, own] of each) {
      for (const report of reader.read(channel, own)) {
        if (report.kind === 'program-crash') found.push(report);
      }
    }
    return found;
  }
}

/** What writes of others: the name before its lines is not that of the program that died. */
const WRITERS =
  /^(?:systemd|abrt|apport|kernel|dockerd?$|containerd|conmon|podman|kubelet|crio|bash$|sh$|dash$|cron|CRON|sshd|sudo|su$|login|root$)/;

/** Who wrote the lines is who died, where the report does not know it better. */
function signed(report: ProgramReport, stream: string): ProgramReport {
  const { details } = report;
  const match = /^([^\s[\]]{1,100})(?:\[(\d{1,10})\])?$/.exec(stream);
  if (match === null || WRITERS.test(match[1]!) || OBSERVERS.has(details.source)) return report;
  if (details.source === 'coredump' || details.source === 'debugger') return report;
  const pid = match[2] === undefined ? null : Number(match[2]);
  return {
    ...report,
    details: { ...details, program: details.program ?? match[1]!, pid: details.pid ?? pid },
  };
}

/**
 * The lines nobody signed, by themselves: on a console the kernel writes between a program's lines. (With the others they are read too:
 * lines with nothing but a date before them, as containers' logs have, pass for the kernel's.)
 * @returns null where all lines are of one kind
 */
function unsigned(channel: Channel, hits: readonly Hit[]): { channel: Channel; hits: readonly Hit[] } | null {
  if (channel.stream !== 'kernel' || hits.length === 0) return null;
  const lines: Line[] = [];
  const at: number[] = [];
  channel.lines.forEach((line, index) => {
    if (line.stream !== '') return;
    lines.push(line);
    at.push(index);
  });
  if (lines.length === 0 || lines.length === channel.lines.length) return null;
  const own: Hit[] = [];
  let next = 0;
  for (const { index, anchor } of hits) {
    while (next < at.length && at[next]! < index) next++;
    if (at[next] === index) own.push({ index: next, anchor });
  }
  return own.length === 0 ? null : { channel: { stream: '', lines }, hits: own };
}

/** One report for each crash: what lies inside another report is part of it, and what the shell says is said of the crash before. */
function settled(found: readonly ProgramReport[], channel: Channel): ProgramReport[] {
  if (found.length < 2) return [...found];
  const wanted = new Map<Line, number>();
  for (const report of found) {
    const lines = readFrom(report);
    if (lines !== null) wanted.set(lines.first, 0).set(lines.last, 0);
  }
  channel.lines.forEach((line, index) => {
    if (wanted.has(line)) wanted.set(line, index);
  });
  const placed = found.map(report => {
    const lines = readFrom(report);
    const first = lines === null ? 0 : wanted.get(lines.first)!;
    return { report, first, last: lines === null ? first : Math.max(first, wanted.get(lines.last)!) };
  });
  placed.sort((a, b) => a.first - b.first || b.last - a.last);
  const kept: { report: ProgramReport; first: number; last: number }[] = [];
  for (const each of placed) {
    const before = kept.at(-1);
    if (before === undefined || each.first > before.last + NEAR) {
      kept.push(each);
      continue;
    }
    const { report } = each;
    if (each.last <= before.last) {
      // Several may stand on one line where line breaks were lost.
      if (
        each.first === before.last &&
        before.report.details.source === report.details.source &&
        report.title !== before.report.title
      )
        kept.push(each);
      else if (before.report.details.signal === null && report.details.signal !== null)
        before.report = withDeath(before.report, report);
    } else if (OBSERVERS.has(report.details.source) && mayBeOf(before.report, report)) {
      before.report = withDeath(before.report, report);
      before.last = each.last;
    } else kept.push(each);
  }
  return kept.map(({ report }) => report);
}

/** A shell's line about a crash that nothing contradicts: another process, another signal, another program. */
function mayBeOf(crash: ProgramReport, death: ProgramReport): boolean {
  const { details } = crash;
  if (OBSERVERS.has(details.source) || EXITS.has(crash.type)) return false;
  if (details.pid !== null && death.details.pid !== null && details.pid !== death.details.pid) return false;
  return details.signal === null || details.signal === death.details.signal;
}

/** The crash, with what the observer knew besides. */
function withDeath(crash: ProgramReport, death: ProgramReport): ProgramReport {
  const { details, span } = crash;
  return changed(crash, {
    span: {
      ...span,
      endLine: Math.max(span.endLine, death.span.endLine),
      endOffset: Math.max(span.endOffset, death.span.endOffset),
    },
    details: {
      ...details,
      program: details.program ?? death.details.program,
      pid: details.pid ?? death.details.pid,
      signal: details.signal ?? death.details.signal,
    },
  });
}
