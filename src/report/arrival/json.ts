import { kernel } from './dmesg.js';
import { withoutControls } from './physical.js';
import { said } from './tag.js';
import type { Arrival, Arrived } from './types.js';

/** Where collectors put the line itself, the surest first. */
const TEXT_FIELDS = ['MESSAGE', 'log', 'message', 'msg', 'textPayload', '_raw', 'line', 'text'] as const;

/**
 * One JSON object a line: `journalctl -o json` (systemd's Journal Export and JSON formats: a field that is not UTF-8 is an array of its
 * bytes, one that is too long is null), docker's json-file driver (`log`, `stream`, `time`; a long line comes in several objects, the last of
 * which ends in a line break), and what collectors make of either (`message`, `textPayload`, names of pods).
 */
export const json: Arrival = {
  name: 'json',
  first: '{d',
  at: ['any'],
  strip(raw) {
    // `journalctl -o json-sse` puts `data: ` in front.
    const start = raw.startsWith('data: {') ? 6 : 0;
    if (raw.charCodeAt(start) !== 0x7b) return null;
    const object = parse(start === 0 ? raw : raw.slice(start));
    return object === null ? null : fromObject(object);
  },
};

type Fields = Readonly<Record<string, unknown>>;

/** What the fields of one record say, or null where none of them is a text. */
export function fromObject(object: Fields): Arrived | null {
  for (const field of TEXT_FIELDS) {
    const text = textOf(object[field]);
    if (text === null) continue;
    if (field === 'MESSAGE') return fromJournal(object, text);
    if (field === 'log') return fromDocker(object, text);
    return fromCollector(object, text);
  }
  const payload = object['jsonPayload'];
  if (isFields(payload)) return fromObject(payload);
  return isJournal(object) ? { text: '', stream: '', prefixed: false, next: 'message', silent: true } : null;
}

/** The fields of one journal record, of any of journalctl's forms that name them. */
export function fromJournal(object: Fields, text: string): Arrived {
  const tag = textOf(object['SYSLOG_IDENTIFIER']) ?? textOf(object['_COMM']) ?? '';
  const manyLines = text.includes('\n');
  if (object['_TRANSPORT'] === 'kernel' || tag === 'kernel') {
    const time = Number(textOf(object['_SOURCE_MONOTONIC_TIMESTAMP']) ?? Number.NaN);
    return {
      text,
      stream: 'kernel',
      time: Number.isFinite(time) ? time / 1e6 : null,
      prefixed: true,
      next: 'kernel',
      manyLines,
    };
  }
  const pid = textOf(object['SYSLOG_PID']) ?? textOf(object['_PID']) ?? undefined;
  return { ...said(text, tag, pid), manyLines };
}

function fromDocker(object: Fields, log: string): Arrived {
  const last = log.endsWith('\n');
  const stream = containerName(object);
  return {
    text: last ? log.slice(0, -1) : log,
    stream,
    prefixed: false,
    next: 'any',
    manyLines: true,
    // Only docker's own driver cuts lines; others that use the name `log` leave the line break away.
    ...(typeof object['time'] === 'string' && typeof object['stream'] === 'string'
      ? { part: { key: `${stream} ${object['stream']}`, last } }
      : {}),
  };
}

function fromCollector(object: Fields, text: string): Arrived {
  const tag = textOf(object['SYSLOG_IDENTIFIER']) ?? textOf(object['program']) ?? textOf(object['ident']);
  if (tag !== null) return { ...said(text, tag, textOf(object['pid']) ?? undefined), manyLines: true };
  const whole = text.endsWith('\n') ? text.slice(0, -1) : text;
  // `dmesg --json` (util-linux) gives priority, seconds since boot and caller their own fields.
  if ('pri' in object && (typeof object['time'] === 'number' || typeof object['time'] === 'string')) {
    const time = Number(object['time']);
    const caller = textOf(object['caller']);
    const spoke = kernel(whole, Number.isFinite(time) ? time : null, caller);
    return { ...spoke, manyLines: true };
  }
  return {
    text: whole,
    stream: containerName(object),
    prefixed: false,
    next: 'any',
    manyLines: true,
  };
}

/** Who wrote it, as the collectors of Kubernetes and docker name it. */
function containerName(object: Fields): string {
  const kubernetes = object['kubernetes'];
  if (isFields(kubernetes)) {
    const pod = textOf(kubernetes['pod_name']) ?? '';
    const container = textOf(kubernetes['container_name']) ?? '';
    return pod !== '' && container !== '' ? `${pod}/${container}` : pod || container;
  }
  const name = textOf(object['container_name']) ?? '';
  return name.startsWith('/') ? name.slice(1) : name;
}

function parse(raw: string): Fields | null {
  if (raw.charCodeAt(raw.length - 1) === 0x7d) {
    try {
      const value: unknown = JSON.parse(raw);
      return isFields(value) ? value : null;
    } catch {
      // Cut or damaged: the text may be whole all the same.
    }
  }
  return salvage(raw);
}

/** The string fields of an object that is cut off at its end. */
function salvage(raw: string): Fields | null {
  const fields: Record<string, unknown> = Object.create(null);
  let found = false;
  for (const name of [...TEXT_FIELDS, '_TRANSPORT', 'SYSLOG_IDENTIFIER', '_PID', 'stream', 'time']) {
    const key = `"${name}":"`;
    const at = raw.indexOf(key);
    if (at < 0) continue;
    const start = at + key.length - 1;
    const end = stringEnd(raw, start);
    try {
      const closed =
        end < 0 ? `${raw.slice(start).replace(/\\[^"\\]{0,5}$/, '')}"` : raw.slice(start, end + 1);
      fields[name] = JSON.parse(closed);
      found = true;
    } catch {
      // This field is damaged; another may not be.
    }
  }
  return found ? fields : null;
}

/** Where the JSON string that begins at `start` ends, or -1. */
function stringEnd(raw: string, start: number): number {
  for (let at = raw.indexOf('"', start + 1); at >= 0; at = raw.indexOf('"', at + 1)) {
    let slashes = 0;
    while (slashes < at - start && raw.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

/** A string, or a text given as an array of its bytes, or the first of several values of one field. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return withoutControls(value);
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value) || value.length === 0) return null;
  if (value.every(byte => typeof byte === 'number'))
    return withoutControls(Buffer.from(value as number[]).toString('utf8'));
  return typeof value[0] === 'string' ? withoutControls(value[0]) : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isJournal(object: Fields): boolean {
  return '__CURSOR' in object || '__REALTIME_TIMESTAMP' in object || '_BOOT_ID' in object;
}
