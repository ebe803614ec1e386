import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { coredumpRows } from './coredumpctl.js';
import { baseName, crashReport, frameOf } from './crash.js';
import { blamedFrame, shortName } from './native.js';
import { isFault } from './signals.js';

/**
 * systemd-coredump's message (src/coredump/coredump.c, submit_coredump), also as coredumpctl shows it; before it the same sentence of
 * abrt's hook, which ends `killed by SIGSEGV - dumping core`.
 */
const DUMPED =
  /Process (\d{1,10}) \((.{1,64}?)\) of user (\S{1,64}) (?:dumped core|(?:terminated|was terminated) abnormally(?: with signal (\d{1,3})\/([A-Z0-9]{2,8}))?|killed by (SIG[A-Z0-9]{2,8}))/;
const THREAD = /Stack trace of thread (\d{1,10}):/;
/** `#0  0x00007f6d1b2c3d4e raise (libc.so.6 + 0x3ebff)`, without debug information `n/a (/usr/bin/foo + 0x12)` (parse_core, dwfl). */
const FRAME =
  /^\s{0,40}#(\d{1,4}) {1,4}0x([0-9a-f]{1,16}) (.{1,800}) \((.{1,300}?)(?: \+ 0x([0-9a-f]{1,16}))?\)\s{0,8}$/;
/** coredumpctl info's fields, right-aligned before the colon. */
const FIELD =
  /^\s{0,24}(PID|Signal|Command Line|Executable|Unit|User Unit|Control Group|Storage|Package|Hostname|Timestamp|Corefile|Coredump): {0,4}(.{0,500})$/;
const ARCHITECTURE = /^\s{0,40}ELF object binary architecture: (.{1,60})$/;
const MODULE = /^\s{0,40}(?:Module \S.{0,300}|Found module \S.{0,300}|Metadata for module .{1,300})$/;

/** Lines that a message has at most, with every thread and module. */
const LONGEST = 20_000;
/** Lines of coredumpctl's fields before the message. */
const FIELDS = 40;

/** Core dumps as systemd-coredump, coredumpctl and abrt tell them. */
export const coredump: Reader = {
  name: 'coredump',
  anchors: [
    'dumped core.',
    'Stack trace of thread ',
    'terminated abnormally',
    ' - dumping core',
    'COREFILE',
    'COREDUMP',
  ],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    const reports: ProgramReport[] = [];
    let done = -1;
    for (const { index, anchor } of hits) {
      if (index <= done) continue;
      if (anchor.startsWith('CORE')) {
        const rows = coredumpRows(channel, index);
        if (rows === null) continue;
        reports.push(...rows.reports);
        done = rows.last;
        continue;
      }
      const read = message(channel, index, done);
      if (read === null) continue;
      reports.push(read.report);
      done = read.last;
    }
    return reports;
  },
};

interface Thread {
  readonly id: string;
  readonly frames: Frame[];
}

