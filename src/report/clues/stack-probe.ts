import type { Line } from '../line.js';
import type { ClueReader } from '../reader.js';
import type { Observation } from '../types.js';

/**
 * A stack probe in a disassembly: the stack pointer moved down by a page or more and the word there touched, which is what gcc's
 * -fstack-check and -fstack-clash-protection put into functions (gcc/config/i386/i386.c, ix86_adjust_stack_and_probe): for a caller that
 * grants less stack it is a write into somebody else's memory.
 *
 *     34: 48 81 ec 20 10 00 00   sub    $0x1020,%rsp
 *     3b: 48 83 0c 24 00         orq    $0x0,(%rsp)
 */
const PROBE_AT_POINTER =
  /\b((?:or|test|mov)[bwlq]? {0,8}\s?\$0x0,\(%[er]sp\)|(?:or|test|mov) {1,8}(?:QWORD|DWORD|BYTE) PTR \[[er]sp\],(?:0x)?0)(?![0-9a-f])/g;
/** The same without moving the pointer: `orq $0x0,-0x1020(%rsp)`. */
const PROBE_BELOW =
  /\b(or[lq]? {0,8}\s?\$0x0,-0x([0-9a-f]{4,6})\(%[er]sp\)|or {1,8}(?:QWORD|DWORD) PTR \[[er]sp-0x([0-9a-f]{4,6})\],(?:0x)?0)(?![0-9a-f])/g;
const MOVE =
  /\b(sub[lq]? {0,8}\s?\$0x([0-9a-f]{4,6}),%[er]sp|sub {1,8}[er]sp,0x([0-9a-f]{4,6}))(?![0-9a-f])/g;
/** `<__vdso_clock_gettime>:`, before the instructions of that function. */
const LABEL = /<([A-Za-z_.$][\w.$@]{0,200})>:/g;
const PAGE = 4096;
/** Characters between the move and the touch on one line: three instructions with their bytes. */
const NEAR = 200;
/** The same across lines. */
const NEAR_LINES = 4;
/** How far back the function's label may stand. */
const LABEL_LINES = 200;
const MOST = 64;

export const stackProbe: ClueReader = {
  name: 'stack-probe',
  anchors: ['$0x0,(%rsp)', '$0x0,(%esp)', '$0x0,-0x', 'PTR [rsp],0', 'PTR [esp],0', 'PTR [rsp-0x'],
  context: 4096,
  read(lines, index) {
    const line = lines[index]!;
    const found = new Map<string, Observation>();
    for (const { at, probe, bytes, instruction } of probes(lines, index)) {
      const name = functionOf(lines, index, at);
      if (name === null || bytes < PAGE) continue;
      const key = `${name} ${bytes}`;
      if (found.has(key) || found.size >= MOST) continue;
      found.set(key, {
        name: 'stack-probe',
        value: `${name}: ${instruction === probe ? '' : `${instruction}; `}${probe}`,
        parts: { function: name, bytes: String(bytes), probe, instruction },
        line: line.number,
      });
    }
    return [...found.values()];
  },
};

interface Probe {
  /** Where in the line the probe stands. */
  readonly at: number;
  readonly probe: string;
  readonly bytes: number;
  readonly instruction: string;
}

function probes(lines: readonly Line[], index: number): Probe[] {
  const text = lines[index]!.text;
  const list: Probe[] = [];
  for (const match of text.matchAll(PROBE_AT_POINTER)) {
    const move = moveBefore(lines, index, match.index);
    if (move !== null) list.push({ at: match.index, probe: tidy(match[1]!), ...move });
    if (list.length >= MOST) return list;
  }
  for (const match of text.matchAll(PROBE_BELOW)) {
    const probe = tidy(match[1]!);
    list.push({
      at: match.index,
      probe,
      bytes: Number.parseInt(match[2] ?? match[3]!, 16),
      instruction: probe,
    });
    if (list.length >= MOST) return list;
  }
  return list;
}

/** The last move of the stack pointer by a page or more before the probe, near it and with no other function between. */
function moveBefore(
  lines: readonly Line[],
  index: number,
  at: number,
): { bytes: number; instruction: string } | null {
  let text = lines[index]!.text.slice(Math.max(0, at - NEAR), at);
  for (let back = 0; back <= NEAR_LINES; back++) {
    const label = text.lastIndexOf('>:');
    const own = label < 0 ? text : text.slice(label);
    const move = [...own.matchAll(MOVE)].at(-1);
    if (move !== undefined) {
      const bytes = Number.parseInt(move[2] ?? move[3]!, 16);
      return bytes >= PAGE ? { bytes, instruction: tidy(move[1]!) } : null;
    }
    const before = lines[index - back - 1];
    if (label >= 0 || before === undefined || !isDisassembly(before.text)) return null;
    text = before.text.slice(-NEAR);
  }
  return null;
}

/** The last label before the probe, on its line or on the lines of disassembly above it. */
function functionOf(lines: readonly Line[], index: number, at: number): string | null {
  const same = lastLabel(lines[index]!.text.slice(0, at));
  if (same !== null) return same;
  for (let i = index - 1; i >= 0 && i >= index - LABEL_LINES; i--) {
    const { text } = lines[i]!;
    const label = lastLabel(text);
    if (label !== null) return label;
    if (!isDisassembly(text)) return null;
  }
  return null;
}

function lastLabel(text: string): string | null {
  const end = text.lastIndexOf('>:');
  if (end < 0) return null;
  const from = Math.max(0, end - 210);
  let last: string | null = null;
  for (const match of text.slice(from, end + 2).matchAll(LABEL)) last = match[1]!;
  return last;
}

/** `  3b:\t48 83 0c 24 00 \torq …`, an empty line, `...` for zeros left out, a line of bytes that went on, or source between instructions. */
function isDisassembly(text: string): boolean {
  return /^\s{0,32}(?:[0-9a-f]{1,16}:|$|\.\.\.|[0-9a-f]{8,16} <)/.test(text.slice(0, 64));
}

function tidy(instruction: string): string {
  return instruction.replace(/\s{1,16}/g, ' ');
}
