import {
  type Call,
  callAt,
  callOpens,
  indexWithin,
  isDigit,
  isSpace,
  type Place,
  placeColon,
  scanPlace,
  scanPlaceLine,
  skipSpace,
  startsWord,
  wordEnd,
} from './scan.js';
import { type SignalToken, scanDeath, scanPc, scanSignal } from './signals.js';

interface At {
  readonly start: number;
  readonly end: number;
}

/** A text after a marker, up to the next token: `fatal error: …`, `panic: …`, `http: panic serving …`, `runtime: …`. */
export interface Message extends At {
  readonly kind: 'fatal' | 'panic' | 'served' | 'runtime' | 'note';
  readonly text: string;
  /** True where nothing but a time, a quote mark or blanks stands before it. */
  readonly own: boolean;
  /** A blank or a tab stands before it: a panic that was raised while another one was handled. */
  readonly indented: boolean;
}

export interface Header extends At {
  readonly kind: 'goroutine';
  /** null for `runtime stack:`, the stack of a thread outside any goroutine. */
  readonly id: number | null;
  readonly state: string;
}

export interface Created extends At {
  readonly kind: 'created';
  readonly name: string;
}

export interface Fault extends At {
  readonly kind: 'fault';
  readonly addr: string;
}

export interface Mark extends At {
  readonly kind: 'cgo' | 'elided' | 'unavailable' | 'exit' | 'register' | 'separator';
}

export type Token = Message | Header | Created | Fault | Mark | SignalToken | Call | Place;

const MARKERS: readonly (readonly [string, Message['kind']])[] = [
  ['fatal error: ', 'fatal'],
  // Written by the runtime's assembly where not even throw can run (runtime/proc.go, badmorestackg0 and its like).
  ['fatal: morestack on g', 'fatal'],
  ['fatal: bad g in signal handler', 'fatal'],
  ['fatal: systemstack called from unexpected goroutine', 'fatal'],
  ['panic: ', 'panic'],
  ['http: panic serving ', 'served'],
  ['http2: panic serving ', 'served'],
  ['runtime: note: ', 'note'],
  ['runtime: mlock of signal stack failed: ', 'note'],
  ['runtime: ', 'runtime'],
  ['runtime/cgo: ', 'runtime'],
];

/**
 * Finds what the Go runtime prints in a piece of text, wherever in it that stands: a pasted page has whole traces on one line.
 * @returns the tokens in order; nothing for text that holds none
 */
export function tokenise(text: string): readonly Token[] {
  const whole = wholeLine(text);
  if (whole !== null) return [whole];
  const tokens: Token[] = [];
  let open: { kind: Message['kind']; start: number; body: number; own: boolean } | null = null;
  const push = (token: Token) => {
    if (open !== null) tokens.push(closeMessage(text, open, token.start));
    open = null;
    tokens.push(token);
  };
  const reach: Reach = { word: 0, colon: -1, name: 0 };
  let at = skipSpace(text, 0);
  // What follows a place or a call may stick to it, where line breaks were lost and nothing put in their place.
  let stuck = -1;
  while (at < text.length) {
    if (!mayBegin(text, at) && at !== stuck) {
      at++;
      continue;
    }
    const marker = markerAt(text, at);
    const message: typeof open = open;
    if (marker !== null && mayFollow(message, marker, text, at)) {
      if (message !== null) tokens.push(closeMessage(text, message, at));
      open = { kind: marker.kind, start: at, body: at + marker.skip, own: isOwn(text, at) };
      at += Math.max(1, marker.skip);
      continue;
    }
    const token = tokenAt(text, at, message, reach);
    if (token === null) at = nextWord(text, at);
    else {
      push(token);
      at = Math.max(token.end, at + 1);
      stuck = at;
    }
  }
  if (open !== null) tokens.push(closeMessage(text, open, text.length));
  return tokens;
}

/** What is already known of the text ahead, so that nothing is looked at from every start: where the word ends, up to where no call is. */
interface Reach {
  word: number;
  /** The colon of the next place in the word, -1 where none comes. */
  colon: number;
  name: number;
}

