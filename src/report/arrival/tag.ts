import { withoutControls } from './physical.js';
import type { Arrived, Context } from './types.js';

/** `host tag[pid]: text`, as it stands behind the time in RFC 3164 and in journalctl's short forms. */
const HOST_TAG = /^([^\s:[\]"'{}]{1,255}) ([^\s:[\]"{}]{1,128})(?:\[(\d{1,10})\])?: ?/;
/** `tag[pid]: text` alone: a log that has been stripped of its host. */
const TAG = /^([^\s:[\]"{}]{1,128})(?:\[(\d{1,10})\])?: ?/;
/** `host [   12.345678] text`: netconsole received by a syslog daemon has no tag. */
const HOST_TIME = /^([^\s:[\]"'{}]{1,255}) (?=(?:<\d{1,3}>)?\[ {0,8}\d{1,10}\.\d{6}\])/;
/** BusyBox and OpenWrt name facility and severity: `host kern.info kernel: text`. */
const FACILITY =
  /^([^\s:[\]]{1,255} )?(?:kern|user|daemon|auth|authpriv|syslog|local[0-7])\.[a-z]{3,7} (?=\S)/;
/** `message repeated 3 times: [ text]` (rsyslog) and `last message repeated 3 times` (sysklogd, BusyBox). */
const REPEATED = /^message repeated \d{1,9} times: \[ ?/;

/** Programs whose lines are copies of the kernel's: their text is the kernel's own, and may have the kernel's prefix. */
const CARRIERS = new Set([
  'dmesg',
  'kmsg',
  'klogd',
  'netconsole',
  'ramoops',
  'kdump',
  'kdumpctl',
  'systemd-pstore',
]);

/** Puts the name of a writer together. */
export function streamOf(tag: string, pid: string | undefined): string {
  if (tag === 'kernel') return 'kernel';
  return pid === undefined || pid === '' ? tag : `${tag}[${pid}]`;
}

/**
 * Reads `host tag[pid]: text`.
 * @param rest what stands behind the time
 * @param sure false where the same text may be a kernel message: then the host must be known, or the tag unmistakable
 */
export function hostAndTag(rest: string, sure: boolean, context: Context): Arrived | null {
  const match = HOST_TAG.exec(rest);
  if (match !== null) {
    const tag = match[2]!;
    if (!sure && !context.hosts.has(match[1]!)) return null;
    return said(rest.slice(match[0].length), tag, match[3]);
  }
  if (!sure) return null;
  const facility = FACILITY.exec(rest);
  if (facility !== null) return tagOnly(rest.slice(facility[0].length));
  const time = HOST_TIME.exec(rest);
  if (time !== null) {
    return { text: rest.slice(time[0].length), stream: 'kernel', prefixed: true, next: 'kernel' };
  }
  const space = rest.indexOf(' ');
  if (space > 0 && rest.startsWith('last message repeated ', space + 1)) {
    return { text: rest.slice(space + 1), stream: 'syslogd', prefixed: false, next: 'message' };
  }
  return rest.startsWith('kernel:') ? tagOnly(rest) : null;
}

/** Reads `tag[pid]: text`. */
export function tagOnly(rest: string): Arrived | null {
  const match = TAG.exec(rest);
  return match === null ? null : said(rest.slice(match[0].length), match[1]!, match[2]);
}

/** What a program (or the kernel) said through a log daemon. */
export function said(text: string, tag: string, pid: string | undefined): Arrived {
  const repeated = text.startsWith('message repeated ') ? REPEATED.exec(text) : null;
  let said = text;
  if (repeated !== null) said = text.slice(repeated[0].length, text.endsWith(']') ? -1 : undefined);
  // rsyslog writes control characters as #ooo (its $EscapeControlCharactersOnReceive).
  let manyLines = false;
  if (said.includes('#0')) {
    said = withoutControls(
      said.replace(/#0(11|12|15|33)/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    );
    manyLines = said.includes('\n');
  }
  if (tag === 'kernel') return { text: said, stream: 'kernel', prefixed: true, next: 'kernel', manyLines };
  const carrier = CARRIERS.has(tag) && /^(?:<\d{1,3}>)?\[ {0,8}\d{1,10}\.\d{6}\]/.test(said);
  return {
    text: said,
    stream: carrier ? 'kernel' : streamOf(tag, pid),
    prefixed: carrier,
    next: carrier ? 'kernel' : 'message',
    manyLines,
  };
}
