import type { Arrival } from './index.js';

/** `journalctl -o short-monotonic`: `[   12.345678] host kernel: text`, and `-o short-unix`: `1574263982.123456 host kernel: text`. */
const MONOTONIC =
  /^(?:\[ {0,8}(\d{1,10}\.\d{1,9})\]|\d{9,10}\.\d{6}) ([^\s:[\]]{1,255}) ([^\s:[\]]{1,128})(?:\[(\d{1,10})\])?: /;

export const journal: Arrival = {
  name: 'journalctl',
  strip(raw) {
    const match = MONOTONIC.exec(raw);
    if (match === null) return null;
    const tag = match[3]!;
    const stream = tag === 'kernel' ? 'kernel' : match[4] === undefined ? tag : `${tag}[${match[4]}]`;
    return {
      text: raw.slice(match[0].length),
      stream,
      time: match[1] === undefined ? null : Number(match[1]),
      prefixed: tag === 'kernel',
    };
  },
};
