/**
 * Hand scanning of what Go's traceback prints (runtime/traceback.go): `pkg.(*T).Method(0xc000010000, {0x1, 0x2?}, ...)` and
 * `/path/file.go:123 +0x5d fp=0xc0… sp=0xc0… pc=0x42…`. No regular expressions over long text: each function looks at a byte once.
 */

/** A call as the traceback prints it, `[start, end)` in the text. */
export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly args: string;
  readonly start: number;
  readonly end: number;
}

/** Where in the source a frame stands. */
export interface Place {
  readonly kind: 'place';
  readonly file: string;
  readonly lineInFile: number;
  /** Bytes into the function. */
  readonly offset: number | null;
  readonly pc: string | null;
  readonly start: number;
  readonly end: number;
}

/** Names of generated functions have been seen to reach some hundred bytes; paths are at most PATH_MAX. */
const LONGEST_NAME = 1024;
/** A receiver's type; the traceback prints type arguments as `[...]`. */
const LONGEST_TYPE = 160;
const LONGEST_ARGS = 4096;
const LONGEST_PATH = 4096;

export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0xa0 || code === 0x3000;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isHex(code: number): boolean {
  return isDigit(code) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46);
}

function isLetter(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f;
}

/** Whether a word may begin at `at`: nothing that could be part of a name or a path stands before it. */
export function startsWord(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  return !(isLetter(before) || isDigit(before) || '.-/%@~+$'.includes(text[at - 1]!));
}

export function skipSpace(text: string, at: number): number {
  let i = at;
  while (i < text.length && isSpace(text.charCodeAt(i))) i++;
  return i;
}

/** The end of the word at `at`. */
export function wordEnd(text: string, at: number, longest = LONGEST_PATH): number {
  const limit = Math.min(text.length, at + longest);
  let i = at;
  while (i < limit && !isSpace(text.charCodeAt(i))) i++;
  return i;
}

/** `0x…` at `at`: its end, or `at` where there is none. */
export function hexEnd(text: string, at: number): number {
  if (text[at] !== '0' || text[at + 1] !== 'x') return at;
  let i = at + 2;
  while (i < text.length && i < at + 18 && isHex(text.charCodeAt(i))) i++;
  return i > at + 2 ? i : at;
}

/** The index of `needle` where it begins within `reach` characters, -1 where not: looking further would cost too much on hostile text. */
export function indexWithin(text: string, needle: string, from: number, reach: number): number {
  const found = text.slice(from, from + reach + needle.length).indexOf(needle);
  return found < 0 ? -1 : from + found;
}

/** The call that begins at `at`, null where none does. `at` must be the start of a word. */
export function scanCall(text: string, at: number): Call | null {
  const open = callOpens(text, at);
  return open < 0 ? null : callAt(text, at, open);
}

/**
 * Where the arguments of the call that begins at `at` open; else the complement (`~`) of an index before which no other call can begin.
 */
export function callOpens(text: string, at: number): number {
  return isLetter(text.charCodeAt(at)) ? nameEnd(text, at) : ~at;
}

/** The call whose name is `[at, open)`, null where what follows are no arguments. */
export function callAt(text: string, at: number, open: number): Call | null {
  const name = text.slice(at, open);
  // Every Go function is in a package; `panic` is how the traceback calls runtime.gopanic; the others are cgo's own symbols.
  if (!name.includes('.') && name !== 'panic' && !name.startsWith('_cgo') && !name.startsWith('crosscall'))
    return null;
  if (name.endsWith('.')) return null;
  const close = argsEnd(text, open + 1);
  if (close < 0) return null;
  return { kind: 'call', name, args: text.slice(open + 1, close), start: at, end: close + 1 };
}

/** Whether the call that begins at `at` is cut off: a sound name and sound arguments up to the end of the text. */
export function callIsCut(text: string, at: number): boolean {
  const open = callOpens(text, at);
  if (open < 0 || !text.slice(at, open).includes('.')) return false;
  return (
    text.length - open < LONGEST_ARGS && text.length > open + 1 && argsStop(text, open + 1) === text.length
  );
}

/** The index of the parenthesis that opens the arguments, or the complement of where the text stopped being a name. */
function nameEnd(text: string, at: number): number {
  const limit = Math.min(text.length, at + LONGEST_NAME);
  let i = at;
  while (i < limit) {
    const code = text.charCodeAt(i);
    let next = i + 1;
    if (code === 0x28) {
      // `(*T)` belongs to the name; anything else in parentheses is the arguments.
      if (text[i + 1] !== '*') return i;
      next = receiverEnd(text, i, Math.min(limit, i + LONGEST_TYPE));
    } else if (code === 0x5b) next = bracketEnd(text, i, Math.min(limit, i + LONGEST_TYPE));
    else if (!(isLetter(code) || isDigit(code) || code > 0x7f || '.-/%@~+$·:'.includes(text[i]!))) next = -1;
    if (next < 0) return ~i;
    i = next;
  }
  return ~i;
}

/** The index after the bracket that closes the one at `at`; -1 where it is not closed before `limit`. */
function bracketEnd(text: string, at: number, limit: number): number {
  let depth = 0;
  for (let i = at; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x5b) depth++;
    else if (code === 0x5d && --depth === 0) return i + 1;
  }
  return -1;
}

