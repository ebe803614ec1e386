import type { Arrival } from './types.js';

/** `E1121 00:53:01.123456   12345 file.go:123] text`: the log library of Kubernetes and of Google's C++ programs. */
const KLOG = /^[IWEF]\d{4} \d\d:\d\d:\d\d\.\d{6} {1,8}\d{1,10} [\w.-]{1,64}:\d{1,6}\] /;

export const klog: Arrival = {
  name: 'klog',
  first: 'IWEF',
  at: ['any'],
  strip(raw) {
    const match = KLOG.exec(raw);
    if (match === null) return null;
    return { text: raw.slice(match[0].length), stream: '', prefixed: false, next: 'any' };
  },
};
