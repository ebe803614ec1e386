import type { RawFrame } from './draft.js';
import { noteIsCut } from './notes.js';
import { callIsCut, skipSpace } from './scan.js';

const NOTE = 'runtime: note: ';
/** Wrapped text has short lines. */
const LONGEST = 4000;

/**
 * Whether a line breaks off inside something that the next line goes on with, as where a mail program or a narrow terminal wrapped it.
 * @param inStack whether stacks are being read
 * @param awaiting the frame whose place should come now
 */
export function isCut(text: string, inCrash: boolean, inStack: boolean, awaiting: RawFrame | null): boolean {
  if (text.length > LONGEST) return false;
  const note = text.lastIndexOf(NOTE);
  if (note >= 0) return noteIsCut(text.slice(note + NOTE.length).trim());
  if (!inCrash) return false;
  const start = skipSpace(text, 0);
  if (inStack && callIsCut(text, start)) return true;
  const signal = text.lastIndexOf('[signal SIG');
  if (signal >= 0) return !text.includes(']', signal);
  return awaiting !== null && text[start] === '/' && !text.includes(' ', start) && !text.includes(':');
}

/** The two parts of a wrapped line as one. Paths and names were broken anywhere, all else at a blank. */
export function joined(cut: string, next: string): string {
  const rest = next.trimStart().replace(/^(?:> ?){1,4}/, '');
  const tight = cut.endsWith('/') || !(cut.trim().includes(' ') || cut.endsWith(','));
  return tight ? cut.trimEnd() + rest : `${cut.trimEnd()} ${rest}`;
}
