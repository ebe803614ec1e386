// Writes a raw kernel log the way it would have arrived by another road.
import { daemons } from './daemons.mjs';
import { journal } from './journal.mjs';
import { kernel } from './kernel.mjs';
import { linesOf } from './lines.mjs';
import { people } from './people.mjs';

const renderers = { ...kernel, ...journal, ...daemons };

/** The names of the roads. `A+B` takes the one and then the other: `quoted` alone is `dmesg+quoted`. */
export const ARRIVALS = [
  ...Object.keys(renderers),
  ...Object.keys(people),
  'wrapped-76+quoted',
  'quoted+wrapped-76',
  'short+wrapped-76',
  'syslog-3164+wrapped-76',
  'wrapped-76+indented-4',
  'short+quoted',
  'syslog-3164+html',
  'short+crlf',
];

/**
 * @param {Buffer} log a raw kernel log
 * @param {string} name one of ARRIVALS, or several names with `+` between
 * @returns {Buffer}
 */
export function rerender(log, name) {
  const [first, ...others] = name.split('+');
  const steps = first in renderers ? others : [first, ...others];
  let text = renderers[first in renderers ? first : 'dmesg'](linesOf(log));
  if (!(first in renderers)) text = asItWas(log);
  for (const step of steps) {
    if (!(step in people)) throw new RangeError(`no arrival is called ${step}`);
    text = people[step](Buffer.isBuffer(text) ? text.toString('utf8') : text);
  }
  return Buffer.isBuffer(text) ? text : Buffer.from(text);
}

/** The log itself, with unix line ends. */
function asItWas(log) {
  const text = log.toString('utf8').replaceAll('\r', '');
  return text.endsWith('\n') ? text : `${text}\n`;
}
