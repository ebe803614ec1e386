import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Facts, readChangelog } from '../host/index.js';

/**
 * The kernel changelog that belongs to facts, as an option to spread: nothing where there is none to be had.
 * @param factsFile where the facts were read from; a path in them is seen from there. Undefined: they are this machine's.
 */
export async function changelogOf(
  facts: Facts | null,
  factsFile?: string,
): Promise<{ changelogText?: string }> {
  if (facts === null) return {};
  const outcome = await readChangelog(factsFile === undefined ? facts : located(facts, factsFile));
  return 'ok' in outcome ? { changelogText: outcome.ok } : {};
}

/** Facts whose changelog is a path that can be opened here, or its text, or gone: a path of another machine opens nothing. */
function located(facts: Facts, factsFile: string): Facts {
  const { changelog, sources: _sources, ...rest } = facts;
  if (changelog === undefined) return rest;
  if (changelog.includes('\n')) return { ...rest, changelog };
  const path = resolve(dirname(factsFile), changelog);
  return existsSync(path) ? { ...rest, changelog: path } : rest;
}
