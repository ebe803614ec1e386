import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { baseName, blame, crashReport, normalised } from './crash.js';
import { readEach, type Taken } from './each.js';
import { nodeFatal } from './node-fatal.js';
import { isV8Frame, v8Frame } from './v8-frames.js';

/** An error as V8 spells its stack's head: `TypeError: message`, `AssertionError [ERR_ASSERTION]: message`, `Error`. */
const NAMED =
  /^(?:Uncaught(?::| \(in promise\)| exception:)? {0,2}|Unhandled rejection )?((?:[A-Za-z_$][\w$.]{0,100})?(?:Error|Exception|Warning|Fault|Rejection|Abort)[\w$]{0,40}|[A-Z][\w$]{1,80})(?: \[([A-Z0-9_]{3,60})\])?(?:: (.{0,2000}))?$/;
const REJECTED = /^(?:node:internal.{0,200})?\[?UnhandledPromiseRejection(?:Warning)?: (.{1,1500})$/;
/** The place of an uncaught error: `/src/app/main.js:6`, `node:assert:90`, `file:///src/app.mjs:3`. */
const PLACE = /^((?:\/|[A-Za-z]:\\|file:\/\/|node:|internal\/|\[eval)\S{0,500}?):(\d{1,8})$/;
const MARK = /^\s{0,2000}\^{1,200}\s{0,8}$/;
const VERSION = /^Node\.js (v\d{1,3}\.\d{1,4}\.\d{1,4}\S{0,40})$/;
const NOT_OWN = /^(?:node:|internal\/|\[eval|native |<anonymous>)|\/node_modules\//;

const LONGEST_MESSAGE = 40;
const LONGEST = 400;

/** Errors of Node.js programs: uncaught, unhandled, or logged with their stack; and what ends the process itself. */
export const node: Reader = {
  name: 'node',
  anchors: [
    'Node.js v',
    'node:internal/',
    'internal/modules/cjs/loader.js',
    'internal/process/',
    'processTicksAndRejections',
    'at Object.<anonymous> (',
    'UnhandledPromiseRejection',
    'JavaScript heap out of memory',
    'Native stack trace',
    'FATAL ERROR: ',
    '# Fatal error in ',
  ],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, (index, _anchor, done) => {
      const read = nodeFatal(channel.lines, index, done) ?? error(channel.lines, index, done);
      if (read !== null || !isV8Frame(channel.lines[index]!.text)) return read;
      // Frames without a head are not climbed from each of them again.
      return { report: null, last: stackEnd(channel.lines, index) };
    });
  },
};

interface Head {
  readonly index: number;
  readonly name: string;
  readonly code: string | undefined;
  readonly message: string;
}

function error(lines: readonly Line[], index: number, done: number): Taken | null {
  const from = stackNear(lines, index, done);
  const head = from === null ? thrownValue(lines, index, done) : headAbove(lines, from, done);
  if (head === null) return null;
  const { frames, last, version } = behind(lines, head.index, from);
  const above = placeAbove(lines, head.index, done);
  const uncaught = above !== null || version !== null;
  const own = frames.find(({ file }) => file !== undefined && !NOT_OWN.test(file)) ?? frames[0];
  const line = head.message.split('\n', 1)[0]!.replace(/:$/, '');
  const first = above?.index ?? head.index;
  return {
    report: crashReport({
      title: line === '' ? head.name : `${head.name}: ${normalised(line)}`,
      altTitles: own === undefined || own.function === '' ? [] : [`${head.name} in ${own.function}`],
      type: 'NODE',
      source: 'node',
      first: lines[first]!,
      last: lines[last]!,
      program: above === null || NOT_OWN.test(above.file) ? null : baseName(above.file),
      error: head.message === '' ? head.name : `${head.name}: ${head.message}`,
      decoded: {
        exception: head.name,
        code: head.code,
        version,
        at: above === null ? null : `${above.file}:${above.line}`,
        caught: uncaught ? null : 'logged, or shown by the program itself',
      },
      frames,
      blamed: own === undefined ? (above === null ? null : { function: null, file: above.file }) : blame(own),
    }),
    last,
  };
}

/** The last of the frames that `lines[index]` is one of. */
function stackEnd(lines: readonly Line[], index: number): number {
  let last = index;
  while (last + 1 < lines.length && isV8Frame(lines[last + 1]!.text)) last++;
  return last;
}

/** The first frame of the stack the anchor stands in, or above it (`Node.js v…` stands behind). */
function stackNear(lines: readonly Line[], index: number, done: number): number | null {
  let at = index;
  if (!isV8Frame(lines[index]!.text)) {
    at = -1;
    for (let i = index - 1; i > done && i >= 0 && i >= index - 60; i--) {
      if (!isV8Frame(lines[i]!.text)) continue;
      at = i;
      break;
    }
    // Behind the place of an uncaught error (`node:internal/…:90`) its stack follows.
    for (let i = index + 1; at < 0 && i < lines.length && i <= index + 50; i++)
      if (isV8Frame(lines[i]!.text)) at = i;
    if (
      at < 0 ||
      (at > index &&
        !PLACE.test(lines[index]!.text.trim()) &&
        !REJECTED.test(lines[index]!.text.slice(0, 1800)))
    )
      return null;
  }
  // Through the causes, which are indented deeper, up to the first.
  let first = at;
  for (let i = at - 1; i > done && i >= 0 && i > at - LONGEST; i--) {
    const text = lines[i]!.text;
    if (isV8Frame(text)) first = i;
    else if (!/^\s{1,40}\[cause\]: /.test(text.slice(0, 60))) break;
  }
  return first;
}

/** The error named above a stack; its message may have many lines. */
function headAbove(lines: readonly Line[], from: number, done: number): Head | null {
  const below: string[] = [];
  for (let i = from - 1; i > done && i >= 0 && i >= from - LONGEST_MESSAGE; i--) {
    const text = lines[i]!.text.slice(0, 2500).trimEnd();
    const match = i === from - 1 || /Error|Exception|Reject/.test(text) ? NAMED.exec(text) : null;
    // A capitalised word is the beginning only directly above the stack, or with the mark of an uncaught error above it.
    if (match !== null && (/Error|Exception|Rejection/.test(match[1]!) || below.length === 0)) {
      const message = [match[3] ?? '', ...below].join('\n').trim();
      return { index: i, name: match[1]!, code: match[2], message };
    }
    if (MARK.test(text) && text.includes('^')) return null;
    below.unshift(text);
  }
  return null;
}

/** Something that is no error was thrown: `Uncaught:` has no stack, the runtime tells of it in brackets. */
function thrownValue(lines: readonly Line[], index: number, done: number): Head | null {
  for (let i = index; i > done && i >= 0 && i >= index - 12; i--) {
    const match = REJECTED.exec(lines[i]!.text.slice(0, 1800).trim());
    if (match === null) continue;
    const reason = /reason "(.{0,500})"\.?\]?/.exec(match[1]!)?.[1];
    return { index: i, name: 'UnhandledPromiseRejection', code: undefined, message: reason ?? match[1]! };
  }
  return null;
}

