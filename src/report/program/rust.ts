import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { baseName, crashReport, normalised } from './crash.js';
import { readEach, type Taken } from './each.js';
import { ownRustFrame, rustBacktrace } from './rust-backtrace.js';

/** library/std/src/panicking.rs, default_hook: since 1.73 the message stands on the next line; newer ones print the thread's id. */
const PANICKED =
  /thread '([^']{1,200})'(?: \((\d{1,20})\))? panicked at ([^\s'][^':]{0,400}):(\d{1,8}):(\d{1,8}):\s{0,4}$/;
const PANICKED_OLD =
  /thread '([^']{1,200})'(?: \((\d{1,20})\))? panicked at '(.{0,4000}?)', ([^\s':]{1,400}):(\d{1,8})(?::(\d{1,8}))?\s{0,4}$/;
/** The old form with a message of several lines: its first and its last line. */
const OPENED_OLD = /thread '([^']{1,200})'(?: \((\d{1,20})\))? panicked at '(.{0,2000})$/;
const CLOSED_OLD = /^(.{0,2000})', ([^\s':]{1,400}):(\d{1,8})(?::(\d{1,8}))?$/;
const OVERFLOWED = /thread '([^']{1,200})'(?: \((\d{1,20})\))? has overflowed its stack$/;
const FATAL = /^fatal runtime error: (.{1,300})$/;
const ALLOCATION = /^memory allocation of (\d{1,30}) bytes failed$/;
/** What ends a message and begins what comes behind it. */
const BEHIND = /^(?:stack backtrace:|note: )|^thread '|^\s{1,6}\d{1,4}: /;
const ABORTS =
  /^(thread caused non-unwinding panic\. aborting\.|thread panicked while (?:processing panic|panicking)\. aborting\.|panic in a (?:destructor|Drop).{0,80}|fatal runtime error: .{1,200})$/;

const LONGEST_MESSAGE = 40;

/** Panics of Rust programs, and what the runtime says when it cannot even panic. */
export const rust: Reader = {
  name: 'rust',
  anchors: [' panicked at ', 'has overflowed its stack', 'fatal runtime error: ', 'memory allocation of '],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, index => {
      if (channel.lines[index]!.text.length > 6000) return null;
      const panic = panicAt(channel.lines, index);
      return panic !== null ? panicReport(channel.lines, index, panic) : fatal(channel.lines, index);
    });
  },
};

interface Panic {
  readonly thread: string;
  readonly tid: string | undefined;
  readonly file: string;
  readonly line: string;
  readonly message: string;
  /** Index of the last line of the message. */
  readonly end: number;
}

function panicAt(lines: readonly Line[], index: number): Panic | null {
  const text = lines[index]!.text.trimEnd();
  const match = PANICKED.exec(text);
  if (match !== null) {
    const { message, end } = messageBehind(lines, index);
    return { thread: match[1]!, tid: match[2], file: match[3]!, line: match[4]!, message, end };
  }
  const old = PANICKED_OLD.exec(text);
  if (old !== null)
    return { thread: old[1]!, tid: old[2], message: old[3]!, file: old[4]!, line: old[5]!, end: index };
  const opened = OPENED_OLD.exec(text);
  if (opened === null) return null;
  const said = [opened[3]!];
  for (let i = index + 1; i < lines.length && i <= index + LONGEST_MESSAGE; i++) {
    const next = lines[i]!.text.slice(0, 2500).trimEnd();
    const closed = CLOSED_OLD.exec(next);
    if (closed !== null) {
      const message = [...said, closed[1]!].join('\n');
      return { thread: opened[1]!, tid: opened[2], message, file: closed[2]!, line: closed[3]!, end: i };
    }
    said.push(next);
  }
  return null;
}

