import type { Line } from '../line.js';
import type { Frame } from '../types.js';
import { readCaller, readFrame } from './frames.js';

/** One thing said by the context that reports: a line, or a part of one where the console put two together. */
export interface Said {
  readonly text: string;
  /** Index into the channel's lines. */
  readonly index: number;
  readonly line: number;
  readonly frame: Frame | null;
  /** The line was cut by another message's time stamp. */
  readonly broken: boolean;
}

/** A console without caller ids may put one message in the middle of another: the second one's time tells where. */
const STAMP_INSIDE = /\[ {0,6}\d{1,7}\.\d{6}\](?:\[ {0,6}[TC]\d{1,7}\])? ?/;
/** `** 42 printk messages dropped **` stands before the next message, on one line with it up to 4.15 (kernel/printk/printk.c). */
const DROPPED = /^\*\* \d{1,10} printk messages dropped \*\* ?/;

/** The messages of a line. Most lines are one. */
export function messages(text: string): readonly string[] {
  let rest = text;
  if (rest.startsWith('** ')) rest = rest.replace(DROPPED, '');
  if (rest.indexOf('[', 0) < 0) return [rest];
  const parts: string[] = [];
  for (let n = 0; n < 4; n++) {
    const at = rest.indexOf('[') < 0 ? null : STAMP_INSIDE.exec(rest);
    if (at === null) break;
    if (at.index > 0) parts.push(rest.slice(0, at.index));
    rest = rest.slice(at.index + at[0].length);
  }
  parts.push(rest);
  return parts;
}

/** Whether a bracket inside the line may begin a time: `[   12.345678]`, not `[<ffffffff…>]`. */
function mayHoldStamp(text: string): boolean {
  for (let at = text.indexOf('[', 1); at > 0; at = text.indexOf('[', at + 1)) {
    const next = text.charCodeAt(at + 1);
    if (next === 0x20 || (next >= 0x30 && next <= 0x39)) return true;
  }
  return false;
}

/** What a line says, with its frame where it is one: added to `into`. */
export function say(line: Line, index: number, into: Said[]): void {
  const { text, number } = line;
  if (!mayHoldStamp(text) && !text.startsWith('** ')) {
    into.push({ text, index, line: number, frame: readFrame(text, number), broken: false });
    return;
  }
  const parts = messages(text);
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    into.push({
      text: part,
      index,
      line: number,
      frame: readFrame(part, number),
      broken: i < parts.length - 1,
    });
  }
}

/** Puts the outermost caller of each arm trace where the trace ends: the lines before name it only as who called. */
export function withCallers(body: readonly Said[]): readonly Said[] {
  if (!body.some(({ text, frame }) => frame !== null && text.includes(' from '))) return body;
  const all: Said[] = [];
  for (let i = 0; i < body.length; i++) {
    const one = body[i]!;
    all.push(one);
    if (one.frame === null || !one.text.includes(' from ')) continue;
    const caller = readCaller(one.text, one.line);
    if (caller === null) continue;
    // Between two frames of one trace the registers of an exception may stand.
    const next = body.slice(i + 1, i + 12).find(({ frame, text }) => frame !== null || beginsArmTrace(text));
    if (next?.frame !== undefined && next.frame !== null && next.text.includes(' from ')) {
      if (next.frame.function === caller.function || !/unwind_backtrace|dump_backtrace/.test(next.text))
        continue;
    }
    all.push({ text: '', index: one.index, line: one.line, frame: caller, broken: false });
  }
  return all;
}

const ARM_TRACE = /^(?:Backtrace|NMI backtrace|CPU: \d|RCU grace-period|\w[\w/:.-]{0,30} {1,20}[A-Z] )/;

function beginsArmTrace(text: string): boolean {
  return ARM_TRACE.test(text);
}
