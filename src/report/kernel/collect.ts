import type { Line } from '../line.js';
import { type Said, say, withCallers } from './body.js';
import type { Opening } from './opening.js';

/** The lines of one report. */
export interface Collected {
  /** What its context said, from the opening message on, up to the next report of that context. */
  readonly body: readonly Said[];
  /** The same and what came after: where two reports are interleaved the first goes on behind the second's title. */
  readonly whole: readonly Said[];
  /** Index of the first and after the last line of the report, of all contexts. */
  readonly start: number;
  readonly end: number;
  /** Openings that belong to this report: the panic it caused, the oops that a BUG is printed as. */
  readonly swallowed: readonly Opening[];
  readonly panicked: boolean;
  /** The caller id of its lines. */
  readonly caller: string | null;
  /** How many lines were looked at behind the next report's title, and in all. */
  readonly again: number;
  readonly looked: number;
}

/** Lines of other things between two lines of a report; and the longest report. */
const GAP = 400;
/** The same where the report is known to be at its end; and lines after which a time may not run backwards. */
const GAP_CLOSED = 24;
const PAUSE = 4;
/** How reports end: `---[ end trace … ]---` (kernel/panic.c), ` RSP <…>` of x86 up to 4.13. */
const CLOSES = /^(?:---\[ end (?:trace|Kernel panic)| RSP <[0-9a-f]{8,16}>| EIP: .{1,120}SS:ESP )/;
const LONGEST = 4000;
/** A report of so many lines has told its story: the trace of the panic that follows adds nothing. KMSAN's are shorter. */
const TOLD = 22;
const TOLD_KMSAN = 16;

const INLINED = / \[inline\]/;

/** Messages that are no crash but print a trace: without caller ids nobody can tell whose the frames after them are. */
const OTHERS_TRACE =
  /vmalloc: allocation failure:|FAULT_INJECTION: forcing a failure|FAULT_FLAG_ALLOW_RETRY missing/;

/** Lines that only a report has. */
const REPORTISH =
  /^\s{0,8}(?:Code: |Modules linked in|---\[ |Kernel panic|Rebooting in|Kernel Offset|Call [Tt]race|R[A-Z\d]{2}: |RIP {1,2}\[|RSP <|[A-Z]{2,3}: {1,2}[0-9a-f]{4}|={10}|CPU: \d|Hardware name: |Sending NMI|NMI backtrace|#\d{1,3}: |\d{1,4} locks? held by|last function: |backtrace|hex dump|comm "|pool \d|(?:pending|in-flight): |value changed|Reported by|(?:read|write) to 0x)/;

/** What lockdep says of a task: looked for only where the line has the word. */
const TASK_IS = /^.{1,60} is (?:trying to|leaving the|freeing mem)/;

function isReportish(text: string): boolean {
  return (text.includes(' is ') && TASK_IS.test(text)) || REPORTISH.test(text) || text.includes(', at: ');
}

/**
 * Collects what the context of an opening prints.
 * @param at which of the channel's openings, in order
 * @param behind how many lines may be looked at behind the next report's title
 * @param most how many lines may be looked at in all
 */
export function collect(
  lines: readonly Line[],
  openings: readonly Opening[],
  at: number,
  behind: number,
  most: number,
): Collected {
  const opening = openings[at]!;
  const first = lines[opening.index]!;
  const { caller, prefixed } = mannerOf(lines, opening.index);
  const told = opening.text.startsWith('BUG: KMSAN:') ? TOLD_KMSAN : TOLD;
  const whole: Said[] = [
    { text: opening.text, index: opening.index, line: first.number, frame: null, broken: opening.broken },
  ];
  // What else stands on a broken line was said by another.
  if (!opening.broken) {
    const rest: Said[] = [];
    say(first, opening.index, rest);
    whole.push(...rest.slice(opening.part + 1));
  }
  const swallowed: Opening[] = [];
  let bodyLength = -1;
  let isTold = false;
  let count = 1;
  let end = opening.index + 1;
  let lastOwn = opening.index;
  let openedAt = opening.index;
  let lastTime = first.time;
  /** The kernel has said that the report ends: what follows at once belongs to it, and the panic it causes. */
  let closed = false;
  let nmi = false;
  let next = at + 1;
  let stop = Math.min(lines.length, opening.index + Math.min(LONGEST, most));
  let looked = 0;
  const cut = (index: number) => {
    if (bodyLength >= 0) return;
    bodyLength = whole.length;
    stop = Math.min(stop, index + behind);
  };
  for (let index = opening.index + 1; index < stop; index++) {
    looked++;
    const line = lines[index]!;
    const other = openings[next];
    const opens = other !== undefined && other.index === index ? other : null;
    if (opens !== null) next++;
    // What stands in a kernel's log without its prefix was said by a program on the same console.
    if (prefixed && !line.prefixed) continue;
    if (line.caller !== caller && !(nmi && caller !== null && line.caller?.startsWith('C') === true))
      continue;
    // A clock that goes back after other lines: a quotation from the report, or the next boot.
    if (index - lastOwn > PAUSE && line.time !== null && lastTime !== null && line.time < lastTime) break;
    if (opens !== null) {
      const rule = opens.rules[0]!;
      // A symboliser repeats the title for each inlined function.
      const repeated = openedAt === index - 1 && INLINED.test(lines[index - 1]!.text);
      if (repeated) openedAt = index;
      const second = rule.second === true && isNext(lines, opening.index, index);
      if (rule.aside === true) continue;
      if (!repeated && !second && rule.panic !== true && (rule.joins !== true || closed)) cut(index);
      else if (bodyLength < 0) swallowed.push(opens);
      // A warning of the lock checker about the printing of a report is no news either.
      if (count >= told && (rule.panic === true || CIRCULAR.test(opens.text))) isTold = true;
    } else if (caller === null && OTHERS_TRACE.test(line.text)) cut(index);
    if (index - lastOwn > (closed ? GAP_CLOSED : GAP)) {
      if (!closed || index - lastOwn > GAP) break;
      // Only the panic may still come.
      if (opens === null) continue;
    }
    if (isTold) {
      // Only to know where the report ends.
      if (line.text.includes('+0x') || isReportish(line.text)) {
        lastOwn = index;
        if (bodyLength < 0) end = index + 1;
      }
      continue;
    }
    const before = whole.length;
    say(line, index, whole);
    if (whole[before]?.frame?.certain !== false) count++;
    for (let i = before; i < whole.length; i++) {
      const one = whole[i]!;
      if (one.frame === null) {
        if (!isReportish(one.text)) continue;
        if (one.text.startsWith('Sending NMI from CPU')) nmi = true;
        if (!closed && bodyLength < 0 && CLOSES.test(one.text)) closed = true;
      }
      lastOwn = index;
      if (line.time !== null) lastTime = line.time;
      if (bodyLength < 0) end = index + 1;
    }
  }
  const body = bodyLength < 0 ? whole : whole.slice(0, bodyLength);
  return {
    body: withCallers(body),
    whole: withCallers(whole),
    start: backTo(lines, openings[at - 1], opening),
    end,
    swallowed,
    panicked: panics(openings, at),
    again: whole.length - body.length,
    looked,
    caller,
  };
}

/** How the lines that follow are written: a time and a caller id that only one line shows were a part of its text. */
function mannerOf(lines: readonly Line[], index: number): { caller: string | null; prefixed: boolean } {
  const { caller, prefixed } = lines[index]!;
  if (!prefixed && caller === null) return { caller, prefixed };
  for (let i = index + 1; i < lines.length && i <= index + 60; i++) {
    const line = lines[i]!;
    if (line.caller !== null) return { caller, prefixed };
    if (line.prefixed) return { caller: null, prefixed };
  }
  // A log may also end here.
  return index + 8 < lines.length ? { caller: null, prefixed: false } : { caller, prefixed };
}

/** Whether nothing but empty lines stands between two lines. */
function isNext(lines: readonly Line[], index: number, next: number): boolean {
  for (let i = index + 1; i < next; i++) if (lines[i]!.text.trim() !== '') return false;
  return true;
}

const CIRCULAR = /^WARNING: possible circular locking dependency detected/;

/** The next opening of a panic from each one on. */
const PANICS = new WeakMap<readonly Opening[], Int32Array>();

/** Whether the kernel panicked with or after this report: it does so once. */
function panics(openings: readonly Opening[], at: number): boolean {
  let next = PANICS.get(openings);
  if (next === undefined) {
    next = new Int32Array(openings.length);
    for (let i = openings.length - 1, panic = Number.MAX_SAFE_INTEGER; i >= 0; i--) {
      if (openings[i]!.rules[0]!.panic === true) panic = i;
      next[i] = Math.min(panic, 0x7fffffff);
    }
    PANICS.set(openings, next);
  }
  return next[at]! < at + 1000;
}

/** Lines that lead up to a report and belong to it. */
const LEADING =
  /^(?:-{8,}\[ cut here|8<--- cut|={10}|usercopy: |list_(?:add|del) |kasan: |KASAN: |refcount_t: |ODEBUG: |DEBUG_LOCKS_WARN|skbuff: |detected buffer|kernel tried to|page:|#PF|Mem abort|sysfs: cannot create duplicate)/;

/** Where the report begins: a few lines before its title, though not before another report's. */
function backTo(lines: readonly Line[], before: Opening | undefined, opening: Opening): number {
  const { caller } = lines[opening.index]!;
  const floor = Math.max(0, opening.index - 6, before === undefined ? 0 : before.index + 1);
  let start = opening.index;
  for (let i = opening.index - 1; i >= floor; i--) {
    const line = lines[i]!;
    if (line.caller === caller && LEADING.test(line.text)) start = i;
  }
  return start;
}
