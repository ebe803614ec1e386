import { fromJournal, fromObject } from './json.js';
import { withoutControls } from './physical.js';
import type { Arrived, Piece } from './types.js';

/** A line, or a record whose fields stood on several. */
export interface Item {
  readonly piece: Piece;
  /** What the record says; null for a plain line. */
  readonly record: Arrived | null;
  /** Where the record's text is spread over physical lines of its own: the number of the last of them. */
  readonly lastLine?: number;
}

/** Where a record begins, and what it becomes. `next` is the index of the first piece behind it. */
export interface Taken {
  readonly items: readonly Item[];
  readonly next: number;
  readonly name: string;
}

/** No record has more lines than this. */
const MOST_LINES = 5000;

const EXPORT_FIELD = /^[A-Z_][A-Z0-9_]{0,63}(?:=|$)/;
const VERBOSE_HEADER =
  /^[^\s\d]{1,10} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})? \S{1,40} \[s=[0-9a-f]{1,32};/;

/** Tries each form of record at `pieces[index]`. Most lines are asked one question: what their first character is. */
export function takeRecord(pieces: readonly Piece[], index: number, region: RegionBytes): Taken | null {
  const { raw } = pieces[index]!;
  const first = raw.charCodeAt(0);
  if (first === 0x5f) return raw.startsWith('__') ? takeExport(pieces, index, region) : null;
  if (raw.charCodeAt(raw.length - 1) === 0x7b) return OPENING.test(raw) ? takePretty(pieces, index) : null;
  if (raw.charCodeAt(raw.length - 1) === 0x5d && raw.includes(' [s='))
    return VERBOSE_HEADER.test(raw) ? takeVerbose(pieces, index) : null;
  return null;
}

export interface RegionBytes {
  readonly bytes: Buffer;
  /** Of the first byte, in the input. */
  readonly offset: number;
}

/**
 * `journalctl -o export` (systemd.io/JOURNAL_EXPORT_FORMATS): `KEY=value` lines up to an empty one; a value that holds control characters is
 * `KEY`, a line break, its length in eight bytes, itself.
 */
function takeExport(pieces: readonly Piece[], index: number, region: RegionBytes): Taken | null {
  const fields: Record<string, string> = Object.create(null);
  let message = -1;
  let binary = false;
  let at = index;
  for (; at < pieces.length && at - index < MOST_LINES; at++) {
    const { raw } = pieces[at]!;
    if (raw === '') break;
    if (!EXPORT_FIELD.test(raw)) return asLines(pieces, index, at + 1);
    const equals = raw.indexOf('=');
    if (equals >= 0) {
      fields[raw.slice(0, equals)] = raw.slice(equals + 1);
      if (raw.startsWith('MESSAGE=')) message = at;
      continue;
    }
    const value = binaryValue(pieces[at]!, region);
    if (value === null) return asLines(pieces, index, at + 1);
    fields[raw] = value.text;
    if (raw === 'MESSAGE') {
      message = at + 1;
      binary = true;
    }
    while (at + 1 < pieces.length && pieces[at + 1]!.offset < value.end) at++;
  }
  const text = fields['MESSAGE'];
  if (text === undefined || message < 0 || message >= pieces.length) {
    return { items: [], next: at + 1, name: 'journal-export' };
  }
  const record = fromJournal(fields, text);
  return {
    items: [
      {
        piece: pieces[message]!,
        record,
        ...(binary ? { lastLine: pieces[Math.min(at, pieces.length) - 1]!.number } : {}),
      },
    ],
    next: at + 1,
    name: 'journal-export',
  };
}

/** No record after all: lines like any other, and not to be tried again one by one. */
function asLines(pieces: readonly Piece[], index: number, next: number): Taken {
  return { items: pieces.slice(index, next).map(piece => ({ piece, record: null })), next, name: '' };
}

function binaryValue(key: Piece, { bytes, offset }: RegionBytes): { text: string; end: number } | null {
  const start = key.endOffset - offset + 1;
  if (start + 8 > bytes.length) return null;
  const length = bytes.readUInt32LE(start);
  if (bytes.readUInt32LE(start + 4) !== 0 || start + 8 + length > bytes.length) return null;
  const text = withoutControls(bytes.toString('utf8', start + 8, start + 8 + length));
  return { text, end: offset + start + 8 + length };
}

/** `journalctl -o verbose`: a line with time and cursor, and under it, indented by four, the fields. */
function takeVerbose(pieces: readonly Piece[], index: number): Taken | null {
  const fields: Record<string, string> = Object.create(null);
  let message = -1;
  let key = '';
  let at = index + 1;
  for (; at < pieces.length && at - index < MOST_LINES; at++) {
    const { raw } = pieces[at]!;
    if (!raw.startsWith('    ')) break;
    const equals = raw.indexOf('=');
    if (equals > 4 && raw.charCodeAt(4) !== 0x20 && EXPORT_FIELD.test(raw.slice(4))) {
      key = raw.slice(4, equals);
      fields[key] = raw.slice(equals + 1);
      if (key === 'MESSAGE') message = at;
    } else if (key !== '') fields[key] += `\n${raw.slice(Math.min(key.length + 5, blanks(raw)))}`;
  }
  if (at === index + 1) return null;
  const text = fields['MESSAGE'];
  if (text === undefined) return { items: [], next: at, name: 'journal-verbose' };
  return {
    items: [{ piece: pieces[message]!, record: fromJournal(fields, text), lastLine: pieces[at - 1]!.number }],
    next: at,
    name: 'journal-verbose',
  };
}

function blanks(raw: string): number {
  let at = 0;
  while (raw.charCodeAt(at) === 0x20) at++;
  return at;
}

const OPENING = /^[ \t]{0,16}(?:\[ ?|\}? ?, ?)?\{$/;
const TEXT_KEY = /^[ \t]{0,32}"(?:MESSAGE|log|message|msg|textPayload)" ?: ?/;

/** `journalctl -o json-pretty`, `dmesg --json`, and what `jq` makes of the other JSON forms: an object over several lines. */
function takePretty(pieces: readonly Piece[], index: number): Taken | null {
  const body = ['{'];
  let depth = 1;
  let message = index;
  let at = index + 1;
  for (; at < pieces.length && at - index < MOST_LINES; at++) {
    const raw = pieces[at]!.raw.trim();
    if (raw === '') continue;
    if (depth === 1 && TEXT_KEY.test(raw)) message = at;
    if (raw.startsWith('}') || raw.startsWith(']')) depth--;
    if (depth === 0) break;
    // Not an object of fields but one that holds others: those are what is looked for.
    if (OPENING.test(raw)) return null;
    const first = raw.charCodeAt(0);
    if (first !== 0x22 && first !== 0x7d && first !== 0x5d && depth === 1) return null;
    body.push(raw);
    if (raw.endsWith('{') || raw.endsWith('[')) depth++;
  }
  body.push('}');
  let record: Arrived | null = null;
  try {
    record = fromObject(JSON.parse(body.join('\n')) as Record<string, unknown>);
  } catch {
    return null;
  }
  if (record === null) return null;
  // `},{` closes one object and opens the next.
  const next = at < pieces.length && pieces[at]!.raw.trimEnd().endsWith('{') ? at : at + 1;
  return { items: [{ piece: pieces[message]!, record }], next, name: 'json-pretty' };
}
