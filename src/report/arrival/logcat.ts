import { streamOf } from './tag.js';
import type { Arrival, Arrived } from './types.js';

/** `11-21 00:53:01.123  1234  1240 E Tag: text`: Android's logcat, threadtime; years, zones and user ids are options. */
const THREADTIME =
  /^(?:\d{4}-)?\d\d-\d\d \d\d:\d\d:\d\d\.\d{3,9}(?: [+-]\d{4})? {1,8}(?:[\w-]{1,32} {1,8})?(\d{1,7}) {1,8}\d{1,7} ([VDIWEFSA]) ([^:]{0,128}?) {0,32}: ?/;
/** `E/Tag( 1234): text`: brief; with a time in front: `time`. */
const BRIEF = /^(?:\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} )?[VDIWEFSA]\/([^(]{1,128}?) {0,32}\( {0,6}(\d{1,7})\): /;

/** Android. The kernel's lines are there those of process 0. */
export const logcat: Arrival = {
  name: 'logcat',
  first: '0123456789VDIWEFSA',
  at: ['any'],
  strip(raw) {
    if (raw.charCodeAt(1) === 0x2f) return brief(raw);
    if (raw.charCodeAt(2) !== 0x2d && raw.charCodeAt(7) !== 0x2d) return null;
    const match = THREADTIME.exec(raw);
    if (match === null) return brief(raw);
    const text = raw.slice(match[0].length);
    if (match[1] !== '0') return written(text, match[3]!, match[1]!);
    // logd takes what stands before the first colon for the tag of a kernel message.
    const tag = match[3]!;
    const whole = tag === '' || tag === 'kernel' ? text : `${tag}: ${text}`;
    return { text: whole, stream: 'kernel', prefixed: true, next: 'kernel' };
  },
};

function brief(raw: string): Arrived | null {
  const match = BRIEF.exec(raw);
  return match === null ? null : written(raw.slice(match[0].length), match[1]!, match[2]!);
}

function written(text: string, tag: string, pid: string): Arrived {
  if (tag === 'kernel') return { text, stream: 'kernel', prefixed: true, next: 'kernel' };
  return { text, stream: streamOf(tag, pid), prefixed: false, next: 'message' };
}
