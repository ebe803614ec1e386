import type { Arrival } from './index.js';

/**
 * `Nov 21 00:53:01 host tag[pid]: text` as rsyslog and `journalctl -o short` write it (RFC 3164), and with an ISO 8601 time
 * (`journalctl -o short-iso`, rsyslog's RSYSLOG_FileFormat).
 */
const RFC3164 =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?) ([^\s:[\]]{1,255}) ([^\s:[\]]{1,128})(?:\[(\d{1,10})\])?: ?/;

export const syslog: Arrival = {
  name: 'syslog',
  strip(raw) {
    const match = RFC3164.exec(raw);
    if (match === null) return null;
    const tag = match[2]!;
    const stream = tag === 'kernel' ? 'kernel' : match[3] === undefined ? tag : `${tag}[${match[3]}]`;
    return { text: raw.slice(match[0].length), stream, prefixed: tag === 'kernel' };
  },
};
