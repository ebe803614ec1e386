import type { Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { type RawFrame, toFrame } from './draft.js';
import { hexEnd, indexWithin, scanCall, scanPlaceLine, skipSpace } from './scan.js';
import { isMachinery } from './stacks.js';

const ANCHOR = 'WARNING: DATA RACE';
/** A report names two accesses and two goroutines, each with a stack. */
const LONGEST = 600;

interface Stack {
  /** `Read at 0x00c0000ac008 by goroutine 7`. */
  readonly says: string;
  readonly line: number;
  readonly frames: RawFrame[];
}

/**
 * Reports of Go's race detector: a rule, `WARNING: DATA RACE`, then `Read at 0x… by goroutine 7:`, `Previous write at 0x… by main
 * goroutine:`, `Goroutine 7 (running) created at:`, each over a stack (compiler-rt's tsan_report.cpp, PrintReport for Go).
 */
export const goRace: Reader = {
  name: 'go-race',
  anchors: [ANCHOR],
  from: 'program',
  read({ lines }, hits) {
    const reports: ProgramReport[] = [];
    let next = 0;
    for (const { index } of hits) {
      if (index < next) continue;
      const { report, end } = readRace(lines, index);
      if (report !== null) reports.push(report);
      next = end;
    }
    return reports;
  },
};

function readRace(lines: readonly Line[], start: number): { report: ProgramReport | null; end: number } {
  const stacks: Stack[] = [];
  let pending: RawFrame | null = null;
  let last = lines[start]!;
  let index = start + 1;
  for (; index < lines.length && index - start < LONGEST; index++) {
    const line = lines[index]!;
    const { text } = line;
    if (text.includes('==========') || text.includes(ANCHOR)) break;
    const at = skipSpace(text, 0);
    if (at === text.length) continue;
    const says = headOf(text);
    if (says !== null) stacks.push({ says, line: line.number, frames: [] });
    else {
      const stack = stacks.at(-1);
      const call = scanCall(text, at);
      const place = call === null ? scanPlaceLine(text, at) : null;
      if (stack === undefined || (call === null && place === null)) {
        if (stacks.length > 0 && !text.includes('failed to restore the stack')) break;
        continue;
      }
      if (call !== null) {
        pending = { name: call.name, args: '', line: line.number, place: null, kept: true };
        stack.frames.push(pending);
      } else if (pending !== null) {
        pending.place = place;
        pending = null;
      }
    }
    last = line;
  }
  const ruled = index < lines.length && lines[index]!.text.includes('==========');
  return { report: toRace(lines[start]!, ruled ? lines[index]! : last, stacks), end: index };
}

/** The line above a stack, without its colon. */
function headOf(text: string): string | null {
  const said = text.trim();
  if (!said.endsWith(':') || said.length > 200) return null;
  const at = indexWithin(said, ' at 0x', 0, 40);
  const access = at > 0 && hexEnd(said, at + 4) > at + 4 && said.startsWith(' by ', hexEnd(said, at + 4));
  // `Goroutine 7 (running) created at:`, `As if synchronized via sleep:`: more stacks, of no access.
  const other = said.endsWith(' at:') || said.startsWith('As if ');
  return access || other ? said.slice(0, -1) : null;
}

function toRace(first: Line, last: Line, stacks: readonly Stack[]): ProgramReport | null {
  const accesses = stacks.filter(({ says }) => says.includes(' at 0x'));
  if (accesses.length === 0) return null;
  const [one, other] = accesses;
  const functions = accesses.map(({ frames }) => ownFunction(frames)).filter(name => name !== null);
  const named = [...new Set(functions)].sort();
  const { what, address, by } = accessIn(one!.says);
  const before = other === undefined ? null : accessIn(other.says);
  const frames: Frame[] = accesses.flatMap(stack => stack.frames.map(toFrame));
  const suspect = one!.frames.find(({ name }) => name === ownFunction(one!.frames));
  return {
    kind: 'program-crash',
    title: named.length === 0 ? ANCHOR : `${ANCHOR} in ${named.join(' and ')}`,
    altTitles: named.length === 0 ? [] : [ANCHOR],
    type: 'GO-RACE',
    corrupted: frames.length === 0 ? 'no stack follows' : null,
    panicked: false,
    suppressed: false,
    span: { line: first.number, endLine: last.endNumber, offset: first.offset, endOffset: last.endOffset },
    kernel: null,
    blamed: suspect === undefined ? null : { function: suspect.name, file: suspect.place?.file ?? null },
    frames,
    time: first.time,
    follows: null,
    details: {
      source: 'go-race',
      program: null,
      pid: null,
      signal: null,
      address,
      error: accesses.map(({ says }) => says).join('; '),
      decoded: {
        access: what,
        by,
        framesOfAccess: String(one!.frames.length),
        ...(before === null
          ? {}
          : {
              previousAccess: before.what,
              previousBy: before.by,
              framesOfPrevious: String(other!.frames.length),
            }),
        ...createdIn(stacks),
      },
    },
  };
}

/** `Previous write at 0x00c0000ac008 by goroutine 8` in its parts. */
function accessIn(says: string): { what: string; address: string; by: string } {
  const at = says.indexOf(' at 0x');
  const by = says.indexOf(' by ', at);
  return {
    what: says.slice(0, at).replace('Previous ', '').toLowerCase(),
    address: says.slice(at + 4, by < 0 ? says.length : by),
    by: by < 0 ? '' : says.slice(by + 4),
  };
}

/** Where the goroutines began: `goroutine 7 (running)` → the function that started it. */
function createdIn(stacks: readonly Stack[]): Record<string, string> {
  const created: Record<string, string> = {};
  for (const { says, frames } of stacks) {
    const end = says.indexOf(' created at');
    if (end > 0 && frames[0] !== undefined) created[`created ${says.slice(0, end)}`] = frames[0].name;
  }
  return created;
}

function ownFunction(frames: readonly RawFrame[]): string | null {
  return (frames.find(({ name }) => !isMachinery(name)) ?? frames[0])?.name ?? null;
}
