import type { Line } from '../line.js';
import type { Frame } from '../types.js';
import { frameOf, MOST_FRAMES } from './crash.js';

/** One traceback with its exception (Lib/traceback.py). Frames innermost first. */
export interface Block {
  /** The exception's class; empty where the text ends before it. */
  readonly exception: string;
  readonly message: string | null;
  readonly frames: readonly Frame[];
  /** The exceptions of a group. */
  readonly subs: readonly Raised[];
  /** Index of its last line. */
  readonly last: number;
  /** Whether its lines stand behind the bars of a group. */
  readonly bar: boolean;
}

export interface Raised {
  readonly exception: string;
  readonly message: string | null;
}

const HEAD = 'Traceback (most recent call last)';
const FRAME = /^\s{0,200}File "([^"]{1,1000})", line (\d{1,8})(?:, in (.{1,300}))?$/;
const REPEATED = /^\s{0,200}\[Previous line repeated (\d{1,10}) more times?\]$/;
const RAISED = /^([A-Za-z_][A-Za-z0-9_.<>]{0,200})(?:: (.{0,2000}))?$/;
/** Lines of one traceback at most (a limit of 1000 frames, each with its source and its marks). */
const LONGEST = 12_000;

/**
 * Reads the traceback whose head stands on `lines[index]`.
 * @returns null where the head is only mentioned: no frame follows it
 */
export function readTraceback(lines: readonly Line[], index: number): Block | null {
  const head = lines[index]!.text;
  const at = head.indexOf(HEAD);
  const rest = head.slice(at + HEAD.length).trim();
  if (at < 0 || (rest !== ':' && rest !== '') || at > 2000) return null;
  const group = head.slice(0, at).trimEnd().endsWith('Exception Group');
  const before = group ? head.slice(0, head.indexOf('Exception Group')) : head.slice(0, at);
  const bar = group || /^[\s|+]{1,100}$/.test(before) ? before.includes('|') || before.includes('+') : false;
  const indent = /^\s{0,100}$/.test(before) ? before.length : 0;
  const stack = frames(lines, index, bar, indent);
  if (stack === null) return null;
  const { exception, message, end } = raised(lines, stack.end, bar, stack.lost);
  const first = { exception, message, frames: stack.frames, bar };
  if (!bar || !group) return { ...first, subs: [], last: Math.max(end, stack.last) };
  const rests = groupRest(lines, Math.max(end, stack.last));
  return { ...first, subs: rests.subs, last: rests.last };
}

/** A line of a group without its bars. */
function bare(text: string, bar: boolean): string {
  const cut = text.length > 3000 ? text.slice(0, 3000) : text;
  return bar ? cut.replace(/^\s{0,100}[|+] ?/, '') : cut;
}

function frames(
  lines: readonly Line[],
  index: number,
  bar: boolean,
  indent: number,
): { frames: Frame[]; end: number; last: number; lost: boolean } | null {
  const outerFirst: Frame[] = [];
  // Whoever trimmed the lines left frames, sources and marks in one column.
  const lost = /^File "/.test(bare(lines[index + 1]?.text ?? '', bar)) && indent === 0;
  let i = index + 1;
  let last = index;
  for (; i < lines.length && i < index + LONGEST; i++) {
    const text = bare(lines[i]!.text, bar).trimEnd();
    const match = FRAME.exec(text);
    if (match !== null) {
      outerFirst.push(
        frameOf(lines[i]!, match[3] ?? '<module>', { file: match[1]!, lineInFile: Number(match[2]) }),
      );
      last = i;
      continue;
    }
    if (outerFirst.length === 0) {
      // Between the head and its first frame stands nothing.
      if (text.trim() === '' && i === index + 1) continue;
      return null;
    }
    if (text.trim() === '') {
      // Empty source lines are not printed; an empty line inside a trace is an arrival's.
      if (i + 1 < lines.length && FRAME.test(bare(lines[i + 1]!.text, bar))) continue;
      break;
    }
    if (isDeeper(text, indent) || REPEATED.test(text)) {
      last = i;
      continue;
    }
    if (lost && i <= last + 2 && frameWithin(lines, i + 1, i + 2, bar)) continue;
    break;
  }
  // The innermost of an endless recursion says enough.
  return { frames: outerFirst.slice(-MOST_FRAMES).reverse(), end: i, last, lost };
}

function frameWithin(lines: readonly Line[], from: number, to: number, bar: boolean): boolean {
  for (let i = from; i <= to && i < lines.length; i++)
    if (FRAME.test(bare(lines[i]!.text, bar).trimEnd()) || REPEATED.test(lines[i]!.text.slice(0, 300)))
      return true;
  return false;
}

function isDeeper(text: string, indent: number): boolean {
  for (let i = 0; i <= indent; i++) {
    const code = text.charCodeAt(i);
    if (code !== 0x20 && code !== 9) return false;
  }
  return true;
}

/** The exception's line, which stands behind the frames; where indentation was lost, behind the last frame's source and mark. */
function raised(lines: readonly Line[], from: number, bar: boolean, lost: boolean): Raised & { end: number } {
  for (let i = from; i < lines.length && i <= from + 3; i++) {
    const text = bare(lines[i]!.text, bar).trim();
    if (text === '') continue;
    const match = RAISED.exec(text);
    if (match !== null && isClass(match[1]!))
      return { exception: match[1]!, message: match[2] ?? null, end: i };
    if (!lost) break;
  }
  return { exception: '', message: null, end: from - 1 };
}

/** `ValueError`, `pkg.module.Error`, `__main__.Stop`, also `socket.timeout`: no keyword of a source line. */
function isClass(name: string): boolean {
  if (/\.$|\.\./.test(name)) return false;
  const last = name.slice(name.lastIndexOf('.') + 1);
  return /^[A-Z_]/.test(last) || name.includes('.') || /^(?:error|timeout|herror|gaierror)$/.test(last);
}

/** The exceptions inside a group: lines behind bars, as long as there are any. */
function groupRest(lines: readonly Line[], from: number): { subs: Raised[]; last: number } {
  const subs: Raised[] = [];
  let last = from;
  let framed = false;
  for (let i = from + 1; i < lines.length && i < from + LONGEST; i++) {
    const text = lines[i]!.text.slice(0, 3000);
    if (!/^\s{0,100}[|+]/.test(text)) break;
    last = i;
    const plain = text.replace(/^[\s|+-]{0,100}/, '');
    if (FRAME.test(plain.trimEnd())) framed = true;
    else if (framed) {
      const own = bare(text, true);
      const match = own.startsWith(' ') ? null : RAISED.exec(own.trim());
      if (match !== null && isClass(match[1]!)) {
        subs.push({ exception: match[1]!, message: match[2] ?? null });
        framed = false;
      }
    }
  }
  return { subs, last };
}
