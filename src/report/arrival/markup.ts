import type { Piece } from './types.js';

/** A page saved or copied as HTML: its entities are proof enough, kernels and runtimes print none. */
const ENTITY = /&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});/;
const ENTITIES = /&(?:(lt|gt|amp|quot|apos|nbsp)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));/g;
const PROOF = /<(?:br ?\/?|\/(?:pre|p|div|span|td|code|tt|body)|pre(?: [^<>]{0,200})?|!DOCTYPE html)>/i;
const TAGS =
  /<\/?(?:html|head|body|pre|p|div|span|code|td|tr|th|table|tbody|li|ul|ol|blockquote|font|tt|samp|em|strong|small|a|b|i|u|h[1-6]|section|article|meta|link)(?: [^<>]{0,400})?\/?>/gi;
const BREAKS = /<br ?\/?>/i;

const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Takes HTML off where the lines have any. */
export function withoutMarkup(pieces: readonly Piece[]): readonly Piece[] {
  let proven = false;
  for (const { raw } of pieces) {
    if ((raw.includes('&') && ENTITY.test(raw)) || (raw.includes('<') && PROOF.test(raw))) {
      proven = true;
      break;
    }
  }
  if (!proven) return pieces;
  const plain: Piece[] = [];
  for (const piece of pieces) {
    const { raw } = piece;
    if (!raw.includes('&') && !raw.includes('<')) {
      plain.push(piece);
      continue;
    }
    const lines = raw.split(BREAKS);
    // `text<br>` at the end of a line is that line's own end.
    if (lines.length > 1 && lines.at(-1)!.trim() === '') lines.pop();
    for (const line of lines) {
      const text = decodeEntities(line.includes('<') ? line.replace(TAGS, '') : line);
      const { number, endNumber, offset, endOffset } = piece;
      plain.push({ raw: text, number, endNumber, offset, endOffset, width: text.length });
    }
  }
  return plain;
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    ENTITIES,
    (whole, name: string | undefined, decimal: string | undefined, hex: string) => {
      if (name !== undefined) return NAMED[name]!;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      if (code === 0xa0) return ' ';
      return code >= 0x20 && code !== 0x7f && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
        ? String.fromCodePoint(code)
        : whole;
    },
  );
}
