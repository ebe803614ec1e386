import { withoutControls } from './physical.js';
import type { Arrival, Arrived } from './types.js';

/**
 * A record of /dev/kmsg: `6,1234,12345678,-;text`: priority, sequence, microseconds since boot, flags (Documentation/ABI/testing/dev-kmsg).
 * Extended netconsole sends the same, with the kernel's release in front where asked for, and long records in pieces with
 * `ncfrag=offset/total` (Documentation/networking/netconsole.rst).
 */
const RECORD =
  /^(?:[\w.+~-]{1,64},)?(\d{1,4}),(\d{1,12}),(\d{1,20}),([-c+])((?:,[\w-]{1,32}=[^,;\s]{0,128}){0,8});/;
const FRAGMENT = /,ncfrag=(\d{1,8})\/(\d{1,8})/;
const CALLER = /,caller=([TC]\d{1,10})/;

export const kmsg: Arrival = {
  name: 'kmsg',
  first: '0123456789',
  at: ['any'],
  strip(raw) {
    const comma = raw.indexOf(',');
    if (comma < 1 || comma > 64) return null;
    const match = RECORD.exec(raw);
    if (match === null) return null;
    const options = match[5]!;
    const fragment = options === '' ? null : FRAGMENT.exec(options);
    const body = raw.slice(match[0].length);
    const text = unescaped(fragment === null ? body : withoutHeaders(body, match));
    const caller = options === '' ? null : (CALLER.exec(options)?.[1] ?? null);
    const time = Number(match[3]) / 1e6;
    const manyLines = text.includes('\n');
    const whole: Arrived = {
      text,
      stream: 'kernel',
      time,
      caller,
      prefixed: true,
      next: 'message',
      manyLines,
    };
    if (fragment === null) return whole;
    const bytes = Buffer.byteLength(body);
    const last = Number(fragment[1]) + bytes >= Number(fragment[2]);
    return { ...whole, part: { key: `nc ${match[2]}`, last } };
  },
};

/** A piece that is not the last ends in no line break: what received the packets may have written the next behind it, header and all. */
function withoutHeaders(body: string, match: RegExpExecArray): string {
  const header = `${match[1]},${match[2]},${match[3]},`;
  let text = body;
  for (let at = text.indexOf(header); at >= 0; at = text.indexOf(header, at)) {
    const end = text.indexOf(';', at);
    if (end < 0 || end - at > 400 || !text.slice(at, end).includes(',ncfrag=')) break;
    text = text.slice(0, at) + text.slice(end + 1);
  }
  return text;
}

/** ` SUBSYSTEM=pci` and ` DEVICE=+pci:0000:00:1f.2`: what a record's text is about; one space in front. */
const DICTIONARY = /^ [A-Z][A-Z0-9_]{1,63}=/;

/** The lines under a record that are no text. Asked for only where the line before was a record. */
export function isDictionary(raw: string): boolean {
  return raw.charCodeAt(0) === 0x20 && DICTIONARY.test(raw);
}

/** The kernel writes what is not printable, and the backslash, as `\xNN`. */
function unescaped(text: string): string {
  if (!text.includes('\\x')) return text;
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = text.indexOf('\\x'); at >= 0; at = text.indexOf('\\x', at + 1)) {
    const code = Number.parseInt(text.slice(at + 2, at + 4), 16);
    if (Number.isNaN(code) || at < from || !/^[0-9a-f]{2}$/i.test(text.slice(at + 2, at + 4))) continue;
    parts.push(Buffer.from(text.slice(from, at)), Buffer.of(code));
    from = at + 4;
  }
  parts.push(Buffer.from(text.slice(from)));
  return withoutControls(Buffer.concat(parts).toString('utf8'));
}
