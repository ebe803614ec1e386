import type { Arrival } from './types.js';

/** What follows must be unmistakable: the kernel's time, with or without a level. */
const TIME = String.raw`(?=(?:<\d{1,3}>)?\[ {0,8}\d{1,10}\.\d{6}\])`;
/** `   12  `, `12: `, `12.`, `12|`: cat -n, pastebins, editors. */
const NUMBERED = new RegExp(`^\\d{1,7}[.:)|]?[ \\t]{0,8}${TIME}`);
/** `dmesg.txt:12:` and `dmesg.txt-12-`: grep -n and its context lines. */
const GREPPED = new RegExp(`^[\\w./+-]{1,200}?[:-]\\d{1,7}[:-]${TIME}|^[\\w./+-]{1,200}:${TIME}`);

/** Line numbers, and the names of files, in front of the kernel's own prefix. */
export const numbered: Arrival = {
  name: 'line-numbers',
  first: '',
  at: ['any'],
  strip(raw) {
    const bracket = raw.indexOf('[');
    if (bracket < 1 || bracket > 220) return null;
    const code = raw.charCodeAt(bracket - 1);
    // What stands in front of the time is a number's or a name's end, a blank, or a level.
    if (
      code !== 0x3a &&
      code !== 0x2d &&
      code !== 0x20 &&
      code !== 9 &&
      code !== 0x3e &&
      code !== 0x2e &&
      code !== 0x7c
    )
      return null;
    const match = NUMBERED.exec(raw) ?? GREPPED.exec(raw);
    if (match === null) return null;
    return { text: raw.slice(match[0].length), stream: 'kernel', prefixed: true, next: 'kernel' };
  },
};
