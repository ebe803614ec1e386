import type { Frame } from '../types.js';
import { bareName } from './names.js';

/**
 * Frames as the kernel prints them (`%pS`, `%pB`: lib/vsprintf.c symbol_string; arch/<arch>/kernel/stacktrace.c and traps.c):
 *
 *     func+0x1a/0x20 [module]                          x86 since 4.10, arm64
 *     [<ffffffff81d91389>] ? func+0xc1/0x128           x86 before, mips, riscv, s390 `([<…>] func+…)`, loongarch
 *     [<c0012345>] (func) from [<c00123>] (caller+0x10/0x14)   arm; ` func from caller+0x10/0x14` since 5.18
 *     [c0000000a4f7b60] [c000000000f4d2d8] func+0x8/0x10 (unreliable)   powerpc
 *     func+0x1a/0x20 file.c:12 [inline]                after a symboliser went over it
 *
 * A `?` before the name says that the address was found on the stack but no frame pointer led to it.
 */
const WITH_OFFSET =
  /^[\s(]{0,40}((?:<[/<]{0,2}[A-Z#][\w#]{0,15}>{1,2} {0,2})?)((?:\[<?(?:(?:0x)?[0-9a-f]{4,16}|\(_{0,4}ptrval_{0,4}\))>?\]:? {0,2}){0,2})[ (]{0,3}(\? {1,2})?(<[^+]{1,300}|[A-Za-z_$.][\w$.:<>{}#@'&,-]{0,300})\+0x([0-9a-f]{1,8})\/0x([0-9a-f]{1,8})/;
const INLINED =
  /^[\s(]{0,40}(?:\[ {0,3}inline {0,3}\] {0,2})?(\? )?(<[^+]{1,300}?|[A-Za-z_$.][\w$.:<>{}#@'&,-]{0,300}) ([\w./+-]{1,300}\.(?:c|h|S|rs|cc|cpp)):(\d{1,7})(?: \[inline\])?\s*$/;
const FROM =
  /^\s{0,40}(?:\[<([0-9a-f]{4,16})>\] )?\(?([\w$.]{1,200})\)? from (?:\[<[0-9a-f]{4,16}>\] )?\(?[\w$.]{1,200}/;
const PLACE = / ([\w./+-]{1,300}\.(?:c|h|S|rs|cc|cpp)):(\d{1,7})/;
const MODULE = /^(?: \(unreliable\))? {1,2}\[([\w-]{1,64})(?: [0-9a-f]{8,64})?\]/;

/** Reads one line of a trace, or null where it is none. `line` is the number of the line in the input. */
export function readFrame(text: string, line: number): Frame | null {
  const plus = text.indexOf('+0x');
  if (plus > 0 && text.length < 2000) {
    const plain = readPlain(text, plus, line);
    if (plain !== null) return plain;
    const from = text.indexOf(' from ') > 0 ? FROM.exec(text) : null;
    if (from !== null) return frameFrom(from, line);
    const match = WITH_OFFSET.exec(text);
    if (match === null) return null;
    const rest = text.slice(match[0].length);
    // Most frames end with the name.
    const module = rest === '' ? null : MODULE.exec(rest);
    const place = rest === '' ? null : PLACE.exec(rest);
    const address = match[2] === '' ? null : /[0-9a-f]{4,16}(?=>?\]:? {0,2}$)/.exec(match[2]!);
    return {
      function: bareName(match[4]!),
      offset: Number.parseInt(match[5]!, 16),
      size: Number.parseInt(match[6]!, 16),
      module: module?.[1] ?? null,
      certain: match[3] === undefined && !rest.startsWith(' (unreliable)'),
      ...(place === null ? {} : { file: place[1]!, lineInFile: Number(place[2]) }),
      ...(rest.endsWith('[inline]') ? { inlined: true } : {}),
      ...(address === null ? {} : { address: `0x${address[0]}` }),
      line,
    };
  }
  if (text.endsWith('[inline]') || text.startsWith('[inline') || text.indexOf('.c:') > 0) {
    const match = INLINED.exec(text);
    if (match === null) return null;
    return {
      function: bareName(match[2]!),
      offset: null,
      size: null,
      module: null,
      certain: match[1] === undefined,
      file: match[3]!,
      lineInFile: Number(match[4]),
      ...(text.indexOf('inline') > 0 ? { inlined: true } : {}),
      line,
    };
  }
  if (text.indexOf(' from ') > 0) {
    const from = FROM.exec(text);
    if (from !== null && /^\s|^\[</.test(text)) return frameFrom(from, line);
  }
  return null;
}

/** ` func+0x1a/0x20`, ` ? func+0x1a/0x20`: by far the most frequent shape, read without a pattern. Null for any other. */
function readPlain(text: string, plus: number, line: number): Frame | null {
  let at = 0;
  while (text.charCodeAt(at) === 32) at++;
  // A question mark.
  const certain = text.charCodeAt(at) !== 63;
  if (!certain) {
    if (text.charCodeAt(at + 1) !== 32) return null;
    at += 2;
  }
  if (at > 10 || plus - at > 200 || !isLetter(text.charCodeAt(at))) return null;
  for (let i = at + 1; i < plus; i++) if (!isWord(text.charCodeAt(i))) return null;
  const slash = text.indexOf('/', plus);
  if (slash < 0 || text.charCodeAt(slash + 1) !== 48 || text.charCodeAt(slash + 2) !== 120) return null;
  const offset = hexNumber(text, plus + 3, slash);
  const size = hexNumber(text, slash + 3, text.length);
  if (offset === null || size === null) return null;
  return { function: bareName(text.slice(at, plus)), offset, size, module: null, certain, line };
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || code === 95 || (code >= 65 && code <= 90);
}

/** A letter, a digit or a dot. */
function isWord(code: number): boolean {
  return isLetter(code) || (code >= 48 && code <= 57) || code === 46;
}

/** One to eight hexadecimal digits in lower case. */
function hexNumber(text: string, from: number, to: number): number | null {
  if (to - from < 1 || to - from > 8) return null;
  let value = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) value = value * 16 + code - 48;
    else if (code >= 97 && code <= 102) value = value * 16 + code - 87;
    else return null;
  }
  return value;
}

function frameFrom(match: RegExpExecArray, line: number): Frame {
  return {
    function: bareName(match[2]!),
    offset: null,
    size: null,
    module: null,
    certain: true,
    ...(match[1] === undefined ? {} : { address: `0x${match[1]}` }),
    line,
  };
}

const CALLER =
  / from (?:\[<([0-9a-f]{4,16})>\] )?\(?([\w$.]{1,200})(?:\+0x([0-9a-f]{1,8})\/0x([0-9a-f]{1,8}))?\)?\s{0,4}(?:\[(\w{1,64})\])?$/;

/** The caller that a line of an arm trace names (`callee from caller+0x…`): a frame of its own only where the trace ends there. */
export function readCaller(text: string, line: number): Frame | null {
  const match = text.length < 500 ? CALLER.exec(text) : null;
  if (match === null) return null;
  return {
    function: bareName(match[2]!),
    offset: match[3] === undefined ? null : Number.parseInt(match[3], 16),
    size: match[4] === undefined ? null : Number.parseInt(match[4], 16),
    module: match[5] ?? null,
    certain: true,
    ...(match[1] === undefined ? {} : { address: `0x${match[1]}` }),
    line,
  };
}
