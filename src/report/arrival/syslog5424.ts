import { said } from './tag.js';
import type { Arrival } from './types.js';

/** RFC 5424: `<PRI>1 TIME HOST APP PROCID MSGID SD text`; SD is `-` or bracketed elements, the text may begin with a byte order mark. */
const HEADER =
  /^(?:\d{1,6} )?(?:<\d{1,3}>)?1 (?:-|\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:\d\d)) \S{1,255} (\S{1,128}) (\S{1,128}) \S{1,32} /;

export const syslog5424: Arrival = {
  name: 'syslog-5424',
  first: '<0123456789',
  at: ['any'],
  strip(raw) {
    const one = raw.indexOf('1 ');
    if (one < 0 || one > 12) return null;
    const match = HEADER.exec(raw);
    if (match === null) return null;
    const data = structuredData(raw, match[0].length);
    if (data < 0) return null;
    let start = data;
    if (raw.charCodeAt(start) === 0x20) start++;
    if (raw.charCodeAt(start) === 0xfeff) start++;
    const pid = /^\d{1,10}$/.test(match[2]!) ? match[2] : undefined;
    return said(raw.slice(start), match[1] === '-' ? '' : match[1]!, pid);
  },
};

/** Where the structured data that begins at `at` ends, or -1. */
function structuredData(raw: string, at: number): number {
  if (raw.charCodeAt(at) === 0x2d) return at + 1;
  let end = at;
  while (raw.charCodeAt(end) === 0x5b) {
    let quoted = false;
    for (end++; end < raw.length; end++) {
      const code = raw.charCodeAt(end);
      if (code === 0x5c && quoted) end++;
      else if (code === 0x22) quoted = !quoted;
      else if (code === 0x5d && !quoted) break;
    }
    if (end >= raw.length) return -1;
    end++;
  }
  return end > at ? end : -1;
}
