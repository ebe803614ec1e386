import type { Said } from './body.js';
import { isGeneric } from './generic.js';
import { bareName } from './names.js';
import { CALL_TRACE, POINTER } from './patterns.js';
import type { Blame } from './rule.js';

/** Lines after which a trace begins. `stack backtrace:` is only a heading: `Call Trace:` follows it. */
const TRACE_BEGINS =
  /Call [Tt]race|(?:Allocated|Freed)(?: by task \d{1,10})?:|(?:^\s{0,8}|[^k] )backtrace(?: \(crc [0-9a-f]{0,16}\))?:|Backtrace:|Uninit was stored to memory at/;

/** Whether a trace begins after this line. */
export function beginsTrace(text: string): boolean {
  if (text.length > 300) return false;
  // Most lines are none: look for what all of these have before trying the pattern.
  if (
    !text.includes('race') &&
    !text.includes('ated') &&
    !text.includes('reed') &&
    !text.includes('Uninit was')
  )
    return false;
  return TRACE_BEGINS.test(text);
}

/**
 * Fault injection (lib/fault-inject.c) prints its own trace, often into the middle of another one: names read from such a trace are not to
 * be trusted.
 */
const INJECTED =
  /^\s{0,4}(?:should_fail(?:_ex|slab|_alloc_page|_futex|_usercopy)?|fail_dump)(?:\.\w{1,20})*\+0x/;

/** Who is to blame. */
export interface Blamed {
  /** Names for the title, the best first; none where nobody could be found. */
  readonly names: readonly string[];
  /** Another trace was mixed into this one: what was read until then may be its own. */
  readonly injected: boolean;
  /** Where the second trace leads, for kinds that have one. */
  readonly origin: string | null;
}

/** Finds the function to blame among the lines of a report, from its opening line on. */
export function findBlamed(body: readonly Said[], how: Blame): Blamed {
  if (how.find !== undefined) {
    const injected = body.some(({ text, frame }) => frame !== null && INJECTED.test(text));
    return { names: how.find(body), injected, origin: null };
  }
  let found: Blamed = { names: [], injected: false, origin: null };
  for (const steps of [how.steps, ...(how.otherwise ?? [])]) {
    found = walk(body, steps, how);
    if (!found.injected && found.names.length > 0) break;
  }
  return how.origin === undefined ? found : { ...found, origin: originOf(body, how, how.origin) };
}

/** Who a second trace names: where a value came from. */
function originOf(body: readonly Said[], how: Blame, from: RegExp): string | null {
  const at = body.findIndex(({ text }) => from.test(text));
  return at < 0 ? null : (walk(body.slice(at + 1), ['trace'], how).names[0] ?? null);
}

function walk(body: readonly Said[], steps: Blame['steps'], how: Blame): Blamed {
  const names: string[] = [];
  let at = 0;
  let injected = false;
  const take = (name: string | undefined) => {
    if (name === undefined) return;
    if (how.plain === true || (!isGeneric(name) && how.skip?.test(name) !== true)) names.push(name);
  };
  for (let step = 0; step < steps.length; step++) {
    const wanted = steps[step]!;
    if (wanted === 'trace') {
      const next = steps[step + 1];
      for (; at < body.length; at++) {
        const { text, frame } = body[at]!;
        if (next !== undefined && typeof next !== 'string' && next.test(text)) break;
        if (beginsTrace(text)) {
          at++;
          break;
        }
        if (frame === null) {
          // A trap prints its registers in the middle of the trace.
          const pointer = text.includes('IP') && text.length < 400 ? POINTER.exec(text)?.[1] : undefined;
          if (pointer !== undefined) take(bareName(pointer));
          continue;
        }
        if (INJECTED.test(text)) {
          injected = true;
          at++;
          break;
        }
        if (frame.certain && frame.inlined !== true) take(frame.function);
      }
      continue;
    }
    if (wanted === 'pointer') {
      for (; at < body.length; at++) {
        const { text } = body[at]!;
        if (CALL_TRACE.test(text)) break;
        const match = text.length < 400 ? POINTER.exec(text) : null;
        if (match === null) continue;
        take(bareName(match[1]!));
        at++;
        break;
      }
      if (names.length > 0 && how.pick === undefined) break;
      continue;
    }
    for (; at < body.length; at++) {
      const { text } = body[at]!;
      const match = wanted.exec(text);
      if (match === null) continue;
      const name = match.find((group, i) => i > 0 && group !== undefined);
      take(name === undefined ? undefined : bareName(name));
      at++;
      break;
    }
    // A name is enough: what follows would only be asked for when this one is generic.
    if (names.length > 0 && how.pick === undefined) break;
  }
  const picked = how.pick === undefined ? names.slice(0, 1) : names.length > 0 ? how.pick(names) : [];
  return { names: picked, injected, origin: null };
}
