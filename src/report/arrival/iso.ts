import { callerAt, kernel } from './dmesg.js';
import { hostAndTag, tagOnly } from './tag.js';
import type { Arrival } from './types.js';

const TIME =
  /^(?:<\d{1,3}>)?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:([.,])\d{1,9})?(Z|\+00:00Z| ?[+-]\d\d:?\d\d| UTC)?[ \t]/;
/** Kubernetes' container runtimes: `stderr F text`; P where a long line goes on in the next (CRI logging format). */
const CRI = /^(stdout|stderr) ([FP])(?::[^\s]{0,80})? /;
/** GitLab's runner: `00O text`, `00E text`, `+` where the line goes on. */
const GITLAB = /^([0-9a-f]{2}[OE])([ +])/;

/**
 * An ISO 8601 time in front: `journalctl -o short-iso`, rsyslog's file format, `dmesg --time-format iso` (which alone has a comma and no
 * host), container runtimes, build servers.
 */
export const iso: Arrival = {
  name: 'iso-time',
  first: '<0123456789',
  at: ['any'],
  strip(raw, context) {
    const dash = raw.charCodeAt(0) === 0x3c ? raw.indexOf('-') : 4;
    if (raw.charCodeAt(dash) !== 0x2d || raw.charCodeAt(dash + 3) !== 0x2d) return null;
    const match = TIME.exec(raw);
    if (match === null) return null;
    const rest = raw.slice(match[0].length);
    if (match[1] === ',') {
      const caller = rest.charCodeAt(0) === 0x5b ? callerAt(rest, 0) : null;
      return caller === null ? kernel(rest, null, null) : kernel(rest.slice(caller.end), null, caller.name);
    }
    const tagged = hostAndTag(rest, false, context) ?? (rest.startsWith('kernel:') ? tagOnly(rest) : null);
    if (tagged !== null) return tagged;
    const cri = CRI.exec(rest);
    if (cri !== null) {
      const key = cri[1]!;
      const part = { key, last: cri[2] === 'F' };
      return { text: rest.slice(cri[0].length), stream: '', prefixed: false, next: 'any', part };
    }
    const gitlab = match[2] === 'Z' ? GITLAB.exec(rest) : null;
    if (gitlab !== null) {
      const text = rest.slice(gitlab[0].length);
      return { text, stream: '', prefixed: false, next: 'any' };
    }
    return { text: rest, stream: '', prefixed: false, next: 'any' };
  },
};

/** `1574263982.123456 host kernel: text`: `journalctl -o short-unix`. */
const UNIX = /^\d{9,10}\.\d{6} /;

export const unixTime: Arrival = {
  name: 'short-unix',
  first: '0123456789',
  at: ['any'],
  strip(raw, context) {
    const point = raw.charCodeAt(10) === 0x2e ? 10 : 9;
    if (raw.charCodeAt(point) !== 0x2e) return null;
    const match = UNIX.exec(raw);
    return match === null ? null : hostAndTag(raw.slice(match[0].length), true, context);
  },
};
