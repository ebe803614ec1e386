import type { Line } from '../line.js';
import type { Frame } from '../types.js';
import { readFrame } from './frames.js';

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

/** What a line says, with its frame where it is one. */
export function said(line: Line, index: number): readonly Said[] {
  const { text } = line;
  if (text.indexOf('[', 1) < 0 && !text.startsWith('** ')) {
    return [{ text, index, line: line.number, frame: readFrame(text, line.number), broken: false }];
  }
  const parts = messages(text);
  return parts.map((part, i) => ({
    text: part,
    index,
    line: line.number,
    frame: readFrame(part, line.number),
    broken: i < parts.length - 1,
  }));
}
