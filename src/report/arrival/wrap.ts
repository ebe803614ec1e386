import type { Line } from '../line.js';
import type { ArrivalState } from './state.js';

/** A line on its way to the readers, with what the search for wrapped lines wants to know. */
export interface Draft extends Line {
  /** Characters of the physical line, with everything in front. */
  readonly width: number;
  /** Whether any prefix was taken off. */
  readonly matched: boolean;
}

/** Nobody wraps lines to less, or calls it wrapping when they are longer. */
const NARROWEST = 60;
const WIDEST = 132;
/** A whole line is not put together from more pieces than this. */
const MOST_PIECES = 400;

/**
 * Joins lines that a mail program or a terminal broke in two.
 *
 * Two things together show it. The second half lacks the prefix that the other lines have; and all lines keep to one width, so closely that
 * the first word of each second half would not have fitted on the line before. A log with lines of any length, among which a program
 * wrote lines without a prefix, has the first but not the second.
 */
export function joinWrapped(lines: Draft[], state: ArrivalState): Draft[] {
  let pairs = 0;
  for (let i = 1; i < lines.length; i++) if (isBehind(lines, i)) pairs++;
  if (pairs === 0) return lines;
  const width = widthOf(lines);
  if (width === null) return lines;
  let consistent = 0;
  let full = 0;
  for (let i = 1; i < lines.length; i++) {
    if (!isBehind(lines, i) || !wouldNotFit(lines[i - 1]!, lines[i]!, width)) continue;
    consistent++;
    if (lines[i - 1]!.width === width) full++;
  }
  if (consistent === 0 || consistent * 2 < pairs) return lines;
  if (consistent === 1 && width < 70) return lines;
  // Terminals break at the last column, in the middle of a word; mail programs between words.
  const hard = consistent >= 2 && full * 10 >= consistent * 9;
  const joined: Draft[] = [];
  let times = 0;
  /** Pieces of the line at the end of `joined`; 0 where it has no prefix, and so is none that could have been broken. */
  let pieces = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (pieces === 0 || pieces === MOST_PIECES || !isRestOf(lines, i, width, hard)) {
      joined.push(line);
      pieces = line.matched ? 1 : 0;
      continue;
    }
    pieces++;
    times++;
    const before = joined.at(-1)!;
    const text = glue(before.text, line.text, hard);
    joined[joined.length - 1] = { ...before, text, endNumber: line.endNumber, endOffset: line.endOffset };
  }
  state.met('wrapped', times);
  return joined;
}

/** An unprefixed line directly behind a prefixed one. */
function isBehind(lines: readonly Draft[], index: number): boolean {
  const line = lines[index]!;
  const before = lines[index - 1]!;
  return !line.matched && before.matched && line.text !== '' && line.number === before.endNumber + 1;
}

/** The width to which lines are broken, if they are: that of the longest line with a blank at which it could have been broken. */
function widthOf(lines: readonly Draft[]): number | null {
  const widths: number[] = [];
  for (const { matched, text, width } of lines) {
    if (matched && width >= NARROWEST - 20 && text.trim().includes(' ')) widths.push(width);
  }
  if (widths.length === 0) return null;
  widths.sort((a, b) => a - b);
  const width = widths[Math.floor((widths.length - 1) * 0.99)]!;
  return width >= NARROWEST && width <= WIDEST ? width : null;
}

/** Whether the first word of `line` had no room on the line before. */
function wouldNotFit(before: Draft, line: Draft, width: number): boolean {
  if (before.width > width) return false;
  const { text } = line;
  const blank = text.indexOf(' ');
  const word = blank < 0 ? text.length : blank;
  const gap = before.text.endsWith(' ') ? 0 : 1;
  return (
    before.width === width || (word > 0 && text.charCodeAt(0) !== 9 && before.width + gap + word > width)
  );
}

function isRestOf(lines: readonly Draft[], index: number, width: number, hard: boolean): boolean {
  const line = lines[index]!;
  const before = lines[index - 1]!;
  if (line.matched || line.text === '' || line.number !== before.endNumber + 1) return false;
  return hard ? before.width === width : wouldNotFit(before, line, width);
}

function glue(before: string, rest: string, hard: boolean): string {
  // A word may be broken behind a hyphen; `panic -` is no such word.
  if (hard || before.endsWith(' ') || /[A-Za-z0-9]-$/.test(before)) return before + rest;
  return `${before} ${rest}`;
}
