import { readFileSync } from 'node:fs';
import { KulpritError } from '../base/index.js';
import type { Bug } from './types.js';

let bugs: readonly Bug[] | null = null;

/**
 * The knowledge base, read once from `dist/bugs.json` (the build makes it of `bugs/**`; it is found from src/ and dist/ alike).
 * Throws `defect` where the build left it out.
 */
export function loadBugs(): readonly Bug[] {
  if (bugs !== null) return bugs;
  const where = new URL('../../dist/bugs.json', import.meta.url);
  try {
    bugs = (JSON.parse(readFileSync(where, 'utf8')) as { bugs: Bug[] }).bugs;
  } catch (cause) {
    throw new KulpritError('defect', 'The knowledge base is missing: run the build (npm run build).', {
      cause,
    });
  }
  return bugs;
}

/** The record of that id; throws `unknown-bug` and names the nearest ids. */
export function findBug(id: string, from: readonly Bug[] = loadBugs()): Bug {
  const found = from.find(bug => bug.id === id || bug.cve.includes(id.toUpperCase()));
  if (found !== undefined) return found;
  throw new KulpritError(
    'unknown-bug',
    `No bug is called ${JSON.stringify(id)}. Known: ${from.map(b => b.id).join(', ')}.`,
  );
}
