// Joins the command's modules into a few files, dist/bundle/: node takes 70 ms to find and link 300 modules, and 10 to read one.
// The library (dist/**) stays as tsc writes it. Paths relative to a module still hold: dist/bundle/ lies as deep as dist/bugs/ and dist/cli/.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from './steps.mjs';

const dir = join(root, 'dist/bundle');
rmSync(dir, { recursive: true, force: true });
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const bundle = await rolldown({
  input: join(root, 'dist/cli/index.js'),
  platform: 'node',
  external: id => id.startsWith('node:') || Object.hasOwn(dependencies, id.split('/')[0]),
});
await bundle.write({ dir, format: 'esm', entryFileNames: 'kulprit.js', chunkFileNames: '[name]-[hash].js' });
await bundle.close();
