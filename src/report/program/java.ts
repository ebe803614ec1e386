import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { blame, crashReport, frameOf, MOST_FRAMES, normalised } from './crash.js';
import { readEach, type Taken } from './each.js';

/** java.lang.ThreadGroup.uncaughtException: `Exception in thread "main" CLASS: MESSAGE`, then printStackTrace. */
const UNCAUGHT = /(?:^|\s)Exception in thread "(.{0,300}?)" /;
/** `Exception: java.lang.OutOfMemoryError thrown from the UncaughtExceptionHandler in thread "x"` (javaCalls.cpp). */
const HANDLER = /^Exception: (\S{1,300}) thrown from the UncaughtExceptionHandler in thread "(.{0,300})"$/;
const FRAME = /^\s{0,12}at ([^\s()]{1,600})\(([^()]{0,300})\)(?: .{0,300})?$/;
const MORE = /^\s{0,12}\.{3} \d{1,6} (?:more|common frames omitted)$/;
const CAUSED = /^\s{0,40}(?:Caused by|Wrapped by|Suppressed): (.{1,3000})$/;
/** Frames of the platform and of frameworks' plumbing: not the program's own. */
const PLATFORM =
  /^(?:java|javax|jdk|sun|com\.sun|scala|kotlin|kotlinx|groovy|clojure|akka|reactor|org\.(?:springframework|apache|eclipse|jboss|hibernate|junit|gradle|codehaus)|io\.(?:netty|reactivex|undertow|vertx)|worker)\./;
const DEADLOCK = /^Found (\d{1,6}|one) Java-level deadlocks?[:.]$/;

const LONGEST_MESSAGE = 8;
const LONGEST = 6000;

/** Java's exceptions with their stack traces, uncaught or logged, and deadlocks that the virtual machine found. */
export const java: Reader = {
  name: 'java',
  anchors: [
    'Exception in thread ',
    'Caused by: ',
    'java.lang.',
    'at java.base/',
    ' thrown from the UncaughtExceptionHandler',
    'Java-level deadlock',
  ],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, (index, anchor, done) =>
      anchor === 'Java-level deadlock'
        ? deadlock(channel.lines, index)
        : (handler(channel.lines, index) ?? trace(channel.lines, index, done)),
    );
  },
};

interface Head {
  readonly index: number;
  readonly thread: string | null;
  readonly name: string;
  readonly message: string | null;
}

function trace(lines: readonly Line[], index: number, done: number): Taken | null {
  const found = headAt(lines, index) ?? headBefore(lines, index, done);
  // Frames that belong to no exception (a thread dump): they are not looked at again.
  if (typeof found === 'number') return { report: null, last: found };
  if (found === null) return null;
  return traceFrom(lines, found);
}

/** An exception named on the line itself, with frames behind it. */
function headAt(lines: readonly Line[], index: number): Head | null {
  const text = lines[index]!.text;
  if (text.length > 6000 || FRAME.test(text) || CAUSED.test(text)) return null;
  const uncaught = UNCAUGHT.exec(text.slice(0, 600));
  if (uncaught !== null) {
    const rest = text.slice(uncaught.index + uncaught[0].length);
    const named = exceptionIn(rest, true, true);
    return named === null ? null : { index, thread: uncaught[1]!, ...named };
  }
  const next = nextFrame(lines, index);
  const named = next ? exceptionIn(text, false) : null;
  return named === null ? null : { index, thread: null, ...named };
}

/** Whether frames follow, behind a message of few lines. */
function nextFrame(lines: readonly Line[], index: number): boolean {
  const next = lines[index + 1];
  return next !== undefined && (FRAME.test(next.text.slice(0, 1300)) || MORE.test(next.text.slice(0, 60)));
}

/**
 * The exception above the frame or cause on `lines[index]`.
 * @returns a number, the last line of the frames, where they belong to none
 */
