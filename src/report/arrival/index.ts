import type { Line } from '../line.js';
import { dmesg } from './dmesg.js';
import { journal } from './journal.js';
import { syslog } from './syslog.js';

/** What an arrival's prefix says. */
export interface Arrived {
  readonly text: string;
  readonly stream: string;
  readonly caller?: string | null;
  readonly time?: number | null;
  readonly prefixed: boolean;
}

/**
 * A way in which lines arrive: takes its own prefix off, or returns null when the line has none of it.
 * What is left may have a further prefix (a kernel time inside a syslog line): `arrive` asks again.
 */
export interface Arrival {
  readonly name: string;
  strip(raw: string): Arrived | null;
}

/** Asked in this order; the outermost prefix first. */
export const ARRIVALS: readonly Arrival[] = [syslog, journal, dmesg];

/** Takes every prefix off one physical line. `used` counts the arrivals that were met, by name. */
export function arrive(
  raw: string,
  place: Pick<Line, 'number' | 'offset' | 'endOffset'>,
  used: Map<string, number>,
): Line {
  let text = raw;
  let stream = '';
  let caller: string | null = null;
  let time: number | null = null;
  let prefixed = false;
  // Three layers are the deepest seen: a container's JSON around syslog around dmesg.
  for (let layer = 0; layer < 4; layer++) {
    let met: Arrived | null = null;
    for (const arrival of ARRIVALS) {
      met = arrival.strip(text);
      if (met === null) continue;
      used.set(arrival.name, (used.get(arrival.name) ?? 0) + 1);
      break;
    }
    if (met === null) break;
    text = met.text;
    if (met.stream !== '') stream = met.stream;
    caller = met.caller ?? caller;
    time = met.time ?? time;
    prefixed ||= met.prefixed;
  }
  return { text, ...place, endNumber: place.number, stream, caller, time, prefixed };
}
