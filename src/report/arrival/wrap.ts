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
/** What mail programs, editors and terminals wrap to when nobody told them: where little else speaks for wrapping, only this is believed. */
const USUAL = [70, 82] as const;
/** The width of terminals: one line that ends there may be an accident, and is likelier none. */
const COLUMNS = 80;
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
  const pairs: number[] = [];
  for (let i = 1; i < lines.length; i++) if (isBehind(lines, i)) pairs.push(i);
  if (pairs.length === 0) return lines;
  const width = widthOf(lines, pairs);
  if (width === null) return lines;
  const broken = pairs.filter(i => wouldNotFit(lines[i - 1]!, lines[i]!, width));
  const full = broken.filter(i => lines[i - 1]!.width === width).length;
  // Terminals break at the last column, in the middle of a word; mail programs between words.
  const hard = full * 10 >= broken.length * 9 && (broken.length >= 3 || width === COLUMNS);
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

/** A time at its beginning shows that a line is a line; so does the mark that ends a block, or begins a signature. */
const BEGINS_ANEW = /^(?:\d{2,4}[-/:]\d\d[-/:]\d\d|```|-- )/;

/** An unprefixed line directly behind a prefixed one. */
function isBehind(lines: readonly Draft[], index: number): boolean {
  const line = lines[index]!;
  const before = lines[index - 1]!;
  return (
    !line.matched &&
    before.matched &&
    line.text !== '' &&
    line.number === before.endNumber + 1 &&
    !BEGINS_ANEW.test(line.text)
  );
}

/**
 * The width to which lines are broken, or null where they are not. It is that of the longest line with a blank at which it could have been
 * broken; one line in fifty may be longer, for not all of a file need have come the same way.
 * @param pairs the lines that may be second halves
 */
function widthOf(lines: readonly Draft[], pairs: readonly number[]): number | null {
  const rests = new Set(pairs);
  const widths: number[] = [];
  lines.forEach(({ matched, text, width }, i) => {
    if ((matched || rests.has(i)) && text.trim().includes(' ')) widths.push(width);
  });
  widths.sort((a, b) => b - a);
  let best: number | null = null;
  let most = 0;
  const strays = Math.floor(widths.length / 50);
  for (let i = 0; i <= strays && i < widths.length; i++) {
    const width = widths[i]!;
    if (width > WIDEST || width === widths[i - 1]) continue;
    const count = pairs.filter(at => wouldNotFit(lines[at - 1]!, lines[at]!, width)).length;
    if (count > most && count * 2 >= pairs.length && isBelievable(lines, pairs, width, count)) {
      most = count;
      best = width;
    }
  }
  return best;
}

/** @param count how many pairs speak for `width` */
function isBelievable(
  lines: readonly Draft[],
  pairs: readonly number[],
  width: number,
  count: number,
): boolean {
  if (count >= 3 && width >= NARROWEST) return true;
  // The lines may all be shorter than what they were wrapped to: that lies below the first word that did not fit.
  let below = Number.POSITIVE_INFINITY;
  for (const at of pairs) {
    const needed = neededBy(lines[at - 1]!, lines[at]!);
    if (needed > width) below = Math.min(below, needed);
  }
  return width <= USUAL[1] && below > USUAL[0] && width >= NARROWEST - 10 && count === pairs.length;
}

/** Whether the first word of `line` had no room on the line before. */
function wouldNotFit(before: Draft, line: Draft, width: number): boolean {
  if (before.width > width) return false;
  return before.width === width || (line.text.trimStart() === line.text && neededBy(before, line) > width);
}

/** The width that the line before would have with the first word of `line`. */
function neededBy(before: Draft, line: Draft): number {
  const blank = line.text.indexOf(' ');
  const gap = before.text.endsWith(' ') ? 0 : 1;
  return before.width + gap + (blank < 0 ? line.text.length : blank);
}

function isRestOf(lines: readonly Draft[], index: number, width: number, hard: boolean): boolean {
  const line = lines[index]!;
  const before = lines[index - 1]!;
  if (line.matched || line.text === '' || line.number !== before.endNumber + 1) return false;
  if (BEGINS_ANEW.test(line.text)) return false;
  return hard ? before.width === width : wouldNotFit(before, line, width);
}

function glue(before: string, rest: string, hard: boolean): string {
  // A word may be broken behind a hyphen; `panic -` is no such word.
  if (hard || before === '' || before.endsWith(' ') || /[A-Za-z0-9]-$/.test(before)) return before + rest;
  return `${before} ${rest}`;
}
