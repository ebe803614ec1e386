// No regular expression of kulprit can be made slow by what it reads. Looks at the built code: run `npm run build` before.
//
//   node scripts/check-patterns.mjs [--dist FOLDER] [--list]
//
// Each pattern is proven linear in the length of its line, or bounded (scripts/check-patterns/prove.mjs says how). Exits 1 and names the file,
// the line and the pattern of each that is not. --list prints all, the costliest last.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { collectPatterns } from './check-patterns/collect.mjs';
import { judge } from './check-patterns/prove.mjs';
import { root } from './steps.mjs';

const { values } = parseArgs({ options: { dist: { type: 'string' }, list: { type: 'boolean' } } });
const dist = resolve(values.dist ?? `${root}/dist`);
const { patterns, faults } = await collectPatterns(dist, `${root}/src`);
const judged = patterns.map(pattern => ({ ...pattern, ...judge(pattern.source, pattern.flags) }));
if (values.list)
  for (const { place, source, flags, ways } of judged.toSorted((a, b) => a.ways - b.ways))
    console.log(`${ways}\t${place}\t/${source}/${flags}`);
for (const { place, source, flags, fault } of judged)
  if (fault !== null) faults.push(`${place}: ${fault}\n    /${source}/${flags}`);
for (const fault of faults) console.error(fault);
console.log(`${patterns.length} patterns checked, ${faults.length} faults`);
process.exitCode = faults.length === 0 && patterns.length > 0 ? 0 : 1;