/** Lines that are one token from end to end: a place behind its tab, a register, a mark. */
function wholeLine(text: string): Token | null {
  if (text.length > 4200) return null;
  const start = skipSpace(text, 0);
  const end = text.length;
  const first = text[start];
  if (first === '/' || (text[start + 1] === ':' && (text[start + 2] === '/' || text[start + 2] === '\\'))) {
    const place = scanPlaceLine(text, start);
    return place !== null && skipSpace(text, place.end) === end ? place : null;
  }
  if (first === '-' && text.trim() === '-----') return { kind: 'separator', start, end };
  if (DUMP.test(text) || text.startsWith('stack: frame={', start)) return { kind: 'register', start, end };
  if (end - start < 40 && REGISTER.test(text)) return { kind: 'register', start, end };
  return null;
}

/** dumpregs (runtime/signal_*.go): `rax    0x0`, `rflags 0x246`, `lr      0x0`. */
const REGISTER = /^\s{0,8}[a-z][a-z0-9]{0,7}\s{1,8}0x[0-9a-f]{1,16}\s{0,8}$/;

/** The memory of a stack that could not be unwound (tracebackHexdump): `0x00007f7cd2ffcb80:  0x00000000000000b0 0x…`. */
const DUMP = /^\s{0,8}(?:0x)?[0-9a-f]{8,16}:\s{1,4}[^\s]/;

function markerAt(text: string, at: number): { kind: Message['kind']; skip: number } | null {
  const first = text[at];
  if (first !== 'f' && first !== 'p' && first !== 'h' && first !== 'r') return null;
  for (const [marker, kind] of MARKERS) {
    if (!text.startsWith(marker, at)) continue;
    // `fatal: …` and `mlock of signal stack failed: 12` are themselves what is said.
    if (marker.startsWith('fatal: ')) return { kind, skip: 'fatal: '.length };
    if (kind === 'note' && !marker.includes('note')) return { kind, skip: 'runtime: '.length };
    return { kind, skip: marker.length };
  }
  return null;
}

/** Whether a marker inside a message is the beginning of the next one, or part of what the message says. */
function mayFollow(
  open: { kind: Message['kind']; body: number } | null,
  marker: { kind: Message['kind'] },
  text: string,
  at: number,
): boolean {
  if (open === null || marker.kind === 'note') return true;
  const immediate = at - open.body < 8 && text.slice(open.body, at).trim() === '';
  if (immediate) return open.kind === 'served';
  switch (open.kind) {
    case 'runtime':
    case 'note':
      return true;
    case 'fatal':
      return marker.kind !== 'panic';
    default: {
      if (marker.kind !== 'panic') return false;
      // A panic within a panic stands on a line of its own, behind a tab; where line breaks were lost, the mark or the runtime's own
      // beginning tells.
      const before = text.slice(open.body, at).trimEnd();
      return (
        text[at - 1] === '\t' ||
        before.endsWith('[recovered]') ||
        text.startsWith('runtime error: ', at + 'panic: '.length)
      );
    }
  }
}

function closeMessage(
  text: string,
  open: { kind: Message['kind']; start: number; body: number; own: boolean },
  end: number,
): Message {
  return {
    kind: open.kind,
    text: text.slice(open.body, end).trim(),
    own: open.own,
    indented: open.start > 0 && isSpace(text.charCodeAt(open.start - 1)),
    start: open.start,
    end,
  };
}

/** Nothing stands before `at` that a sentence would have: only times, marks of quotation, and separators. */
function isOwn(text: string, at: number): boolean {
  if (at > 64) return false;
  for (let i = 0; i < at; i++) {
    if (!isSpace(text.charCodeAt(i)) && !isDigit(text.charCodeAt(i)) && !'>|/:.-+TZ,'.includes(text[i]!))
      return false;
  }
  return true;
}

