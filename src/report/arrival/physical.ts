import { LONGEST_LINE } from '../scan/index.js';
import type { Piece } from './types.js';

/** What the bytes of a line have in them; most lines have nothing. */
const CONTROL = 1;
const NOT_ASCII = 2;
const MARKUP = 4;

const KIND = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  if (byte >= 0x80) KIND[byte] = NOT_ASCII;
  else if ((byte < 0x20 && byte !== 9) || byte === 0x7f) KIND[byte] = CONTROL;
  else if (byte === 0x26 || byte === 0x3c) KIND[byte] = MARKUP;
}

/** The physical lines of a stretch of bytes, decoded, with what terminals add taken out. */
export interface Physical {
  readonly pieces: Piece[];
  /** Whether any line holds `&` or `<`. */
  readonly markup: boolean;
}

/**
 * @param offset where `bytes` begins in the input
 * @param firstLine the number of its first line
 */
export function physicalLines(bytes: Buffer, offset: number, firstLine: number): Physical {
  const pieces: Piece[] = [];
  let number = firstLine;
  let start = 0;
  let markup = 0;
  while (start < bytes.length) {
    let end = start;
    let kinds = 0;
    const most = Math.min(bytes.length, start + LONGEST_LINE);
    for (let byte = bytes[end]!; end < most && byte !== 10; byte = bytes[++end]!) kinds |= KIND[byte]!;
    let textEnd = end;
    while (textEnd > start && bytes[textEnd - 1] === 13) textEnd--;
    if (textEnd > start || end < most) {
      markup |= kinds & MARKUP;
      let raw = bytes.toString((kinds & NOT_ASCII) === 0 ? 'latin1' : 'utf8', start, textEnd);
      if (kinds & NOT_ASCII) raw = raw.replace(/\u00a0/g, ' ').replace(/^\ufeff/, '');
      const piece: Piece = {
        raw,
        number,
        endNumber: number,
        offset: offset + start,
        endOffset: offset + end,
        width: raw.length,
      };
      if (kinds & CONTROL && CONTROL_OR_CR.test(raw)) pushCleaned(pieces, piece);
      else pieces.push(piece);
    }
    if (end < bytes.length && bytes[end] === 10) {
      start = end + 1;
      number++;
    } else start = end;
  }
  return { pieces, markup: markup !== 0 };
}

/** ECMA-48 control sequences, operating-system commands, and two-character escapes. */
const ESCAPES =
  /\x1b(?:\[[0-9;?<=>]{0,64}[ -/]{0,4}[@-~]|\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)|[ -/]{0,3}[0-Z\\-~])/g;
const CONTROLS = /[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]/g;
const CONTROL_OR_CR = /[\x00-\x08\x0b-\x1f\x7f]/;

/** Terminals' escapes and control characters out; a carriage return inside a line begins a line. */
function pushCleaned(pieces: Piece[], piece: Piece): void {
  const { raw } = piece;
  const plain = withoutEscapes(raw);
  if (!plain.includes('\r')) {
    pieces.push({ ...piece, raw: plain, width: plain.length });
    return;
  }
  const lines = plain.split('\r').filter((line, index) => line !== '' || index === 0);
  for (const line of lines.length > 1 && lines[0] === '' ? lines.slice(1) : lines) {
    pieces.push({ ...piece, raw: line, width: line.length });
  }
}

function withoutEscapes(text: string): string {
  return (text.includes('\x1b') ? text.replace(ESCAPES, '') : text).replace(CONTROLS, '');
}

/** The same for a text that a carrier had written in characters of its own (JSON, `\x1b`, `#033`). A carriage return ends a line. */
export function withoutControls(text: string): string {
  if (!CONTROL_OR_CR.test(text)) return text;
  const plain = withoutEscapes(text);
  let end = plain.length;
  while (plain.charCodeAt(end - 1) === 13) end--;
  return plain.slice(0, end).replace(/\r{1,8}\n|\r/g, '\n');
}
