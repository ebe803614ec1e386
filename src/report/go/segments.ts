import type { Line } from '../line.js';

/** A piece of a line that was a line of its own when it was printed. */
export interface Segment {
  readonly text: string;
  readonly line: Line;
}

/** A line break as JSON and Go's %q write it inside a string; encoders in a row double the backslash. */
const ESCAPED_BREAK = /\\{1,4}n/;
const ESCAPED_TAB = /\\{1,4}t/g;
const ESCAPED_QUOTE = /\\{1,4}"/g;

/**
 * The lines in a line: structured loggers (zap, logrus, a panic handler's `%q`) put a whole trace into one string, its line breaks
 * escaped. Any other line is one segment.
 */
export function segmentsOf(line: Line): readonly Segment[] {
  // rsyslog writes control characters as `#` and three octal digits; where the line was broken as well, its reader may have left them.
  const text = line.text.startsWith('#011') ? line.text.slice(4) : line.text;
  if (!text.includes('\\n') || !(text.includes('.go:') || text.includes('runtime: ')))
    return [{ text, line }];
  return text
    .split(ESCAPED_BREAK)
    .map(part => ({ text: part.replace(ESCAPED_TAB, '\t').replace(ESCAPED_QUOTE, '"'), line }));
}
