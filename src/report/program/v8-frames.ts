import type { Line } from '../line.js';
import type { Frame } from '../types.js';
import { frameOf } from './crash.js';

/** V8's stack trace API: `    at f (file.js:1:2)`, `    at file.js:1:2`, `    at async f (…)`, `    at new C (…)`. */
const FRAME = /^\s{0,20}at (\S.{0,1500})$/;
const PLACE = /^(.{1,900}):(\d{1,8}):(\d{1,8})$/;

/** Whether a line is a frame of V8: Java's have no column and no blank before the parenthesis. */
export function isV8Frame(text: string): boolean {
  return text.length < 1600 && parse(text) !== null;
}

/** The frame on a line; null where it is none. */
export function v8Frame(line: Line): Frame | null {
  const parsed = line.text.length < 1600 ? parse(line.text) : null;
  if (parsed === null) return null;
  return frameOf(line, parsed.name, { file: parsed.file, lineInFile: parsed.line });
}

function parse(whole: string): { name: string; file: string | null; line: number | null } | null {
  const match = FRAME.exec(whole.trimEnd());
  if (match === null) return null;
  // Behind the last frame the braces of the error's properties open.
  const text = match[1]!.endsWith(' {') ? match[1]!.slice(0, -2) : match[1]!;
  if (text.endsWith(')')) {
    const open = text.lastIndexOf(' (');
    if (open < 0) return null;
    const inside = text.slice(open + 2, -1);
    const place = PLACE.exec(inside);
    if (place === null && !/^(?:<anonymous>|native|index \d{1,10}|eval at .{1,900})$/.test(inside))
      return null;
    return {
      name: nameOf(text.slice(0, open)),
      file: place?.[1] ?? null,
      line: place === null ? null : Number(place[2]),
    };
  }
  const place = PLACE.exec(text.startsWith('async ') ? text.slice(6) : text);
  if (place === null || (place[1]!.includes(' ') && !/^(?:\/|[A-Za-z]:\\|file:)/.test(place[1]!)))
    return null;
  return { name: '', file: place[1]!, line: Number(place[2]) };
}

/** `total` of `async Store.total [as sum]`. */
function nameOf(text: string): string {
  return text.replace(/^async /, '').replace(/ \[as .{1,200}\]$/, '');
}
