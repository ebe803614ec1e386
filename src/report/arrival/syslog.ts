import { hostAndTag } from './tag.js';
import type { Arrival } from './types.js';

/**
 * `Nov 21 00:53:01 ` (RFC 3164; `journalctl -o short` and `short-precise`), in any language (`21. Nov`, `11月 21`), with a year where a
 * daemon adds one, and with a priority in front where the raw packet was kept.
 */
const TIME =
  /^(?:<\d{1,3}>)?(?:[^\s\d[\]<>{}"':;,=]{1,8}[.,]? {1,2}\d{1,2}|\d{1,2}[.月]? ?[^\s\d[\]<>{}"':;,=]{1,8}[.,]?(?: {1,2}\d{1,2})?)(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: \d{4})? /;
/** `Thu 2019-11-21 00:53:01 UTC `: `journalctl -o short-full` and `with-unit`. */
const FULL =
  /^[^\s\d[\]<>{}"':;,=]{1,8}\.? \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})? (?:[A-Z]{1,6}|[+-]\d\d:?\d{0,2}|[A-Z][A-Za-z_]{1,20}\/[A-Za-z_]{1,30}) /;
/** `Thu Nov 21 00:53:01 2019 `: OpenWrt's logread, and FULL's place taken by the C library's ctime. */
const CTIME = /^[^\s\d[\]<>{}"':;,=]{1,8}\.? [^\s\d[\]<>{}"':;,=]{1,8}\.? {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4} /;

/** Lines of a syslog daemon, of journalctl's short forms, and of their relatives: a time, a host, a tag. */
export const syslog: Arrival = {
  name: 'syslog',
  first: '',
  at: ['any'],
  strip(raw, context) {
    if (!hasClock(raw)) return null;
    const match = TIME.exec(raw) ?? FULL.exec(raw) ?? CTIME.exec(raw);
    if (match === null) return null;
    return hostAndTag(raw.slice(match[0].length), true, context);
  },
};

/** Whether `:dd:` stands where a time of day would be: a cheap question for the many lines that have none. */
function hasClock(raw: string): boolean {
  const colon = raw.indexOf(':');
  return colon > 3 && colon < 32 && raw.charCodeAt(colon + 3) === 0x3a;
}
