import type { Blamed, GoClass } from '../types.js';
import type { Draft } from './draft.js';

const LONGEST = 200;

/** Addresses and numbers taken out, so that the same crash has the same title on another day: `[5] with length 3` → `[NUM] with length NUM`. */
export function normalise(text: string): string {
  const end = text.indexOf('\n');
  return (end < 0 ? text : text.slice(0, end))
    .slice(0, LONGEST * 2)
    .replace(/0x[0-9a-fA-F]{1,16}/g, 'ADDR')
    .replace(/(?<![\p{L}\d_])\d{1,20}(?![\p{L}\d_])/gu, 'NUM')
    .trim()
    .slice(0, LONGEST);
}

/** `GO-FATAL`, `GO-PANIC` … */
export function typeOf(draft: Draft): string {
  switch (draft.kind) {
    case 'fatal':
      return 'GO-FATAL';
    case 'panic':
      return 'GO-PANIC';
    case 'served':
      return 'GO-HTTP-PANIC';
    case 'death':
      return 'GO-SIGNAL';
    case 'trace':
      return 'GO-TRACE';
  }
}

/** The title, and further ones under which the same crash may be looked for. */
export function titles(
  draft: Draft,
  blamed: Blamed | null,
  of: GoClass,
): { title: string; altTitles: readonly string[] } {
  const heads = draft.errors.map(({ says }) => head(draft, says));
  if (heads.length === 0) heads.push(head(draft, draft.kind === 'fatal' ? 'fault' : ''));
  const where = blamed?.function ? ` in ${blamed.function}` : '';
  const main = heads[0]!;
  // A fatal error is the runtime's: who was running then is mostly not who did it.
  const bare = draft.kind === 'fatal' || (draft.kind === 'death' && !draft.cgo);
  const title = bare ? main : `${main}${where}`;
  const others = [bare ? `${main}${where}` : main, ...heads.slice(1)];
  const useful =
    of === 'memory-corruption' ? others.filter(other => !other.startsWith(`${main} in`)) : others;
  return { title, altTitles: [...new Set(useful)].filter(other => other !== title).slice(0, 8) };
}

function head(draft: Draft, says: string): string {
  const text = normalise(says);
  switch (draft.kind) {
    case 'fatal':
      return `fatal error: ${text}`;
    case 'panic':
      return `panic: ${text}`;
    case 'served':
      return `http: panic serving: ${text}`;
    case 'death':
      return draft.cgo ? `${text} during cgo execution` : text;
    case 'trace': {
      const { signal } = draft;
      return signal === null
        ? 'goroutine trace'
        : `${signal.name}${signal.words === '' ? '' : `: ${signal.words}`}`;
    }
  }
}
