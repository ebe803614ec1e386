import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { baseName, crashReport, normalised } from './crash.js';
import { readEach, type Taken } from './each.js';
import { type JvmPlace, jvmFrame } from './jvm-frames.js';

/**
 * The head of a hs_err file, which the console shows too (hotspot/share/utilities/vmError.cpp, VMError::report). Before JDK 7 it was
 * `An unexpected error …`.
 */
const FATAL =
  /^# (?:A fatal error|An unexpected error) has been detected by (?:the )?(?:Java Runtime Environment|HotSpot Virtual Machine|Java VM)/;
const MEMORY = /^# There is insufficient memory for the Java Runtime Environment to continue\.$/;
const SIGNAL =
  /^#\s{1,4}(SIG[A-Z]{2,8}|EXCEPTION_[A-Z_]{3,40}|[A-Z][A-Z_]{3,40}) \((0x[0-9a-f]{1,8})\) at pc=(0x[0-9a-f]{1,16})(?: \((.{1,80})\))?, pid=(\d{1,10}), tid=(\S{1,20})$/;
const INTERNAL =
  /^#\s{1,4}(Internal Error|Out of Memory Error) \((.{1,300})\), pid=(\d{1,10}), tid=(\S{1,20})$/;
const NATIVE_MEMORY = /^# Native memory allocation \((.{1,40})\) failed to (.{1,200})$/;
const PROBLEMATIC = /^# Problematic frame:$/;
const THREAD = /^Current thread(?: \((0x[0-9a-f]{1,16})\))?(?: is (.{1,60})|: {1,4}(.{1,300}))$/;
const SIGINFO =
  /^siginfo: ?si_signo: (\d{1,3}) \((\w{1,12})\)(?:, si_code: \d{1,8} \((\w{1,20})\))?(?:.{0,60}?si_addr: (0x[0-9a-f]{1,16}))?/;
const SIGINFO_OLD = /^siginfo:si_signo=(\w{1,12}): .{0,40}?si_addr=(0x[0-9a-f]{1,16})/;

/** A hs_err file has some hundred lines, with long tables in between. */
const LONGEST = 20_000;

/** The Java virtual machine's own crash: hs_err files, and what the console shows of them. */
export const jvm: Reader = {
  name: 'jvm',
  anchors: [
    'A fatal error has been detected by the',
    'An unexpected error has been detected by',
    'There is insufficient memory for the Java',
    // What follows keeps a hs_err file together over its long tables.
    'Native frames: (J=',
    'Java frames: (J=',
    'siginfo: si_signo',
    'Dynamic libraries:',
    'VM Arguments:',
    'Signal Handlers:',
    '---------------  ',
    'vm_info: ',
  ],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, index => {
      const text = channel.lines[index]!.text.slice(0, 200).trimEnd();
      return FATAL.test(text) || MEMORY.test(text) ? hsErr(channel.lines, index) : null;
    });
  },
};

interface Facts {
  signal: string | null;
  signalCode: string | null;
  how: string | null;
  internal: string | null;
  says: string | null;
  pid: number | null;
  pc: string | null;
  address: string | null;
  frame: Frame | null;
  place: JvmPlace | null;
  memory: string | null;
  readonly native: Frame[];
  readonly java: Frame[];
  readonly decoded: Record<string, string>;
}

function hsErr(lines: readonly Line[], index: number): Taken | null {
  const facts: Facts = {
    signal: null,
    signalCode: null,
    how: null,
    internal: null,
    says: null,
    pid: null,
    pc: null,
    address: null,
    frame: null,
    place: null,
    memory: null,
    native: [],
    java: [],
    decoded: {},
  };
  const memory = MEMORY.test(lines[index]!.text.slice(0, 200).trimEnd());
  const headEnd = head(lines, index, facts);
  if (facts.signal === null && facts.internal === null && facts.memory === null) return null;
  const last = body(lines, headEnd, facts);
  return { report: reportOf(lines, headStart(lines, index), last, facts, memory), last };
}

