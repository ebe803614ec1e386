import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { baseName, blame, crashReport, frameOf, normalised } from './crash.js';
import { readEach, type Taken } from './each.js';
import { fatalPython } from './python-fatal.js';
import { type Block, readTraceback } from './python-traceback.js';

/** Sentences between chained tracebacks (Lib/traceback.py, _cause_message and _context_message). */
const CAUSE = 'The above exception was the direct cause of the following exception:';
const CONTEXT = 'During handling of the above exception, another exception occurred:';
const THREAD = /^Exception in thread (.{1,200}?):?$/;
const SYNTAX_FILE = /^\s{0,40}File "([^"]{1,400})", line (\d{1,8})$/;
const SYNTAX = /^(SyntaxError|IndentationError|TabError): (.{1,600})$/;
/** Where Python's own and installed code lies: not the program's. */
const LIBRARY =
  /\/(?:site|dist)-packages\/|\/lib(?:64)?\/python\d|^<frozen |\/lib\/python\.zip|\/\.pyenv\/versions\/[^/]{1,40}\/lib\//;

/** Python's tracebacks, chained and grouped, whether somebody caught and logged them or the program ended of them. */
export const python: Reader = {
  name: 'python',
  anchors: [
    'Traceback (most recent call last)',
    'Fatal Python error: ',
    'Windows fatal exception: ',
    'SyntaxError: ',
    'IndentationError: ',
    'TabError: ',
  ],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, (index, anchor, done) => {
      if (anchor.startsWith('Traceback')) return chain(channel.lines, index, done);
      return anchor.includes('atal ')
        ? fatalPython(channel.lines, index)
        : syntaxError(channel.lines, index, done);
    });
  },
};

/** A traceback and those it led to: the last is the one that was not handled. */
function chain(lines: readonly Line[], index: number, done: number): Taken | null {
  const blocks: Block[] = [];
  const links: string[] = [];
  let at: number | null = index;
  while (at !== null && blocks.length < 50) {
    const block = readTraceback(lines, at);
    if (block === null) break;
    blocks.push(block);
    const next = linked(lines, block.last, block.bar);
    at = next?.index ?? null;
    if (next !== null) links.push(next.how);
  }
  const final = blocks.at(-1);
  if (final === undefined) return null;
  const first = headOf(lines, index, done);
  return { report: reportOf(lines, first, blocks, links), last: final.last };
}

/** The traceback that goes on behind one of the two sentences; a message may have some lines of its own first. */
function linked(lines: readonly Line[], last: number, bar: boolean): { index: number; how: string } | null {
  for (let i = last + 1; i < lines.length && i <= last + 12; i++) {
    const text = plain(lines[i]!.text, bar);
    if (text.includes('Traceback (most recent call last)')) return null;
    const how = text === CAUSE ? 'cause' : text === CONTEXT ? 'context' : null;
    if (how === null) continue;
    for (let j = i + 1; j < lines.length && j <= i + 3; j++)
      if (lines[j]!.text.includes('Traceback (most recent call last)')) return { index: j, how };
    return null;
  }
  return null;
}

function plain(text: string, bar: boolean): string {
  const cut = text.slice(0, 300);
  return (bar ? cut.replace(/^[\s|+]{0,100}/, '') : cut).trim();
}

/** The line before a traceback that says whose it is: `Exception in thread …`, `Task exception was never retrieved`. */
function headOf(lines: readonly Line[], index: number, done: number): number {
  for (let i = index - 1; i > done && i >= index - 2 && i >= 0; i--) {
    const text = lines[i]!.text.slice(0, 300);
    if (
      THREAD.test(text) ||
      /^(?:Task|Future) exception was never retrieved$|^Exception ignored in: |^Exception in callback /.test(
        text,
      )
    )
      return i;
  }
  return index;
}

function reportOf(
  lines: readonly Line[],
  first: number,
  blocks: readonly Block[],
  links: readonly string[],
): ProgramReport {
  const { exception, message, frames, last, subs } = blocks.at(-1)!;
  const title = titleOf(exception, message);
  const own = ownFrame(frames);
  const thread = THREAD.exec(lines[first]!.text.slice(0, 300))?.[1];
  const decoded: Record<string, string | undefined> = {
    exception,
    thread,
    ...(thread === undefined &&
    lines[first]!.text !== undefined &&
    !lines[first]!.text.includes('Traceback (')
      ? { context: lines[first]!.text.trim() }
      : {}),
  };
  blocks.slice(0, -1).forEach((block, at) => {
    decoded[`${links[at] ?? 'before'}${at === 0 ? '' : at + 1}`] = said(block.exception, block.message);
  });
  return crashReport({
    title,
    altTitles: [
      ...(own === undefined ? [] : [`${exception} in ${own.function}`]),
      ...subs.slice(0, 10).map(sub => titleOf(sub.exception, sub.message)),
      ...blocks.slice(0, -1).map(block => titleOf(block.exception, block.message)),
    ],
    type: 'PYTHON',
    source: 'python',
    first: lines[first]!,
    last: lines[last]!,
    program: programOf(frames),
    error: said(exception, message),
    decoded,
    frames,
    blamed: blame(own),
    corrupted: exception === '' ? 'the exception is missing' : null,
  });
}

function titleOf(exception: string, message: string | null): string {
  if (exception === '') return 'Python traceback without its exception';
  return message === null || message === '' ? exception : `${exception}: ${normalised(message)}`;
}

function said(exception: string, message: string | null): string {
  return message === null ? exception : `${exception}: ${message}`;
}

/** The innermost frame of the program's own code. */
function ownFrame(frames: readonly Frame[]): Frame | undefined {
  return frames.find(({ file }) => file !== undefined && !LIBRARY.test(file)) ?? frames[0];
}

/** The script, if the outermost frame is one. */
function programOf(frames: readonly Frame[]): string | null {
  const outer = frames.at(-1);
  if (
    outer === undefined ||
    outer.function !== '<module>' ||
    outer.file === undefined ||
    outer.file.startsWith('<')
  )
    return null;
  return baseName(outer.file);
}

/** What Python says of a file it cannot compile, without a traceback: `  File "x.py", line 1`, the line, a mark, the error. */
function syntaxError(lines: readonly Line[], index: number, done: number): Taken | null {
  const error = SYNTAX.exec(lines[index]!.text.slice(0, 800).trim());
  if (error === null) return null;
  for (let i = index - 1; i > done && i >= 0 && i >= index - 4; i--) {
    const match = SYNTAX_FILE.exec(lines[i]!.text.slice(0, 500));
    if (match === null) continue;
    const frame = frameOf(lines[i]!, '<module>', { file: match[1]!, lineInFile: Number(match[2]) });
    return {
      report: crashReport({
        title: titleOf(error[1]!, error[2]!),
        type: 'PYTHON',
        source: 'python',
        first: lines[i]!,
        last: lines[index]!,
        program: baseName(match[1]!),
        error: said(error[1]!, error[2]!),
        decoded: { exception: error[1]! },
        frames: [frame],
        blamed: { function: null, file: match[1]! },
      }),
      last: index,
    };
  }
  return null;
}
