import { hostAndTag } from './tag.js';
import type { Arrival, Arrived, Context } from './types.js';

/**
 * The kernel's own prefix: `<6>[   12.345678][  T123] text` (kernel/printk/printk.c, info_print_prefix): level, seconds since boot,
 * and with CONFIG_PRINTK_CALLER the task (T) or CPU (C) that spoke. Each part may be missing. dmesg(1) puts a space before the
 * caller; `dmesg -d` adds `<    0.000002>` behind the time; `journalctl -o short-monotonic` and `short-delta` put a host and a tag behind it.
 */
export const dmesg: Arrival = {
  name: 'dmesg',
  first: '[<',
  at: ['any', 'kernel'],
  strip(raw, context) {
    let at = 0;
    let level = false;
    if (raw.charCodeAt(0) === 0x3c) {
      at = afterLevel(raw);
      if (at === 0) return null;
      level = true;
    }
    if (raw.charCodeAt(at) === 0x5b) {
      const timed = withTime(raw, at, context);
      if (timed !== null) return timed;
      const caller = callerAt(raw, at);
      if (caller !== null) {
        return kernel(raw.slice(caller.end), null, caller.name);
      }
    }
    // `<48> 8b 45` is the rest of a wrapped line of code bytes.
    return level && !CODE_BYTES.test(raw.slice(at, at + 5)) ? kernel(raw.slice(at), null, null) : null;
  },
};

const CODE_BYTES = /^ [0-9a-f]{2}(?: |$)/;

const DELTA = /^ {0,3}<? {0,8}-?\d{1,10}\.\d{6}[ *]?>\]|^ {16}\]/;

function withTime(raw: string, at: number, context: Context): Arrived | null {
  let end = at + 1;
  const spacesEnd = end + 12;
  while (end < spacesEnd && raw.charCodeAt(end) === 0x20) end++;
  const first = end;
  while (isDigit(raw.charCodeAt(end)) && end - first < 12) end++;
  if (end === first || raw.charCodeAt(end) !== 0x2e) return null;
  const point = end++;
  while (isDigit(raw.charCodeAt(end)) && end - point < 11) end++;
  if (end === point + 1) return null;
  const time = Number(raw.slice(first, end));
  if (raw.charCodeAt(end) === 0x5d) end++;
  else {
    const match = DELTA.exec(raw.slice(end, end + 40));
    if (match === null) return null;
    end += match[0].length;
  }
  let text = end;
  if (raw.charCodeAt(text) === 0x20) text++;
  if (raw.charCodeAt(text) === 0x5b) {
    const caller = callerAt(raw, text);
    if (caller !== null) return kernel(raw.slice(caller.end), time, caller.name);
  } else if (context.hosts.size > 0 && text > end && at === 0) {
    const journal = hostAndTag(raw.slice(text), false, context);
    if (journal !== null) {
      const { text: rest, stream, prefixed, next, manyLines } = journal;
      return {
        text: rest,
        stream,
        time: prefixed ? time : null,
        prefixed,
        next,
        manyLines: manyLines === true,
      };
    }
  }
  return kernel(raw.slice(text), time, null);
}

/** `[T123]`, `[    C1]`, behind it one space. */
export function callerAt(raw: string, at: number): { name: string; end: number } | null {
  let end = at + 1;
  while (raw.charCodeAt(end) === 0x20 && end - at < 14) end++;
  const start = end;
  const kind = raw.charCodeAt(end++);
  if (kind !== 0x54 && kind !== 0x43) return null;
  while (isDigit(raw.charCodeAt(end)) && end - start < 12) end++;
  if (end === start + 1 || raw.charCodeAt(end) !== 0x5d) return null;
  const name = raw.slice(start, end++);
  return { name, end: raw.charCodeAt(end) === 0x20 ? end + 1 : end };
}

/** Behind `<6>`, or 0. */
export function afterLevel(raw: string): number {
  let end = 1;
  while (isDigit(raw.charCodeAt(end)) && end < 4) end++;
  return end > 1 && raw.charCodeAt(end) === 0x3e ? end + 1 : 0;
}

export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function kernel(text: string, time: number | null, caller: string | null): Arrived {
  return { text, stream: 'kernel', time, caller, prefixed: true, next: 'message' };
}