function headStart(lines: readonly Line[], index: number): number {
  return index > 0 && lines[index - 1]!.text.trim() === '#' ? index - 1 : index;
}

/** The lines that begin with `#`. */
function head(lines: readonly Line[], index: number, facts: Facts): number {
  let last = index;
  for (let i = index + 1; i < lines.length && i < index + 60; i++) {
    const text = lines[i]!.text.slice(0, 1500).trimEnd();
    if (text === '') continue;
    if (!text.startsWith('#')) break;
    last = i;
    const signal = SIGNAL.exec(text);
    const internal = INTERNAL.exec(text);
    const memory = NATIVE_MEMORY.exec(text);
    if (signal !== null) {
      facts.signal = signal[1]!;
      facts.pc = signal[3]!;
      facts.how = signal[4] ?? null;
      facts.pid = Number(signal[5]);
      facts.decoded['tid'] = signal[6]!;
    } else if (internal !== null) {
      facts.internal = `${internal[1]} (${internal[2]})`;
      facts.pid = Number(internal[3]);
      facts.decoded['tid'] = internal[4]!;
      const next = lines[i + 1]?.text.slice(0, 600).trimEnd() ?? '';
      if (/^#\s{1,4}\S/.test(next) && !/^# (?:JRE version|Java VM|Problematic)/.test(next))
        facts.says = next.replace(/^#\s{1,4}/, '');
    } else if (memory !== null) facts.memory = `${memory[1]} failed to ${memory[2]}`;
    else if (text.startsWith('# JRE version: ')) facts.decoded['jre'] = text.slice(15);
    else if (text.startsWith('# Java VM: ')) facts.decoded['vm'] = text.slice(11);
    else if (PROBLEMATIC.test(text)) {
      const next = lines[i + 1];
      const read = next === undefined ? null : jvmFrame(next, next.text.replace(/^#\s?/, ''));
      if (read !== null) {
        facts.frame = read.frame;
        facts.place = read.place;
        last = i + 1;
      }
    } else if (/^# (?:No core dump|Core dump|Failed to write core|CreateCoredump)/.test(text))
      facts.decoded['core'] = text.slice(2);
  }
  return last;
}

/** Sections of a hs_err file whose first words say what they hold; the next line with content is the fact. */
const NEXT_LINE: Readonly<Record<string, string>> = { 'OS:': 'os', 'CPU:': 'cpu' };
const SAME_LINE: readonly (readonly [string, string])[] = [
  ['Command Line: ', 'command'],
  ['Host: ', 'host'],
  ['Time: ', 'time'],
  ['uname: ', 'uname'],
  ['uname:', 'uname'],
  ['libc: ', 'libc'],
  ['libc:', 'libc'],
  ['vm_info: ', 'vmInfo'],
  ['OS: ', 'os'],
  ['OS:', 'os'],
  ['CPU: ', 'cpu'],
  ['CPU:', 'cpu'],
  ['java_command: ', 'java'],
  ['VM state: ', 'state'],
  ['VM state:', 'state'],
];

/** What a hs_err file has behind its head; the console's text ends there. */
function body(lines: readonly Line[], from: number, facts: Facts): number {
  let last = from;
  let section: Frame[] | null = null;
  let begun = false;
  for (let i = from + 1; i < lines.length && i < from + LONGEST; i++) {
    const line = lines[i]!;
    const text = line.text.slice(0, 1500).trimEnd();
    if (!begun) {
      // Nothing of the file may follow: then this was the console.
      if (/^-{10,20} {1,3}[A-Z](?: [A-Z]){2,20} {1,3}-{10,20}$/.test(text)) begun = true;
      else if (i > from + 12 || FATAL.test(text)) return from;
      else continue;
    }
    if (FATAL.test(text) || MEMORY.test(text)) return last;
    if (text === '') {
      section = null;
      continue;
    }
    last = i;
    if (text === 'END.') return i;
    if (text.startsWith('Native frames: ')) section = facts.native;
    else if (text.startsWith('Java frames: ')) section = facts.java;
    else if (section !== null) {
      const read = jvmFrame(line, text);
      if (read !== null && section.length < 200) section.push(read.frame);
    } else fact(facts, text, lines[i + 1]?.text ?? '');
  }
  return last;
}

function fact(facts: Facts, text: string, next: string): void {
  const thread = THREAD.exec(text);
  if (thread !== null) {
    facts.decoded['thread'] ??= (thread[2] ?? thread[3])!.trim();
    return;
  }
  const info = SIGINFO.exec(text);
  if (info !== null) {
    facts.signal ??= info[2]!;
    facts.signalCode = info[3] ?? null;
    facts.address ??= info[4] ?? null;
    return;
  }
  const old = SIGINFO_OLD.exec(text);
  if (old !== null) {
    facts.address ??= old[2]!;
    return;
  }
  const name = NEXT_LINE[text];
  if (name !== undefined) {
    facts.decoded[name] ??= next.slice(0, 300).trim();
    return;
  }
  for (const [start, key] of SAME_LINE) {
    if (!text.startsWith(start)) continue;
    facts.decoded[key] ??= text.slice(start.length, 500).trim();
    return;
  }
}

const WHERE: Readonly<Record<JvmPlace, string>> = {
  vm: 'the Java virtual machine itself (libjvm)',
  native: 'a native library',
  compiled: 'Java code that the just-in-time compiler made',
  interpreted: 'interpreted Java code',
  stub: 'code that the virtual machine generated (stubs, the interpreter)',
};

function reportOf(
  lines: readonly Line[],
  index: number,
  last: number,
  facts: Facts,
  memory: boolean,
): ProgramReport {
  const frames = facts.native.length > 0 ? facts.native : facts.frame === null ? facts.java : [facts.frame];
  const what = whatOf(facts, memory);
  const top = facts.frame;
  const place = top === null ? null : top.function !== '' ? top.function : top.module;
  // A signal that somebody sent has nothing to do with what the thread did.
  const sent = facts.how?.startsWith('sent by') === true;
  const where = place === null || memory ? '' : ` in ${place}`;
  return crashReport({
    title: `JVM: ${what}${where}`,
    altTitles: [
      ...(top?.module == null || place === top.module ? [] : [`JVM: ${what} in ${top.module}`]),
      ...(facts.memory === null ? [] : [`JVM: native memory allocation (${normalised(facts.memory)})`]),
    ],
    type: 'JVM',
    source: 'jvm',
    first: lines[index]!,
    last: lines[last]!,
    program: 'java',
    pid: facts.pid,
    signal: facts.signal ?? (facts.internal === null ? null : 'SIGABRT'),
    address: facts.address,
    error: facts.internal ?? facts.memory ?? facts.how,
    decoded: {
      ...facts.decoded,
      where: facts.place === null ? null : WHERE[facts.place],
      frame:
        top === null
          ? null
          : lines
              .find(({ number }) => number === top.line)
              ?.text.replace(/^#\s?/, '')
              .trim(),
      says: facts.says,
      sent: sent ? `the signal was ${facts.how}: no fault of the program` : null,
      code: facts.signalCode,
      pc: facts.pc,
      javaFrames:
        facts.java.length === 0
          ? null
          : facts.java
              .slice(0, 5)
              .map(each => each.function)
              .join(' < '),
    },
    frames,
    blamed:
      top === null || place === null
        ? null
        : { function: top.function || null, file: top.file ?? top.module },
  });
}

function whatOf(facts: Facts, memory: boolean): string {
  if (memory || facts.internal?.startsWith('Out of Memory') === true) return 'insufficient memory';
  if (facts.signal !== null && facts.internal === null) return facts.signal;
  const says = facts.says === null ? '' : `: ${normalised(facts.says)}`;
  const file = /\(([^:()]{1,200}):\d{1,7}\)/.exec(facts.internal ?? '')?.[1];
  return `Internal Error${file === undefined ? '' : ` (${baseName(file)})`}${says}`;
}
