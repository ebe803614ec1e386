import { signalName } from '../../base/index.js';
import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { titled } from './coredump.js';
import { crashReport, frameOf } from './crash.js';
import { readEach, type Taken } from './each.js';

/** gdb (infrun.c, print_signal_received_reason; corelow.c): `Thread 1 "app" received signal SIGSEGV, Segmentation fault.` */
const GDB =
  /(?:^|\s)(?:Program|Thread \S{1,20}(?: "(.{0,64})")?) (?:received|terminated with) signal (SIG[A-Z0-9]{2,8}|\d{1,3}), (.{1,60}?)\.\s{0,4}$/;
/** lldb: `* thread #1, name = 'app', stop reason = signal SIGSEGV: invalid address (fault address: 0x0)`. */
const LLDB =
  /thread #\d{1,6}(?:, name = '(.{0,64})')?.{0,200}, stop reason = (?:signal (SIG[A-Z0-9]{2,8})|(EXC_[A-Z_]{3,30}))(.{0,200})/;
const LLDB_FRAME = /^\s{0,8}\*? {0,8}frame #(\d{1,5}): (0x[0-9a-f]{4,16}) ([^`]{1,200})`(.{1,800})$/;
const GDB_FRAME = /^#(\d{1,5}) {1,4}(?:(0x[0-9a-f]{1,16}) in )?(.{1,1500})$/;
/** The place gdb stops at, printed before any `bt`: `0x000055555555513d in parse (p=0x0) at main.c:3`. */
const STOPPED =
  /^(?:(0x[0-9a-f]{1,16}) in )?([A-Za-z_~][^\s(]{0,300}) \((.{0,600})\)(?: (?:at|from) (\S{1,300}))?$/;
const AT = / at ([^\s:]{1,300}):(\d{1,7})(?::\d{1,5})?$/;
const FROM = / from (\S{1,300})$/;

/** Lines without a frame after which a pasted session is about something else. */
const GAP = 12;
const LONGEST = 2000;

/** Sessions of gdb and lldb that somebody pasted. */
export const debuggers: Reader = {
  name: 'debugger',
  anchors: ['received signal SIG', 'terminated with signal ', 'stop reason = '],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, index => session(channel, index));
  },
};

function session(channel: Channel, index: number): Taken | null {
  const { lines } = channel;
  const first = lines[index]!;
  const text = first.text.slice(0, 500);
  const gdb = GDB.exec(text);
  const lldb = gdb === null ? LLDB.exec(text) : null;
  const numbered = /^\d/.test(gdb?.[2] ?? '') ? signalName(Number(gdb?.[2])) : null;
  const signal = gdb !== null ? (numbered ?? gdb[2]!) : (lldb?.[2] ?? lldb?.[3] ?? null);
  if (signal === null || signal === 'SIGINT' || signal === 'SIGSTOP') return null;
  const { frames, last } = stack(lines, index);
  // A debugger stops; whoever only writes about it has no frames.
  if (frames.length === 0) return null;
  const program = gdb?.[1] ?? lldb?.[1] ?? null;
  return {
    report: crashReport({
      ...titled(program, signal, frames),
      type: signal === 'SIGSEGV' ? 'SEGFAULT' : signal,
      source: 'debugger',
      first,
      last: lines[last]!,
      program,
      signal,
      address:
        /fault address: (0x[0-9a-f]{1,16})|address=(0x[0-9a-f]{1,16})/.exec(lldb?.[4] ?? '')?.[1] ?? null,
      error: text.trim(),
      frames,
    }),
    last,
  };
}

/** The innermost thread's frames behind a stop. */
function stack(lines: readonly Line[], index: number): { frames: Frame[]; last: number } {
  const frames: Frame[] = [];
  let stopped: Frame | null = null;
  let last = index;
  for (let i = index + 1; i < lines.length && i <= index + LONGEST && i - last <= GAP; i++) {
    const line = lines[i]!;
    const text = line.text
      .slice(0, 1700)
      .trimEnd()
      .replace(/^\(gdb\) /, '');
    const lldb = LLDB_FRAME.exec(text);
    const gdb = lldb === null ? GDB_FRAME.exec(text) : null;
    if (lldb === null && gdb === null) {
      const at = STOPPED.exec(text);
      if (at !== null && stopped === null && frames.length === 0) {
        stopped = gdbFrame(line, at[1], text.slice((at[1]?.length ?? -4) + 4));
        last = i;
      } else if (/^\s{2,8}at \S{1,300}:\d{1,7}$/.test(text) && frames.length > 0) {
        const [file, number] = splitPlace(text.trim().slice(3));
        frames[frames.length - 1] = { ...frames.at(-1)!, file, lineInFile: number };
        last = i;
      }
      continue;
    }
    const number = Number((lldb ?? gdb)![1]);
    if (number === 0 && frames.length > 0) break;
    if (number < frames.length) break;
    frames.push(lldb === null ? gdbFrame(line, gdb![2], gdb![3]!) : lldbFrame(line, lldb));
    last = i;
  }
  return { frames: frames.length > 0 ? frames : stopped === null ? [] : [stopped], last };
}

/** `func (args) at file.c:12` or `func () from /lib/libc.so.6`, behind the number and address. */
export function gdbFrame(line: Line, address: string | undefined, text: string): Frame {
  const at = AT.exec(text.slice(-400));
  const from = at === null ? FROM.exec(text.slice(-400)) : null;
  return frameOf(line, nameBefore(text), {
    address: address ?? null,
    file: at?.[1] ?? null,
    lineInFile: at === null ? null : Number(at[2]),
    module: from?.[1] ?? null,
  });
}

/** The function's name: everything before the blank and parenthesis of its arguments, which templates may hold too. */
function nameBefore(text: string): string {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '<') depth++;
    else if (text[i] === '>') depth = Math.max(0, depth - 1);
    else if (text[i] === ' ' && text[i + 1] === '(' && depth === 0) return text.slice(0, i).trim();
  }
  return text.split(' (', 1)[0]!.trim();
}

function lldbFrame(line: Line, match: RegExpExecArray): Frame {
  const rest = match[4]!;
  const at = AT.exec(rest.slice(-400));
  const cut = rest.search(/\(| \+ | at /);
  return frameOf(line, (cut > 0 ? rest.slice(0, cut) : rest).trim(), {
    address: match[2]!,
    module: match[3]!,
    file: at?.[1] ?? null,
    lineInFile: at === null ? null : Number(at[2]),
  });
}

function splitPlace(text: string): [string, number] {
  const colon = text.lastIndexOf(':');
  return [text.slice(0, colon), Number(text.slice(colon + 1))];
}
