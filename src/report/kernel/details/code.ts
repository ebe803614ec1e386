import type { Line } from '../../line.js';
import type { KernelDetails } from '../../types.js';
import { isUserPointerLine } from './registers/index.js';

/** `Code: 48 8b <0f> 0b`, `Code: d53b00e1 (d50b7420)`: a byte, or a word of arm (16 or 32 bits), mips, riscv, powerpc. */
const UNIT = /^[<(]?(?:[0-9a-fA-F]{2}|[0-9a-fA-F]{4}|[0-9a-fA-F]{8}|XXXXXXXX|\?\?)[>)]?$/;
const MARKS = /[<>()]/;
const MOST = 128;

export interface Code {
  readonly code: NonNullable<KernelDetails['code']>;
  readonly line: number;
}

/**
 * The instruction bytes around the instruction pointer of the kernel: `Code:` (show_opcodes in arch/x86/kernel/dumpstack.c and its like),
 * powerpc's `Instruction dump:`, s390's `Krnl Code:`. Bytes that belong to a user register dump are passed over.
 */
export function findCode(lines: readonly Line[]): Code | null {
  for (let i = 0; i < lines.length; i++) {
    const text = lines[i]!.text.trimStart();
    const head = text.charCodeAt(0);
    if (head !== 67 && head !== 73 && head !== 75) continue; // C, I, K
    if (text.startsWith('Krnl Code: ')) return s390(lines, i);
    const from = text.startsWith('Code: ')
      ? 6
      : text.startsWith('Code:')
        ? 5
        : text.startsWith('Instruction dump:')
          ? 17
          : 0;
    if (from === 0 || belongsToUser(lines, i)) continue;
    const units: string[] = [];
    collect(text.slice(from), units);
    // Broken by mail or, on powerpc, by the kernel: lines of nothing but units.
    for (let next = i + 1; next < lines.length && next <= i + 8 && units.length < MOST; next++) {
      const more: string[] = [];
      if (!collect(lines[next]!.text, more) || more.length === 0) break;
      units.push(...more);
    }
    if (units.length > 0) return { code: fold(units), line: lines[i]!.number };
  }
  return null;
}

/** Adds the units of a text; true when it holds nothing else. */
function collect(text: string, units: string[]): boolean {
  if (text.length > 2048) return false;
  for (const word of text.split(/\s/)) {
    if (word === '') continue;
    if (units.length >= MOST || !(isByte(word) || UNIT.test(word))) return false;
    units.push(word);
  }
  return true;
}

/** The most frequent unit: two hexadecimal digits. */
function isByte(word: string): boolean {
  return word.length === 2 && isDigit(word.charCodeAt(0)) && isDigit(word.charCodeAt(1));
}

function isDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102);
}

function fold(units: readonly string[]): Code['code'] {
  let at: number | null = null;
  const bytes = units.map((unit, i) => {
    const head = unit.charCodeAt(0);
    // `<0f>` or `(d4210000)`.
    if (head !== 60 && head !== 40) return MARKS.test(unit) ? unit.replace(/[<>()]/g, '') : unit;
    at ??= i;
    return unit.replace(/[<>()]/g, '');
  });
  return { bytes, at };
}

/** Since 4.20 `Code:` follows its own `RIP:` line at once. */
function belongsToUser(lines: readonly Line[], index: number): boolean {
  for (let i = index - 1; i >= 0 && i >= index - 2; i--) if (isUserPointerLine(lines[i]!.text)) return true;
  return false;
}

/** `Krnl Code: 00000007353f2d3c: c020005ae9c0  larl …`, one instruction a line; `>` stands before the one after the fault. */
const S390 = /^(?:Krnl Code: {0,4})?([#>*]?)[0-9a-f]{8,16}: {0,2}([0-9a-f]{4,12})\b/;

function s390(lines: readonly Line[], from: number): Code | null {
  const bytes: string[] = [];
  let at: number | null = null;
  for (let i = from; i < lines.length && i < from + 16; i++) {
    const match = S390.exec(lines[i]!.text.trimStart());
    if (match === null) break;
    if (match[1] === '>') at = bytes.length;
    bytes.push(match[2]!);
  }
  return bytes.length === 0 ? null : { code: { bytes, at }, line: lines[from]!.number };
}
