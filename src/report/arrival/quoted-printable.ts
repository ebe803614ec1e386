import { withoutControls } from './physical.js';
import { type Piece, withRaw } from './types.js';

/** Lines of this encoding are no longer than this, and end in `=` where they go on (RFC 2045, 6.7). */
const LONGEST = 76;
const ESCAPE = /=(?:3D|20|09|[C-F][0-9A-F]=[89AB][0-9A-F])/;
const ESCAPED = /(?:=[0-9A-F]{2}){1,200}/g;

/** A mail as it was sent: in quoted-printable, lines broken with `=` are joined, and `=3D` is `=`. */
export function withoutQuotedPrintable(pieces: readonly Piece[]): readonly Piece[] {
  let soft = 0;
  let longer = 0;
  let escaped = false;
  for (const { raw } of pieces) {
    if (!escaped && raw.includes('=')) escaped = ESCAPE.test(raw);
    if (raw.length > LONGEST) longer++;
    else if (raw.length >= LONGEST - 12 && raw.endsWith('=') && !raw.endsWith('==')) soft++;
  }
  if (soft < 2 || (soft < 5 && !escaped) || longer * 10 > soft) return pieces;
  const plain: Piece[] = [];
  let open: { piece: Piece; text: string } | null = null;
  for (const piece of pieces) {
    const goesOn: boolean = piece.raw.endsWith('=');
    const text: string = (open?.text ?? '') + (goesOn ? piece.raw.slice(0, -1) : piece.raw);
    const first: Piece = open?.piece ?? piece;
    const whole: Piece = { ...first, endNumber: piece.endNumber, endOffset: piece.endOffset };
    if (goesOn && text.length < 65536) open = { piece: whole, text };
    else {
      open = null;
      plain.push(finished(whole, text));
    }
  }
  if (open !== null) plain.push(finished(open.piece, open.text));
  return plain;
}

function finished(piece: Piece, text: string): Piece {
  const raw = text.replace(ESCAPED, escaped =>
    Buffer.from(escaped.replaceAll('=', ''), 'hex').toString('utf8'),
  );
  const plain = withoutControls(raw).replaceAll('\n', ' ');
  return { ...withRaw(piece, plain), width: plain.length };
}