/** The index after `(*T)` at `at`, -1 where it is none. */
function receiverEnd(text: string, at: number, limit: number): number {
  for (let i = at + 2; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x29) return i + 1;
    if (code === 0x28 || code === 0x20) return -1;
  }
  return -1;
}

/** The index of the parenthesis that closes arguments such as `0x1, {0x2?, ...}, _`; -1 where they are no arguments. */
function argsEnd(text: string, at: number): number {
  const stop = argsStop(text, at);
  return text[stop] === ')' ? stop : -1;
}

/** Where arguments stop being arguments. */
function argsStop(text: string, at: number): number {
  const limit = Math.min(text.length, at + LONGEST_ARGS);
  let i = at;
  while (i < limit) {
    const code = text.charCodeAt(i);
    const hex = hexEnd(text, i);
    if (hex > i) i = hex;
    else if (code === 0x20 || code === 0x2c || code === 0x2e || code === 0x3f || code === 0x5f) i++;
    else if (code === 0x7b || code === 0x7d) i++;
    else return i;
  }
  return i;
}

/** Files that a Go binary's line table names: its own sources, assembly, cgo's C, and what the compiler made up. */
const EXTENSIONS = ['.go', '.s', '.S', '.c', '.cc', '.cpp', '.cxx', '.h', '.hpp', '.m', '.y', '.rl', '.rs'];

function looksLikeSource(path: string): boolean {
  if (path === '?') return true;
  if (path.endsWith('<autogenerated>') || path.endsWith('??')) return true;
  const dot = path.lastIndexOf('.');
  return dot > 0 && EXTENSIONS.includes(path.slice(dot));
}

/** The first `.go:12` or its like in `[from, end)`: the index of its colon, -1 where there is none. */
export function placeColon(text: string, from: number, end: number): number {
  const word = text.slice(from, end);
  for (let i = word.indexOf(':'); i >= 0 && i < word.length - 1; i = word.indexOf(':', i + 1)) {
    if (isDigit(word.charCodeAt(i + 1)) && looksLikeSource(word.slice(Math.max(0, i - 16), i)))
      return from + i;
  }
  return -1;
}

/** `path:line[ +0x…][ fp=… sp=… pc=…]` at `at`; what follows may stick to it, where line breaks were lost and nothing put in their place. */
export function scanPlace(
  text: string,
  at: number,
  colon = placeColon(text, at, wordEnd(text, at)),
): Place | null {
  const first = text.charCodeAt(at);
  if (colon <= at || (!isLetter(first) && !'/.<?\\'.includes(text[at] ?? ' '))) return null;
  let end = colon + 1;
  while (end < text.length && end - colon < 10 && isDigit(text.charCodeAt(end))) end++;
  // `file.go:12:5` is a compiler's.
  return text[end] === ':' ? null : placeIn(text, at, end, true);
}

/** The same where the whole line is known to be one: the path may hold spaces, and need not look like a source file. */
export function scanPlaceLine(text: string, at: number): Place | null {
  let end = text.indexOf(' +0x', at);
  if (end < 0) end = text.indexOf(' fp=0x', at);
  if (end < 0) end = text.indexOf(' pc=0x', at);
  if (end < 0) end = text.length;
  while (end > at && isSpace(text.charCodeAt(end - 1))) end--;
  return end - at > LONGEST_PATH ? null : placeIn(text, at, end, false);
}

function placeIn(text: string, start: number, end: number, strict: boolean): Place | null {
  let digits = end;
  while (digits > start && end - digits < 10 && isDigit(text.charCodeAt(digits - 1))) digits--;
  if (digits === end || end - digits > 9 || text[digits - 1] !== ':' || digits - 1 === start) return null;
  const file = text.slice(start, digits - 1);
  if (strict ? !looksLikeSource(file) : file.includes('(')) return null;
  const tail = scanTail(text, end);
  return {
    kind: 'place',
    file,
    lineInFile: Number(text.slice(digits, end)),
    offset: tail.offset,
    pc: tail.pc,
    start,
    end: tail.end,
  };
}

/** ` +0x5d fp=0x… sp=0x… pc=0x…`, each part where it is there. */
export function scanTail(
  text: string,
  at: number,
): { offset: number | null; pc: string | null; end: number } {
  let offset: number | null = null;
  let pc: string | null = null;
  let end = at;
  for (let part = 0; part < 5; part++) {
    const i = skipSpace(text, end);
    const mark = text[i] === '+' ? 1 : text[i + 2] === '=' ? 3 : 0;
    if (mark === 0) break;
    const stop = hexEnd(text, i + mark);
    if (stop === i + mark) break;
    const value = text.slice(i + mark, stop);
    if (mark === 1) offset = Number(value);
    else {
      const name = text.slice(i, i + 2);
      if (name === 'pc') pc = value;
      else if (name !== 'fp' && name !== 'sp') break;
    }
    end = stop;
  }
  return { offset, pc, end };
}

/** The import path of a function's package: `github.com/a/b` of `github.com/a/b.(*T).M`; dots of the last element come as `%2e`. */
export function packageOf(name: string): string | null {
  const bracket = name.indexOf('[');
  const paren = name.indexOf('(');
  const stop = Math.min(bracket < 0 ? name.length : bracket, paren < 0 ? name.length : paren);
  const dot = name.indexOf('.', name.lastIndexOf('/', stop - 1) + 1);
  if (dot <= 0 || dot > stop) return null;
  return name.slice(0, dot).replaceAll('%2e', '.');
}