/** One message, from its first sentence (or its first stack, where that is lost) to the end of what belongs to it. */
function message(
  channel: Channel,
  index: number,
  done: number,
): { report: ProgramReport; last: number } | null {
  const { lines } = channel;
  const head = DUMPED.exec(lines[index]!.text.slice(0, 600));
  if (head === null && !THREAD.test(lines[index]!.text)) return null;
  const fields = fieldsBefore(lines, index, done);
  const threads: Thread[] = [];
  let modules = 0;
  let architecture: string | null = null;
  let last = index;
  for (let i = head === null ? index : index + 1; i < lines.length && i < index + LONGEST; i++) {
    const text = lines[i]!.text;
    if (text.length > 1400) break;
    if (text.trim() === '') continue;
    const thread = THREAD.exec(text);
    const frame = thread === null ? FRAME.exec(text) : null;
    // A stack that no frame follows is the end of what can be read: so nothing is looked through twice.
    if (thread !== null && threads.at(-1)?.frames.length === 0) break;
    if (thread !== null) threads.push({ id: thread[1]!, frames: [] });
    else if (frame !== null) threads.at(-1)?.frames.push(toFrame(lines[i]!, frame));
    else if (MODULE.test(text)) modules++;
    else if (ARCHITECTURE.test(text)) architecture = ARCHITECTURE.exec(text)![1]!;
    else if (/^\s{1,40}(?:#\d|build-id|type: |version: )/.test(text)) modules += 0;
    else break;
    last = i;
  }
  if (head === null && (threads[0]?.frames.length ?? 0) === 0) return null;
  const frames = threads[0]?.frames ?? [];
  const signal =
    signalOf(head, fields.get('Signal')) ??
    // Where the message leaves the signal out, the stack may tell.
    (frames.slice(0, 6).some(({ function: name }) => name === 'abort' || name === '__GI_abort')
      ? 'SIGABRT'
      : null);
  const pid = Number(head?.[1] ?? /^\d{1,10}/.exec(fields.get('PID') ?? '')?.[0] ?? threads[0]?.id);
  const executable = fields.get('Executable') ?? null;
  const program = head?.[2] ?? (executable === null ? (frames.at(-1)?.module ?? null) : baseName(executable));
  const from = fields.size === 0 ? index : fieldsStart(lines, index, done);
  return {
    report: crashReport({
      ...titled(program, signal, frames),
      type: 'COREDUMP',
      source: 'coredump',
      first: lines[from]!,
      last: lines[last]!,
      program,
      pid: Number.isNaN(pid) ? null : pid,
      signal,
      error: head?.[0] ?? lines[index]!.text.trim(),
      decoded: {
        user: head?.[3],
        executable,
        command: fields.get('Command Line'),
        unit: fields.get('Unit') ?? fields.get('User Unit'),
        storage: fields.get('Storage') ?? fields.get('Coredump') ?? fields.get('Corefile'),
        package: fields.get('Package'),
        timestamp: fields.get('Timestamp'),
        architecture,
        threads: threads.length > 1 ? String(threads.length) : null,
        modules: modules > 0 ? String(modules) : null,
      },
      frames,
    }),
    last,
  };
}

/** `foo: SIGSEGV in parse`, or as much of it as is known. */
export function titled(
  program: string | null,
  signal: string | null,
  frames: readonly Frame[],
): {
  title: string;
  altTitles: readonly string[];
  blamed: { function: string | null; file: string | null } | null;
} {
  const frame = blamedFrame(frames);
  const place = frame === undefined ? (frames[0]?.module ?? null) : shortName(frame.function);
  const what = signal ?? 'core dump';
  const where = place === null ? '' : ` in ${baseName(place)}`;
  return {
    title: program === null ? `${what}${where}` : `${program}: ${what}${where}`,
    altTitles: where === '' ? [] : [`${what}${where}`],
    blamed:
      frame === undefined
        ? null
        : { function: shortName(frame.function), file: frame.file ?? frame.module ?? null },
  };
}

function toFrame(line: Line, match: RegExpExecArray): Frame {
  const name = match[3]!;
  const offset = match[5] === undefined ? null : Number.parseInt(match[5], 16);
  return frameOf(line, name === 'n/a' ? '' : name, {
    module: match[4]!,
    offset: offset === null || !Number.isSafeInteger(offset) ? null : offset,
    address: `0x${match[2]}`,
  });
}

function signalOf(head: RegExpExecArray | null, field: string | undefined): string | null {
  if (head?.[6] !== undefined) return head[6];
  if (head?.[5] !== undefined) return `SIG${head[5]}`;
  const match = /^\d{1,3} \(([A-Z0-9+]{2,10})\)/.exec(field ?? '');
  if (match === null) return null;
  const signal = `SIG${match[1]}`;
  return isFault(signal) || /^[A-Z0-9+]{2,10}$/.test(match[1]!) ? signal : null;
}

function fieldsStart(lines: readonly Line[], index: number, done: number): number {
  let start = index;
  for (let i = index; i > done && i > index - FIELDS && i >= 0; i--) {
    if (/^\s{0,24}PID: /.test(lines[i]!.text.slice(0, 60))) return i;
    if (FIELD.test(lines[i]!.text.slice(0, 560))) start = i;
  }
  return start;
}

function fieldsBefore(lines: readonly Line[], index: number, done: number): Map<string, string> {
  const fields = new Map<string, string>();
  if (!/^\s{0,24}Message: /.test(lines[index]!.text.slice(0, 60))) return fields;
  for (let i = index - 1; i > done && i > index - FIELDS && i >= 0; i--) {
    const match = FIELD.exec(lines[i]!.text.slice(0, 560));
    if (match === null) continue;
    if (!fields.has(match[1]!)) fields.set(match[1]!, match[2]!.trim());
    if (match[1] === 'PID') break;
  }
  return fields;
}
