import { callerAt, kernel } from './dmesg.js';
import type { Arrival, Arrived } from './types.js';

/** `HH:MM:SS`, somewhere between brackets. */
const CLOCK = /\d{1,2}:\d\d:\d\d/;
const DATE = /^\d{4}[-/.]\d\d[-/.]\d\d[ T_]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d)?$/;
const CLOCK_ONLY = /^\d\d:\d\d:\d\d(?:[.,:]\d{1,9})?$/;
/** `Tue Nov 19 10:00:00 2019`, and as other languages order and spell it; `dmesg -Td` adds `<    0.000002>`. */
const CTIME =
  /^[^\d\s[\]<>][^\s[\]<>]{0,15},? [^[\]<>]{1,24} \d{1,2}:\d\d:\d\d(?: [AP]M)?(?: [A-Z]{2,5})?,? \d{4}(?: <? {0,8}-?\d{1,10}\.\d{6}>)?$/;
/** Other languages begin with the day of the month or the year: `19 nov 2019 10:00:00`. */
const CTIME_OTHER = /^\d{1,4}[^\d\s[\]<>]{0,3} [^[\]<>]{1,24} \d{1,2}:\d\d:\d\d(?: [^[\]<>]{1,16})?$/;
/** `dmesg -e`: `Nov19 10:00` when the minute changes, else `+0.000003` since the line before. */
const SHORT = /^[^\d\s[\]<>]{1,8} {0,2}\d{1,2} \d\d:\d\d$/;
const SINCE = /^ {0,8}[+-]\d{1,10}\.\d{6}$/;
const DELTA = /^<? {0,10}-?\d{1,10}\.\d{6}>$/;

/**
 * A time of day in brackets: `dmesg -T`, `-e`, `--time-format delta` (util-linux sys-utils/dmesg.c, print_record), in any language;
 * and what terminal programs and build servers put there (minicom, picocom, Jenkins), behind which the kernel's own prefix may stand.
 */
export const bracketTime: Arrival = {
  name: 'dmesg-ctime',
  first: '[',
  at: ['any', 'kernel'],
  strip(raw) {
    const close = raw.indexOf(']');
    if (close < 9 || close > 60) return null;
    const inside = raw.slice(1, close);
    let end = close + 1;
    if (raw.charCodeAt(end) === 0x20) end++;
    if (CLOCK.test(inside)) {
      if (DATE.test(inside) || CLOCK_ONLY.test(inside)) {
        return { text: raw.slice(end), stream: '', prefixed: false, next: 'any' };
      }
      return CTIME.test(inside) || CTIME_OTHER.test(inside) ? message(raw, end) : null;
    }
    return SINCE.test(inside) || DELTA.test(inside) || SHORT.test(inside) ? message(raw, end) : null;
  },
};

function message(raw: string, end: number): Arrived {
  const caller = raw.charCodeAt(end) === 0x5b ? callerAt(raw, end) : null;
  return caller === null
    ? kernel(raw.slice(end), null, null)
    : kernel(raw.slice(caller.end), null, caller.name);
}