function messageBehind(lines: readonly Line[], index: number): { message: string; end: number } {
  const said: string[] = [];
  let end = index;
  for (let i = index + 1; i < lines.length && i <= index + LONGEST_MESSAGE; i++) {
    const text = lines[i]!.text.slice(0, 2000).trimEnd();
    if (BEHIND.test(text) || (i > index + 1 && ABORTS.test(text)))
      return { message: said.join('\n').trim(), end };
    // Without a note behind it, nobody says where a message ends: its first line counts.
    said.push(text);
    if (i === index + 1 || text !== '') end = i;
  }
  return { message: said[0] ?? '', end: Math.min(index + 1, lines.length - 1) };
}

function panicReport(lines: readonly Line[], index: number, panic: Panic): Taken {
  const { frames, last: traced } = rustBacktrace(lines, panic.end);
  const { last, aborts } = endOf(lines, Math.max(panic.end, traced));
  const own = ownRustFrame(frames);
  const line = panic.message.split('\n', 1)[0]!;
  const says = line === '' ? 'panic' : normalised(line);
  const name = own?.function ?? null;
  return {
    report: crashReport({
      title: `panicked at ${baseName(panic.file)}: ${says}`,
      altTitles: [...(name === null ? [] : [`panic in ${name}: ${says}`]), says],
      type: 'RUST',
      source: 'rust',
      first: lines[index]!,
      last: lines[last]!,
      // The main thread's id is the process's.
      pid: panic.thread === 'main' && panic.tid !== undefined ? Number(panic.tid) : null,
      signal: aborts === null ? null : 'SIGABRT',
      error: panic.message,
      decoded: {
        thread: panic.thread,
        tid: panic.tid,
        at: `${panic.file}:${panic.line}`,
        aborts,
      },
      frames,
      blamed: { function: name, file: panic.file },
    }),
    last,
  };
}

/** The notes behind a panic, and whether the runtime then gave up. */
function endOf(lines: readonly Line[], from: number): { last: number; aborts: string | null } {
  let last = from;
  let aborts: string | null = null;
  for (let i = from + 1; i < lines.length && i <= from + 4; i++) {
    const text = lines[i]!.text.slice(0, 400).trim();
    if (text === '') continue;
    if (text.startsWith('note: ')) last = i;
    else if (ABORTS.test(text)) {
      aborts = text;
      last = i;
    } else break;
  }
  return { last, aborts };
}

/** Stack overflows, failed allocations and the runtime's other last words. */
function fatal(lines: readonly Line[], index: number): Taken | null {
  const text = lines[index]!.text.trim();
  const overflowed = OVERFLOWED.exec(text);
  const allocation = ALLOCATION.exec(text);
  const words = FATAL.exec(text);
  if (overflowed === null && allocation === null && words === null) return null;
  const next = lines[index + 1]?.text.trim() ?? '';
  const said = overflowed !== null && FATAL.test(next.slice(0, 400)) ? index + 1 : index;
  const { frames, last: traced } = rustBacktrace(lines, said);
  const { last } = endOf(lines, Math.max(said, traced));
  const own = ownRustFrame(frames);
  const what =
    overflowed !== null
      ? 'stack overflow'
      : allocation !== null
        ? 'memory allocation failed'
        : normalised(words![1]!).replace(/, aborting$/, '');
  return {
    report: crashReport({
      title: allocation !== null ? 'memory allocation of NUM bytes failed' : `fatal runtime error: ${what}`,
      altTitles: own === undefined ? [] : [`${what} in ${own.function}`],
      type: 'RUST',
      source: 'rust',
      first: lines[index]!,
      last: lines[last]!,
      signal: 'SIGABRT',
      error: text,
      decoded: { thread: overflowed?.[1], tid: overflowed?.[2], size: allocation?.[1] },
      frames,
      blamed: blamed(own),
    }),
    last,
  };
}

function blamed(frame: Frame | undefined): { function: string; file: string | null } | null {
  return frame === undefined ? null : { function: frame.function, file: frame.file ?? null };
}
