import type { Arrival } from './index.js';

/**
 * The kernel's own prefix: `<6>[   12.345678][  T123] text` (kernel/printk/printk.c, info_print_prefix): level, seconds since boot,
 * and with CONFIG_PRINTK_CALLER the task (T) or CPU (C) that spoke. Each part may be missing.
 */
const PREFIX = /^(?:<\d{1,3}>)?\[ {0,8}(\d{1,10})\.(\d{1,9})\](?:\[ {0,8}([TC]\d{1,10})\])? ?/;
const LEVEL = /^<\d{1,3}>/;

export const dmesg: Arrival = {
  name: 'dmesg',
  strip(raw) {
    const first = raw.charCodeAt(0);
    if (first !== 0x5b && first !== 0x3c) return null;
    const match = PREFIX.exec(raw);
    if (match === null) {
      const level = LEVEL.exec(raw);
      return level === null ? null : { text: raw.slice(level[0].length), stream: 'kernel', prefixed: true };
    }
    return {
      text: raw.slice(match[0].length),
      stream: 'kernel',
      time: Number(`${match[1]}.${match[2]}`),
      caller: match[3] ?? null,
      prefixed: true,
    };
  },
};
