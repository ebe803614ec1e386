import { beginsTrace } from './blame.js';
import type { Said } from './body.js';

/** Lines after the beginning of a trace within which a frame must come. */
const NEAR = 15;

/**
 * Why the traces of a report cannot be trusted to be whole, or null. Each trace that is announced must have a frame, and there must be one.
 */
export function tracesBroken(body: readonly Said[]): string | null {
  let any = false;
  const seen = new Set<string>();
  for (let i = 0; i < body.length; i++) {
    const { text } = body[i]!;
    if (!beginsTrace(text)) continue;
    // The first of each kind tells.
    const kind = text.trimStart().slice(0, 4);
    if (seen.has(kind)) continue;
    seen.add(kind);
    let framed = false;
    let near = NEAR;
    for (let j = i + 1; j < body.length && near > 0; j++) {
      const next = body[j]!;
      if (next.frame?.certain === false) continue;
      near--;
      if (beginsTrace(next.text) || next.text.startsWith('Modules linked')) break;
      if (next.frame === null) continue;
      framed = true;
      break;
    }
    if (!framed) return 'a stack trace is announced but has no frames';
    any = true;
  }
  return any ? null : 'no stack trace';
}
