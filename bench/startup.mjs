// Whole-process times: `kulprit diagnose` of one log of 100 kB, and `kulprit --version`, beside `node -e 0`, in turn, in one run.
// Prints medians and ratios; asserts nothing. Usage: node bench/startup.mjs [rounds]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const rounds = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), 'kulprit-bench-'));
const log = join(folder, 'log-100k.txt');
const boot = readFileSync(join(root, 'testdata/made/kernel/clean-debian.log'), 'latin1');
const crash = readFileSync(join(root, 'examples/usercopy.log'), 'latin1');
writeFileSync(log, (boot.repeat(10).slice(0, 100_000 - crash.length) + crash).slice(-100_000), 'latin1');

const bin = join(root, 'bin/kulprit.js');
const commands = {
  'node -e 0': ['-e', '0'],
  'kulprit --version': [bin, '--version'],
  'kulprit diagnose (100 kB)': [bin, 'diagnose', log],
  'kulprit parse (100 kB)': [bin, 'parse', log],
};
const times = Object.fromEntries(Object.keys(commands).map(name => [name, []]));
for (let round = 0; round <= rounds; round++) {
  for (const [name, args] of Object.entries(commands)) {
    const start = process.hrtime.bigint();
    spawnSync(process.execPath, args, { stdio: 'ignore' });
    if (round > 0) times[name].push(Number(process.hrtime.bigint() - start) / 1e6);
  }
}
rmSync(folder, { recursive: true });
const median = list => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const base = median(times['node -e 0']);
console.log(`median of ${rounds} runs each, taken in turn\n`);
for (const [name, list] of Object.entries(times)) {
  console.log(
    `${name.padEnd(28)} ${median(list).toFixed(0).padStart(5)} ms   ${(median(list) / base).toFixed(2)} × node -e 0`,
  );
}
