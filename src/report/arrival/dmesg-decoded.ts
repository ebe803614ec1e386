import type { Arrival } from './types.js';

/** `kern  :info  : ` of `dmesg -x` (util-linux sys-utils/dmesg.c: facility and level, each padded to six); the time follows. */
const DECODED =
  /^(?:kern|user|mail|daemon|auth|syslog|lpr|news|uucp|cron|authpriv|ftp|local[0-7]|res\d{1,2}) {0,5}: ?(?:emerg|alert|crit|err|warn|notice|info|debug) {0,3}: /;

export const dmesgDecoded: Arrival = {
  name: 'dmesg -x',
  first: 'kumdaslnfcr',
  at: ['any'],
  strip(raw) {
    if (raw.charCodeAt(6) !== 0x3a && raw.charCodeAt(8) !== 0x3a) return null;
    const match = DECODED.exec(raw);
    if (match === null) return null;
    return { text: raw.slice(match[0].length), stream: 'kernel', prefixed: true, next: 'kernel' };
  },
};
