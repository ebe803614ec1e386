// `npm test`: everything, from a fresh clone: packages, tools, types, lint, rooms, unit tests, tests on real processes and kernels.
// The last line counts the whole. In CI (CI=true) a test that is skipped for want of a tool is a failure.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, installPackages, root, run } from './steps.mjs';

const totals = { passed: 0, failed: 0, skipped: 0 };

function step(name, work) {
  const good = work();
  totals[good ? 'passed' : 'failed']++;
  console.log(`${good ? 'ok    ' : 'FAILED'} ${name}`);
  return good;
}

const ready = step('npm packages', installPackages);
if (ready) {
  const { setup } = await import('./setup.mjs');
  setup();
  step('types', () => run('npx', ['--no-install', 'tsc', '-p', '.']) === 0);
  step('build (with the knowledge base)', build);
  step(
    'lint and format',
    () => run('npx', ['--no-install', 'biome', 'check', '--diagnostic-level=error', '.']) === 0,
  );
  step('rooms', () => run(process.execPath, ['scripts/check-rooms.mjs']) === 0);
  step(
    'patterns cannot backtrack without bound',
    () => run(process.execPath, ['scripts/check-patterns.mjs']) === 0,
  );
  step(
    'README shows what the command prints',
    () => run(process.execPath, ['scripts/readme-screen.mjs', '--check']) === 0,
  );
  vitest();
}
if (process.env.CI === 'true' && totals.skipped > 0) {
  console.error(`${totals.skipped} tests were skipped, which in CI is a failure`);
  totals.failed += totals.skipped;
  totals.skipped = 0;
}
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed === 0 ? 0 : 1;

function vitest() {
  const folder = mkdtempSync(join(tmpdir(), 'kulprit-test-'));
  const results = join(folder, 'results.json');
  const { status } = spawnSync(
    'npx',
    [
      '--no-install',
      'vitest',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${results}`,
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(results, 'utf8'),
    );
    totals.passed += numPassedTests;
    totals.failed += numFailedTests;
    totals.skipped += numPendingTests + (numTodoTests ?? 0);
    // A file that cannot be loaded has no tests to count: its failure shows only here.
    if (status !== 0 && numFailedTests === 0) totals.failed++;
  } catch {
    totals.failed++;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
