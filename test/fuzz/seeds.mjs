// What inputs are made of: the logs that the project ships with, and the texts that its readers look for.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['testdata/made', 'testdata/reports', 'testdata/stories', 'examples'];

/**
 * @param {string} root the project's folder
 * @returns {Buffer[]} every log, without the expectation that stands on top of some; in one order everywhere
 */
export function readSeeds(root) {
  const paths = FOLDERS.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true }).map(name => join(root, folder, name)),
  )
    .filter(path => statSync(path).isFile() && !/\.(?:md|tsv|json)$/.test(path))
    .sort();
  return paths.map(path => {
    const bytes = readFileSync(path);
    // What is expected of a log stands on top of it, above `---` or `----`.
    const bar = /\n-{3,4}\n/.exec(bytes.toString('latin1', 0, 4096));
    return bar === null ? bytes : bytes.subarray(bar.index + bar[0].length);
  });
}

/** The different lines of the logs: those that differ only in numbers and addresses are one. */
export function linesOf(seeds) {
  const shapes = new Map();
  for (const seed of seeds)
    for (const line of seed.toString('latin1').split('\n')) {
      if (line.length < 4 || line.length > 4000) continue;
      const shape = line.replace(/[0-9a-f]{6,}|\d+/gi, '0');
      if (!shapes.has(shape)) shapes.set(shape, line);
    }
  return [...shapes.values()];
}
