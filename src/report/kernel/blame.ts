import type { Said } from './body.js';
import { isGeneric } from './generic.js';
import type { Blame } from './rule.js';

/** Lines after which a trace begins. */
const TRACE_BEGINS =
  /^(?:[A-Z][\w ]{0,20}: )?\s{0,8}(?:Call [Tt]race|(?:Allocated|Freed)(?: by task \d{1,10}(?: on cpu \d{1,5} at [\d.]{1,20}s)?)?:|[Bb]acktrace(?: \(crc [0-9a-f]{1,16}\))?:|Uninit was (?:stored|created)|Local variable )/;

/** Whether a trace begins after this line. */
export function beginsTrace(text: string): boolean {
  if (text.length > 200) return false;
  const first = text.trimStart().charCodeAt(0);
  // C A F B b U L
  if (
    first !== 0x43 &&
    first !== 0x41 &&
    first !== 0x46 &&
    first !== 0x42 &&
    first !== 0x62 &&
    first !== 0x55 &&
    first !== 0x4c
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
  /** Another trace was mixed into this one. */
  readonly injected: boolean;
}

/** Finds the function to blame among the lines of a report, from its opening line on. */
export function findBlamed(body: readonly Said[], how: Blame): Blamed {
  if (how.find !== undefined)
    return {
      names: how.find(body),
      injected: body.some(({ text, frame }) => frame !== null && INJECTED.test(text)),
    };
  for (const steps of [how.steps, ...(how.otherwise ?? [])]) {
    const found = walk(body, steps, how);
    if (found.injected || found.names.length > 0) return found;
  }
  return { names: [], injected: false };
}

function walk(body: readonly Said[], steps: Blame['steps'], how: Blame): Blamed {
  const names: string[] = [];
  let at = 0;
  let injected = false;
  const take = (name: string | undefined) => {
    if (name === undefined) return;
    if (!isGeneric(name) && how.skip?.test(name) !== true) names.push(name);
  };
  for (let step = 0; step < steps.length; step++) {
    const wanted = steps[step]!;
    if (wanted === 'trace') {
      const next = steps[step + 1];
      for (; at < body.length; at++) {
        const { text, frame } = body[at]!;
        if (next !== undefined && next !== 'trace' && next.test(text)) break;
        if (beginsTrace(text)) {
          at++;
          break;
        }
        if (frame === null) continue;
        if (INJECTED.test(text)) injected = true;
        if (frame.certain) take(frame.function);
      }
      continue;
    }
    for (; at < body.length; at++) {
      const { text } = body[at]!;
      const match = wanted.exec(text);
      if (match === null) continue;
      take(match.find((group, i) => i > 0 && group !== undefined));
      at++;
      break;
    }
    // A name is enough: what follows would only be asked for when this one is generic.
    if (names.length > 0 && how.pick === undefined) break;
  }
  if (injected) return { names: [], injected: true };
  if (how.pick !== undefined) return { names: names.length > 0 ? how.pick(names) : [], injected };
  return { names: names.slice(0, 1), injected };
}
