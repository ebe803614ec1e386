import { type Piece, withRaw } from './types.js';

/** A row of KASAN's memory dump begins with `>` where the bad address is: that is no quotation. */
const SHADOW_ROW = /^>[0-9a-f]{8,16}: /;
const FENCED = /^`{1,3}(?=\[|<\d)/;

/**
 * Takes off what mail programs and people put before every line: quote marks, bars, a common indentation.
 * @param hits offsets (in the input) of the anchors, ascending
 * @param isPrefixed whether a text begins with a prefix of log lines
 */
export function withoutDecoration(
  pieces: readonly Piece[],
  hits: readonly number[],
  isPrefixed: (text: string) => boolean,
): readonly Piece[] {
  let bars = 0;
  let marks = 0;
  let spaced = 0;
  let indented = 0;
  let filled = 0;
  let fenced = false;
  for (const { raw } of pieces) {
    const code = raw.charCodeAt(0);
    if (Number.isNaN(code)) continue;
    filled++;
    if (code === 0x3e && !SHADOW_ROW.test(raw)) {
      marks++;
      if (raw.length === 1 || raw.charCodeAt(1) === 0x20 || raw.charCodeAt(1) === 0x3e) spaced++;
    } else if (code === 0x7c && (raw.length === 1 || raw.charCodeAt(1) === 0x20)) bars++;
    else if (code === 0x20 || code === 9) indented++;
    else if (code === 0x60) fenced = true;
  }
  let plain = pieces;
  if (marks >= 3 || marks * 2 >= filled) {
    if (marks > 0) plain = plain.map(piece => unquoted(piece, '>', spaced * 10 >= marks * 9));
  } else if (bars > 0 && (bars === filled || (bars >= 3 && bars * 5 >= filled * 3)))
    plain = plain.map(piece => unquoted(piece, '|', true));
  if (fenced) plain = plain.map(unfenced);
  if (marks + bars > 0) indented = plain.reduce((sum, { raw }) => (/^[ \t]/.test(raw) ? sum + 1 : sum), 0);
  return indented >= 2 ? withoutIndent(plain, hits, isPrefixed) : plain;
}

/** One quote mark and the blank behind it, as many times as they stand there. */
function unquoted(piece: Piece, mark: '>' | '|', spaced: boolean): Piece {
  const { raw } = piece;
  let at = 0;
  for (let depth = 0; depth < 16; depth++) {
    let next = at;
    if (depth > 0 || raw.charCodeAt(next) === 0x20)
      while (raw.charCodeAt(next) === 0x20 && next - at < 1) next++;
    if (raw[next] !== mark || (mark === '>' && SHADOW_ROW.test(raw.slice(next, next + 20)))) break;
    at = next + 1;
  }
  if (at === 0) return piece;
  if (spaced && raw.charCodeAt(at) === 0x20) at++;
  return withRaw(piece, raw.slice(at));
}

function unfenced(piece: Piece): Piece {
  const match = FENCED.exec(piece.raw);
  return match === null ? piece : withRaw(piece, piece.raw.slice(match[0].length));
}

/**
 * A block in which every line begins with the same two blanks or more was indented as a whole where an anchor stands right behind them, or
 * prefixes do.
 * (Traces have indented lines of their own, but no anchor stands on the least indented of them with nothing but indented lines around.)
 */
function withoutIndent(
  pieces: readonly Piece[],
  hits: readonly number[],
  isPrefixed: (text: string) => boolean,
): readonly Piece[] {
  const plain = [...pieces];
  for (let from = 0; from < pieces.length; ) {
    if (blanks(pieces[from]!.raw) === 0) {
      from++;
      continue;
    }
    let to = from;
    let common: string | null = null;
    let lines = 0;
    for (; to < pieces.length; to++) {
      const { raw } = pieces[to]!;
      if (raw.trim() === '') continue;
      const width = blanks(raw);
      if (width === 0) break;
      common = common === null ? raw.slice(0, width) : commonStart(common, raw);
      lines++;
    }
    const indent = common ?? '';
    const block = pieces.slice(from, to);
    if (
      lines >= 3 &&
      isIndent(indent) &&
      !isFields(pieces[from - 1]) &&
      (anchorStandsAt(block, indent.length, hits) || mostArePrefixed(block, indent, isPrefixed))
    ) {
      block.forEach((piece, index) => {
        if (piece.raw.startsWith(indent))
          plain[from + index] = withRaw(piece, piece.raw.slice(indent.length));
      });
    }
    from = Math.max(to, from + 1);
  }
  return plain;
}

/** The fields under a header of `journalctl -o verbose` are indented because they are fields. */
function isFields(header: Piece | undefined): boolean {
  return header?.raw.endsWith(']') === true && header.raw.includes(' [s=');
}

/** Two to ten blanks, or one or two tabs: what lies deeper is the rest of a message of several lines. */
function isIndent(indent: string): boolean {
  return indent.length <= 10 && (indent.length >= 2 || indent === '\t');
}

/** Whether more than a quarter of the lines (the others may be rests of wrapped ones) have a prefix behind the indentation. */
function mostArePrefixed(
  block: readonly Piece[],
  indent: string,
  isPrefixed: (text: string) => boolean,
): boolean {
  const step = Math.max(1, Math.floor(block.length / 40));
  let asked = 0;
  let prefixed = 0;
  for (let i = 0; i < block.length; i += step) {
    const { raw } = block[i]!;
    if (raw.length <= indent.length) continue;
    asked++;
    if (isPrefixed(raw.slice(indent.length))) prefixed++;
  }
  return prefixed * 4 > asked;
}

/** Whether an anchor's line has exactly the block's indentation. */
function anchorStandsAt(block: readonly Piece[], indent: number, hits: readonly number[]): boolean {
  let hit = lowerBound(hits, block[0]!.offset);
  for (const { raw, offset, endOffset } of block) {
    while (hit < hits.length && hits[hit]! < offset) hit++;
    if (hit >= hits.length) return false;
    if (hits[hit]! < endOffset && blanks(raw) === indent) return true;
  }
  return false;
}

/** The first index whose value is not below `value`. */
export function lowerBound(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}

function blanks(raw: string): number {
  let at = 0;
  while (raw.charCodeAt(at) === 0x20 || raw.charCodeAt(at) === 9) at++;
  return at;
}
