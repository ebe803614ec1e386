import { noteIsCut } from './notes.js';
import { callIsCut, isSpace, skipSpace } from './scan.js';

const NOTE = 'runtime: note: ';
/** Wrapped text has short lines. */
const LONGEST = 4000;

/**
 * Whether a line breaks off inside something that the next line goes on with, as where a mail program or a narrow terminal wrapped it.
 * @param inStack whether stacks are being read
 * @param awaiting whether the place of a frame should come now
 */
export function isCut(text: string, inCrash: boolean, inStack: boolean, awaiting: boolean): boolean {
  if (text.length > LONGEST) return false;
  const note = text.lastIndexOf(NOTE);
  if (note >= 0) return noteIsCut(text.slice(note + NOTE.length).trim());
  if (!inCrash) return false;
  const start = skipSpace(text, 0);
  if (inStack && endsInArguments(text)) return true;
  const signal = text.lastIndexOf('[signal SIG');
  if (signal >= 0) return !text.includes(']', signal);
  return awaiting && text[start] === '/' && !text.includes(' ', start) && !text.includes(':');
}

/** Whether the last call on the line has its arguments open. */
function endsInArguments(text: string): boolean {
  const open = text.lastIndexOf('(');
  if (open < 0 || text.includes(')', open)) return false;
  let start = open;
  while (start > 0 && open - start < 1024 && !isSpace(text.charCodeAt(start - 1))) start--;
  return callIsCut(text, start);
}

/** The two parts of a wrapped line as one. Paths and names were broken anywhere, all else at a blank. */
export function joined(cut: string, next: string): string {
  const rest = next.trimStart().replace(/^(?:> ?){1,4}/, '');
  const tight = cut.endsWith('/') || !(cut.trim().includes(' ') || cut.endsWith(','));
  return tight ? cut.trimEnd() + rest : `${cut.trimEnd()} ${rest}`;
}
