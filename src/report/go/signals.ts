import { hexEnd, indexWithin, isDigit, skipSpace, wordEnd } from './scan.js';

/** `[signal …]` of a panic or throw, the name line of a signal's own dump, and the `PC=` line below it. */
export interface SignalToken {
  readonly kind: 'signal' | 'death' | 'pc';
  readonly name: string;
  /** The signal in words: `segmentation violation`. */
  readonly words: string;
  readonly code: string | null;
  readonly addr: string | null;
  readonly pc: string | null;
  readonly start: number;
  readonly end: number;
}

const LONGEST_WORDS = 64;

/**
 * `[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x45ac85]` (runtime/panic.go, dopanic_m); older releases, and newer ones
 * for signals without a name, print the number: `[signal 0xb code=…]`.
 */
export function scanSignal(text: string, at: number): SignalToken | null {
  const marker = '[signal ';
  if (!text.startsWith(marker, at)) return null;
  const from = at + marker.length;
  const close = indexWithin(text, ']', from, 160);
  const cut = text.length - at < 160 ? text.length : -1;
  const stop = close >= 0 ? close : cut;
  if (stop < 0) return null;
  const said = text.slice(from, stop);
  const code = hexOf(said, 'code=');
  if (code === null) return null;
  const { name, words } = nameIn(said.slice(0, said.indexOf('code=')));
  if (name === '') return null;
  return {
    kind: 'signal',
    name,
    words,
    code,
    addr: hexOf(said, 'addr='),
    pc: hexOf(said, 'pc='),
    start: at,
    end: stop === close ? close + 1 : stop,
  };
}

/** `SIGQUIT: quit`, the first line of a signal's own dump (sighandler, fatalsignal in runtime/signal_unix.go). */
export function scanDeath(text: string, at: number): SignalToken | null {
  if (!text.startsWith('SIG', at)) return null;
  let i = at + 3;
  while (i < text.length && i < at + 12 && isNameChar(text.charCodeAt(i))) i++;
  if (i === at + 3 || text[i] !== ':' || text[i + 1] !== ' ') return null;
  const pc = indexWithin(text, ' PC=0x', i, LONGEST_WORDS);
  const end = pc >= 0 ? pc : text.length;
  if (end - i > LONGEST_WORDS) return null;
  return {
    kind: 'death',
    name: text.slice(at, i),
    words: text.slice(i + 2, end).trim(),
    code: null,
    addr: null,
    pc: null,
    start: at,
    end,
  };
}

/** `PC=0x460960 m=0 sigcode=0`, for SIGSEGV and SIGBUS since Go 1.20 also ` addr=0x0`. */
export function scanPc(text: string, at: number): SignalToken | null {
  const start = at + 'PC='.length;
  let end = hexEnd(text, start);
  if (end === start) return null;
  const pc = text.slice(start, end);
  let code: string | null = null;
  let addr: string | null = null;
  for (let part = 0; part < 4; part++) {
    const word = skipSpace(text, end);
    const stop = wordEnd(text, word, 40);
    const said = text.slice(word, stop);
    if (said.startsWith('sigcode=')) code = said.slice(8);
    else if (said.startsWith('addr=0x')) addr = said.slice(5);
    else if (!said.startsWith('m=')) break;
    end = stop;
  }
  if (end === start + pc.length) return null;
  return { kind: 'pc', name: '', words: '', code, addr, pc, start: at, end };
}

/** Linux numbers of the signals that a program dies of (arch/x86/include/uapi/asm/signal.h), as Go before 1.7 printed them. */
const NUMBERS: Readonly<Record<string, string>> = {
  '0x4': 'SIGILL',
  '0x5': 'SIGTRAP',
  '0x6': 'SIGABRT',
  '0x7': 'SIGBUS',
  '0x8': 'SIGFPE',
  '0xb': 'SIGSEGV',
};

function nameIn(said: string): { name: string; words: string } {
  const colon = said.indexOf(':');
  if (colon < 0) return { name: NUMBERS[said.trim()] ?? said.trim(), words: '' };
  return { name: said.slice(0, colon).trim(), words: said.slice(colon + 1).trim() };
}

function isNameChar(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || isDigit(code);
}

/** The hexadecimal value behind `name=`. */
function hexOf(said: string, name: string): string | null {
  const at = said.indexOf(name);
  if (at < 0) return null;
  const start = at + name.length;
  const end = hexEnd(said, start);
  return end > start ? said.slice(start, end) : null;
}
