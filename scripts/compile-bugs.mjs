// Makes dist/bugs.json of bugs/<subsystem>/<id>.yaml. Runs after tsc, whose output it uses.
// Prints every fault as file:line:column and exits 1; a knowledge base with a fault is not written.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRecord } from '../dist/bugs/validate.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const faults = [];
const bugs = [];
const places = new Map();

const files = readdirSync(join(root, 'bugs'), { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && entry.name.endsWith('.yaml'))
  .map(entry => join(entry.parentPath, entry.name))
  .sort();

for (const file of files) {
  const name = relative(root, file);
  const { bug, faults: found } = readRecord(readFileSync(file, 'utf8'), name);
  faults.push(...found);
  if (bug === null) continue;
  const fault = says => faults.push({ file: name, line: 1, column: 1, says });
  if (bug.id !== basename(file, '.yaml')) fault(`the id is ${bug.id}, the file ${basename(file)}`);
  if (name.split('/').length !== 3) fault('a record stands in bugs/<subsystem>/<id>.yaml');
  if (places.has(bug.id)) fault(`${bug.id} is already in ${places.get(bug.id)}`);
  places.set(bug.id, name);
  bugs.push(bug);
}

if (faults.length > 0) {
  for (const { file, line, column, says } of faults) console.error(`${file}:${line}:${column}: ${says}`);
  process.exit(1);
}
mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(join(root, 'dist/bugs.json'), `${JSON.stringify({ schema: 'kulprit/bugs@1', bugs })}\n`);
console.log(`${bugs.length} records`);