function behind(
  lines: readonly Line[],
  head: number,
  from: number | null,
): { frames: Frame[]; last: number; version: string | null } {
  const frames: Frame[] = [];
  let last = from === null ? head : from - 1;
  let i = last + 1;
  for (; i < lines.length && i < head + LONGEST; i++) {
    const frame = v8Frame(lines[i]!);
    if (frame === null) break;
    frames.push(frame);
    last = i;
  }
  // Properties of the error in braces, then a blank line and the version.
  const open = /\{$/.test((lines[last]?.text ?? '').slice(-4).trimEnd());
  for (let j = i; open && j < lines.length && j < i + 200; j++) {
    if (lines[j]!.text.startsWith('}')) {
      last = j;
      break;
    }
    if (PLACE.test(lines[j]!.text.slice(0, 520))) break;
  }
  for (let j = last + 1; j < lines.length && j <= last + 3; j++) {
    const text = lines[j]!.text.slice(0, 80).trim();
    const version = VERSION.exec(text);
    if (version !== null) return { frames, last: j, version: version[1]! };
    if (text !== '') break;
  }
  return { frames, last, version: null };
}

/** `file:line`, the source and a mark, which the runtime prints above an error that nobody caught. */
function placeAbove(
  lines: readonly Line[],
  head: number,
  done: number,
): { index: number; file: string; line: string } | null {
  let marked = false;
  for (let i = head - 1; i > done && i >= 0 && i >= head - 8; i--) {
    const text = lines[i]!.text.slice(0, 2300);
    if (MARK.test(text)) marked = true;
    const match = marked ? PLACE.exec(text.trim().slice(0, 600)) : null;
    if (match !== null) return { index: i, file: match[1]!, line: match[2]! };
  }
  return null;
}
