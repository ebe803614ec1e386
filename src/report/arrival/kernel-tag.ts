import type { Arrival } from './types.js';

/** `kernel: ` by itself: a log daemon that is fed by another writes it twice, and logs stripped of time and host begin with it. */
const TAG = /^kernel(?:\[0\])?: /;

export const kernelTag: Arrival = {
  name: 'kernel-tag',
  first: 'k',
  at: ['any', 'kernel'],
  strip(raw) {
    const match = TAG.exec(raw);
    if (match === null) return null;
    return { text: raw.slice(match[0].length), stream: 'kernel', prefixed: true, next: 'kernel' };
  },
};
