import type { Evidence } from '../base/index.js';
import type { Truth } from './types.js';

/** The answer to one test: true, false or unknown; what shows it; and what would decide it where it is unknown. */
export interface Judged {
  readonly truth: Truth;
  readonly evidence: readonly Evidence[];
  readonly missing: readonly string[];
  /** What holds of the answer only as far as was looked. */
  readonly caveats?: readonly string[];
}

export function yes(says: string, source: string, line?: number): Judged {
  return { truth: 'true', evidence: [at(says, source, line)], missing: [] };
}

export function no(says: string, source: string, line?: number): Judged {
  return { truth: 'false', evidence: [at(says, source, line)], missing: [] };
}

export function unknown(...missing: string[]): Judged {
  return { truth: 'unknown', evidence: [], missing };
}

export function truthOf(value: boolean): Truth {
  return value ? 'true' : 'false';
}

/** All of them (Kleene): one false decides, else one unknown. Keeps what decided it. */
export function allOf(parts: readonly Judged[]): Judged {
  return decide(parts, 'false', 'true');
}

/** Any of them (Kleene): one true decides, else one unknown. */
export function anyOf(parts: readonly Judged[]): Judged {
  return decide(parts, 'true', 'false');
}

export function notOf(part: Judged): Judged {
  if (part.truth === 'unknown') return part;
  return { ...part, truth: part.truth === 'true' ? 'false' : 'true' };
}

function decide(parts: readonly Judged[], deciding: Truth, otherwise: Truth): Judged {
  const first = parts.find(part => part.truth === deciding);
  if (first !== undefined) return first;
  const open = parts.filter(part => part.truth === 'unknown');
  const evidence = parts.flatMap(part => part.evidence);
  if (open.length > 0) return { truth: 'unknown', evidence, missing: open.flatMap(part => part.missing) };
  return { truth: otherwise, evidence, missing: [], caveats: parts.flatMap(part => part.caveats ?? []) };
}

function at(says: string, source: string, line: number | undefined): Evidence {
  return line === undefined ? { says, source } : { says, source, line };
}
