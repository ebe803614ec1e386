import type { Line } from '../line.js';
import type { Frame, ProgramReport } from '../types.js';
import { baseName, crashReport, normalised } from './crash.js';
import { blamedFrame, shortName } from './native.js';
import { sanitizerFrame } from './sanitizer-frames.js';

/** ubsan_diag.cpp: `file.c:3:5: runtime error: what`, without debug information `<unknown>: runtime error:`. */
const ERROR =
  /^(?:([^\s:]{1,400}):(\d{1,8})(?::(\d{1,6}))?|<unknown>|\((\S{1,300})\+0x[0-9a-f]{1,16}\)): runtime error: (.{1,800})$/;
const NOTE = /^(?:0x[0-9a-f]{1,16}|[^\s:]{1,400}:\d{1,8}(?::\d{1,6})?): note: (.{1,300})$/;
const SUMMARY = /^SUMMARY: UndefinedBehaviorSanitizer: .{1,700}?(?: in (.{1,300}))?$/;

/**
 * A report of the undefined-behaviour sanitizer: one line, with a trace where UBSAN_OPTIONS asks for one.
 * @returns null where the line is none
 */
export function undefinedBehaviour(
  lines: readonly Line[],
  index: number,
): { report: ProgramReport; last: number } | null {
  const first = lines[index]!;
  if (first.text.length > 2000) return null;
  const match = ERROR.exec(first.text.trim());
  if (match === null) return null;
  const frames: Frame[] = [];
  let last = index;
  let note: string | null = null;
  let inFunction: string | null = null;
  for (let i = index + 1; i < lines.length && i < index + 300; i++) {
    const text = lines[i]!.text.slice(0, 1000);
    if (text.includes(': runtime error: ')) break;
    const read = sanitizerFrame(lines[i]!);
    const said = NOTE.exec(text);
    const summary = SUMMARY.exec(text);
    if (read !== null) frames.push(read.frame);
    else if (said !== null) note ??= said[1]!;
    else if (summary !== null) inFunction = summary[1] ?? null;
    // The bytes at the address, and the mark under the one that is meant.
    else if (!/^ {1,3}[0-9a-f]{2} [ 0-9a-f]{1,200}$|^\s{1,200}\^[\s~]{0,200}$|^\s*$/.test(text)) break;
    if (text.trim() !== '') last = i;
    if (summary !== null) break;
  }
  const frame = blamedFrame(frames);
  const file = match[1] ?? match[4] ?? null;
  const name = frame === undefined ? inFunction : shortName(frame.function);
  const says = match[5]!;
  const kind = normalised(kindOf(says));
  const where = file === null ? name : baseName(file);
  return {
    report: crashReport({
      title: `UndefinedBehaviorSanitizer: ${kind}${where === null ? '' : ` in ${where}`}`,
      altTitles: name === null ? [] : [`UndefinedBehaviorSanitizer: ${kind} in ${name}`],
      type: 'UBSAN',
      source: 'sanitizer',
      first,
      last: lines[last]!,
      address: /\baddress (0x[0-9a-f]{1,16})/.exec(says)?.[1] ?? null,
      error: says,
      decoded: { kind, at: match[2] === undefined ? null : `${file}:${match[2]}`, note },
      frames,
      blamed: { function: name, file },
    }),
    last,
  };
}

/** What is wrong, without the values: `signed integer overflow`, `index NUM out of bounds for type 'int [4]'`. */
function kindOf(says: string): string {
  const colon = says.indexOf(': ');
  return (colon > 0 ? says.slice(0, colon) : says).replace(/:$/, '');
}