function headBefore(lines: readonly Line[], index: number, done: number): Head | number | null {
  const text = lines[index]!.text.slice(0, 3100);
  if (!FRAME.test(text) && !CAUSED.test(text)) return null;
  let i = index;
  while (i - 1 > done && isTraceLine(lines[i - 1]!.text)) i--;
  for (let up = 1; up <= LONGEST_MESSAGE && i - up > done && i - up >= 0; up++) {
    const above = lines[i - up]!.text;
    if (above.length > 6000) break;
    const uncaught = UNCAUGHT.exec(above.slice(0, 600));
    const named =
      uncaught === null
        ? exceptionIn(above, up > 1)
        : exceptionIn(above.slice(uncaught.index + uncaught[0].length), true, true);
    if (named !== null) return { index: i - up, thread: uncaught?.[1] ?? null, ...named };
    // A thread dump's state, a lock: no exception.
    if (/^\s{0,8}java\.lang\.Thread\.State: |^"/.test(above) || above.trim() === '') break;
  }
  let last = index;
  while (last + 1 < lines.length && isTraceLine(lines[last + 1]!.text)) last++;
  return last;
}

function isTraceLine(text: string): boolean {
  if (text.length > 3100) return false;
  return (
    FRAME.test(text) ||
    MORE.test(text) ||
    CAUSED.test(text) ||
    /^\s{1,12}- (?:locked|waiting|parking)/.test(text)
  );
}

/** Separators between a log's own words and an exception's name. */
const WORDS = 60;

/**
 * `java.io.IOException: message` in a text: at its beginning, or (in a log line) behind other words.
 * @param atStart nothing may stand before it
 * @param sure it is one, whatever it is called: `Exception in thread` stands before it
 */
function exceptionIn(
  text: string,
  atStart: boolean,
  sure = false,
): { name: string; message: string | null } | null {
  let at = 0;
  for (let word = 0; word < WORDS && at < text.length; word++) {
    while (text[at] === ' ' || text[at] === '\t') at++;
    let end = at;
    while (end < text.length && text[end] !== ' ' && text[end] !== '\t') end++;
    const token = text.slice(at, Math.min(end, at + 400));
    const name = token.endsWith(':') ? token.slice(0, -1) : token;
    if (
      (sure ? /^[A-Za-z_$][\w$.]{0,300}$/.test(name) : isExceptionName(name)) &&
      (token.endsWith(':') || end >= text.trimEnd().length)
    ) {
      const message = token.endsWith(':') ? text.slice(end).trim() : '';
      return { name, message: message === '' ? null : message };
    }
    if (atStart) return null;
    at = end;
  }
  return null;
}

/** A qualified class name: packages, then a class whose name says that it can be thrown, or that follows `Exception in thread`. */
function isExceptionName(name: string): boolean {
  const parts = name.split('.');
  if (parts.length < 2 || parts.length > 20) return false;
  if (!parts.every(part => /^[A-Za-z_$][\w$]{0,120}$/.test(part))) return false;
  const last = parts.at(-1)!;
  return (
    /^[A-Z]/.test(last) &&
    /(?:Exception|Error|Throwable|Failure|Fault|Interrupt|Death|Cancelled|Timeout)/.test(last)
  );
}

function traceFrom(lines: readonly Line[], head: Head): Taken {
  const frames: Frame[] = [];
  const causes: string[] = [];
  const message = head.message === null ? [] : [head.message];
  let rootFrames: Frame[] = frames;
  let last = head.index;
  for (let i = head.index + 1; i < lines.length && i < head.index + LONGEST; i++) {
    const text = lines[i]!.text.length > 3100 ? lines[i]!.text.slice(0, 3100) : lines[i]!.text;
    const frame = FRAME.exec(text);
    const caused = frame === null ? CAUSED.exec(text) : null;
    if (frame !== null) {
      if (rootFrames.length < MOST_FRAMES) rootFrames.push(javaFrame(lines[i]!, frame));
    } else if (caused !== null) {
      if (causes.length < 20) causes.push(caused[1]!.trim());
      rootFrames = [];
    } else if (!MORE.test(text)) {
      // The message may go on before the first frame, if a frame comes at all.
      if (last !== head.index || i > head.index + LONGEST_MESSAGE || !framesAhead(lines, i, head.index))
        break;
      message.push(text.trim());
      continue;
    }
    last = i;
  }
  return { report: reportOf(lines, head, last, frames, causes, message.join('\n').trim()), last };
}

function framesAhead(lines: readonly Line[], from: number, head: number): boolean {
  for (let i = from; i < lines.length && i <= head + LONGEST_MESSAGE + 1; i++)
    if (FRAME.test(lines[i]!.text.slice(0, 1300))) return true;
  return false;
}

/** `java.base/java.io.FileReader.<init>(FileReader.java:60)`; a class loader's name may stand before the module. */
function javaFrame(line: Line, match: RegExpExecArray): Frame {
  const slash = match[1]!.lastIndexOf('/');
  const place = /^(?:[\w.]{1,60}@?[\w.+-]{0,40}\/)?([^:]{1,200}?)(?::(\d{1,8}))?$/.exec(match[2]!);
  const file = place === null || /Native Method|Unknown Source/.test(place[1]!) ? null : place[1]!;
  return frameOf(line, match[1]!.slice(slash + 1), {
    module: slash > 0 ? match[1]!.slice(0, slash) : null,
    file,
    lineInFile: place?.[2] === undefined ? null : Number(place[2]),
  });
}

function reportOf(
  lines: readonly Line[],
  head: Head,
  last: number,
  frames: readonly Frame[],
  causes: readonly string[],
  message: string,
): ProgramReport {
  const own = frames.find(({ function: name }) => !PLATFORM.test(name)) ?? frames[0];
  const line = message.split('\n', 1)[0]!;
  const root = causes.at(-1);
  return crashReport({
    title: line === '' ? head.name : `${head.name}: ${normalised(line)}`,
    altTitles: [
      ...(own === undefined ? [] : [`${head.name} in ${own.function}`]),
      ...(root === undefined ? [] : [normalised(root)]),
    ],
    type: 'JAVA',
    source: 'java',
    first: lines[head.index]!,
    last: lines[last]!,
    error: message === '' ? head.name : `${head.name}: ${message}`,
    decoded: {
      exception: head.name,
      thread: head.thread,
      caught: head.thread === null ? 'logged, or shown by the program itself' : null,
      ...Object.fromEntries(
        causes.slice(0, 10).map((cause, at) => [`cause${at === 0 ? '' : at + 1}`, cause]),
      ),
    },
    frames,
    blamed: blame(own),
  });
}

function handler(lines: readonly Line[], index: number): Taken | null {
  const match = HANDLER.exec(lines[index]!.text.slice(0, 800).trim());
  if (match === null) return null;
  return {
    report: crashReport({
      title: match[1]!,
      type: 'JAVA',
      source: 'java',
      first: lines[index]!,
      last: lines[index]!,
      error: match[0],
      decoded: { exception: match[1]!, thread: match[2]! },
      corrupted: 'no stack trace',
    }),
    last: index,
  };
}

function deadlock(lines: readonly Line[], index: number): Taken | null {
  if (!DEADLOCK.test(lines[index]!.text.slice(0, 100).trim())) return null;
  const threads: string[] = [];
  const frames: Frame[] = [];
  let last = index;
  for (let i = index + 1; i < lines.length && i < index + 400; i++) {
    const text = lines[i]!.text.slice(0, 1300);
    const thread = /^"(.{1,200})":$/.exec(text.trim());
    const frame = FRAME.exec(text);
    if (DEADLOCK.test(text.trim())) break;
    if (thread !== null) threads.push(thread[1]!);
    else if (frame !== null) frames.push(javaFrame(lines[i]!, frame));
    if (thread !== null || frame !== null) last = i;
    else if (/^Found \d{1,6} deadlocks?\.$/.test(text.trim())) {
      last = i;
      break;
    }
  }
  if (threads.length < 2) return null;
  const own = frames.find(({ function: name }) => !PLATFORM.test(name));
  const names = [...new Set(threads)];
  return {
    report: crashReport({
      title: own === undefined ? 'Java-level deadlock' : `Java-level deadlock in ${own.function}`,
      type: 'DEADLOCK',
      source: 'java',
      first: lines[index]!,
      last: lines[last]!,
      error: lines[index]!.text.trim(),
      decoded: { threads: names.slice(0, 20).join(', ') },
      frames,
      blamed: blame(own),
    }),
    last,
  };
}
