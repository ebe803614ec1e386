// Writes a raw kernel log as it would have arrived by another road.
//
//   node scripts/rerender.mjs LOG --as NAME     to standard output
//   node scripts/rerender.mjs --list            the names
import { readFileSync, writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ARRIVALS, rerender } from './rerender/index.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { as: { type: 'string' }, list: { type: 'boolean' } },
});
if (values.list) console.log(ARRIVALS.join('\n'));
else if (positionals.length !== 1 || values.as === undefined) {
  console.error('usage: node scripts/rerender.mjs LOG --as NAME (--list prints the names)');
  process.exitCode = 64;
} else {
  const bytes = rerender(readFileSync(positionals[0]), values.as);
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
}
