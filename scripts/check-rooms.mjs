// The order of the rooms: a folder of src/ imports only from folders below it, and only through their door.
// Exits 1 and names each import that breaks it. The levels are those of docs/architecture.md.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const LEVELS = {
  base: 0,
  formats: 1,
  x86: 1,
  report: 2,
  host: 2,
  binary: 2,
  bugs: 3,
  vmcore: 3,
  lab: 3,
  trial: 3,
  bisect: 3,
  store: 3,
  diagnose: 4,
  farm: 4,
  render: 4,
  server: 5,
  cli: 6,
};
/** Rooms that must stay pure: no files, no processes, no network. */
const PURE = new Set(['report', 'formats', 'x86', 'bisect', 'base']);
const IMPURE_MODULE =
  /^(node:)?(fs|fs\/promises|child_process|net|http|https|dgram|worker_threads|cluster|os)$/;

const src = resolve(dirname(fileURLToPath(import.meta.url)), '../src');
const faults = [];

for (const entry of readdirSync(src, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
  const file = join(entry.parentPath, entry.name);
  const [room, ...rest] = relative(src, file).split('/');
  if (rest.length === 0) continue; // src/index.ts is the library's door: it may open every other
  if (!(room in LEVELS))
    faults.push(
      `${room}/ is not a room: give it a level in scripts/check-rooms.mjs and docs/architecture.md`,
    );
  const isTest = entry.name.endsWith('.test.ts');
  for (const [, spec] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    const where = relative(src, file);
    if (!spec.startsWith('.')) {
      if (PURE.has(room) && !isTest && IMPURE_MODULE.test(spec))
        faults.push(`${where}: a pure room imports ${spec}`);
      continue;
    }
    const target = relative(src, resolve(dirname(file), spec));
    const [other, ...inner] = target.split('/');
    if (other === room || target.startsWith('..')) continue;
    if (!(other in LEVELS)) faults.push(`${where}: ${other}/ is not a room`);
    else if (LEVELS[other] >= LEVELS[room]) faults.push(`${where}: ${room}/ may not import from ${other}/`);
    else if (inner.join('/') !== 'index.js')
      faults.push(`${where}: goes round the door of ${other}/ (${spec})`);
  }
}

for (const fault of [...new Set(faults)]) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