function tokenAt(
  text: string,
  at: number,
  open: { kind: Message['kind'] } | null,
  reach: Reach,
): Token | null {
  switch (text[at]) {
    case '[':
      return scanSignal(text, at);
    case 'g':
      if (text.startsWith('goroutine running on other thread', at)) {
        return { kind: 'unavailable', start: at, end: text.length };
      }
      if (text.startsWith('goroutine ', at)) return scanHeader(text, at);
      break;
    case 'r':
      if (text.startsWith('runtime stack:', at)) {
        return { kind: 'goroutine', id: null, state: 'runtime stack', start: at, end: at + 14 };
      }
      break;
    case 'u': {
      const fault = scanFault(text, at);
      if (fault !== null) return fault;
      break;
    }
    case 'S': {
      if (open !== null && open.kind !== 'runtime') return null;
      const death = scanDeath(text, at);
      if (death !== null) return death;
      break;
    }
    case 'P':
      if (text.startsWith('PC=0x', at)) return scanPc(text, at);
      break;
    case 's':
      if (text.startsWith('signal arrived during ', at)) {
        return { kind: 'cgo', start: at, end: wordEnd(text, at + 22) };
      }
      break;
    case 'c':
      if (open === null && text.startsWith('created by ', at)) return scanCreated(text, at);
      break;
    case 'e':
      if (open === null && text.startsWith('exit status ', at)) {
        return { kind: 'exit', start: at, end: wordEnd(text, at + 12) };
      }
      break;
    case '.':
      if (open === null && text.startsWith('...', at)) {
        const elided = scanElided(text, at);
        if (elided !== null) return elided;
      }
      break;
    default:
  }
  return frameAt(text, at, open !== null, reach);
}

function frameAt(text: string, at: number, inMessage: boolean, reach: Reach): Call | Place | null {
  if (at >= reach.name) {
    const opens = callOpens(text, at);
    const call = opens < 0 ? null : callAt(text, at, opens);
    // A name that fails fails from any later start in it, except that its last part may be one without a package (`panic`).
    if (call === null) reach.name = opens < 0 ? ~opens : opens - 64;
    // Inside a message only a call with its place is a frame: `panic: f(0x1) failed` is not.
    if (call !== null) return !inMessage || scanPlace(text, skipSpace(text, call.end)) !== null ? call : null;
  }
  if (inMessage) return null;
  const fresh = at >= reach.word;
  if (fresh) reach.word = wordEnd(text, at);
  if (fresh || (reach.colon >= 0 && at > reach.colon)) reach.colon = placeColon(text, at, reach.word);
  return reach.colon < 0 ? null : scanPlace(text, at, reach.colon);
}

/** `goroutine 5 [chan receive, 3 minutes]:`, since Go 1.22 also `goroutine 1 gp=0x… m=0 mp=0x… [running]:` (goroutineheader). */
function scanHeader(text: string, at: number): Header | null {
  let i = at + 'goroutine '.length;
  const digits = i;
  while (i < text.length && i < digits + 20 && isDigit(text.charCodeAt(i))) i++;
  if (i === digits || text[i] !== ' ') return null;
  const id = Number(text.slice(digits, i));
  for (let part = 0; part < 3 && text[i + 1] !== '['; part++) {
    const end = wordEnd(text, i + 1, 32);
    if (indexWithin(text, '=', i + 1, end - i) < 0) return null;
    i = end;
  }
  if (text[i + 1] !== '[') return null;
  const close = indexWithin(text, ']', i + 2, 160);
  if (close < 0 || text[close + 1] !== ':') return null;
  return { kind: 'goroutine', id, state: text.slice(i + 2, close), start: at, end: close + 2 };
}

function scanFault(text: string, at: number): Fault | null {
  const marker = 'unexpected fault address 0x';
  if (!text.startsWith(marker, at)) return null;
  const start = at + marker.length - 2;
  const end = wordEnd(text, start, 20);
  return { kind: 'fault', addr: text.slice(start, end), start: at, end };
}

/** `created by main.main` and, since Go 1.21, ` in goroutine 1` (printcreatedby1). */
function scanCreated(text: string, at: number): Created | null {
  const start = at + 'created by '.length;
  let end = wordEnd(text, start, 1024);
  const name = text.slice(start, end);
  if (!name.includes('.')) return null;
  if (text.startsWith(' in goroutine ', end)) end = wordEnd(text, end + ' in goroutine '.length, 20);
  return { kind: 'created', name, start: at, end };
}

/** `...additional frames elided...`, since Go 1.21 `...23 frames elided...`. */
function scanElided(text: string, at: number): Mark | null {
  const close = indexWithin(text, ' frames elided...', at, 24);
  if (close < 0) return null;
  return { kind: 'elided', start: at, end: close + ' frames elided...'.length };
}

/** Whether a token may begin: at a word, and at what is unmistakable even where it sticks to the word before. */
function mayBegin(text: string, at: number): boolean {
  return startsWord(text, at) || text[at] === '[' || (text[at] === 'g' && text.startsWith('goroutine ', at));
}

function nextWord(text: string, at: number): number {
  let i = at + 1;
  while (i < text.length && !mayBegin(text, i)) i++;
  return i;
}
