import type { Arrival } from './types.js';

/** `** 93 printk messages dropped ** [  322.962139] text`: what the kernel's consoles put in front of the first line after a gap. */
const DROPPED = /^(\*\* \d{1,10} printk messages dropped \*\*) (?=(?:<\d{1,3}>)?\[ {0,8}\d{1,10}\.\d{6}\])/;

/** The gap becomes a line of its own (kernel/printk/printk.c, console_prepend_dropped). */
export const dropped: Arrival = {
  name: 'dmesg',
  first: '*',
  at: ['any', 'kernel'],
  strip(raw) {
    const match = DROPPED.exec(raw);
    if (match === null) return null;
    const text = `${match[1]}\n${raw.slice(match[0].length)}`;
    return { text, stream: 'kernel', prefixed: true, next: 'kernel', manyLines: true };
  },
};
