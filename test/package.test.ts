import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from './run.js';

/** The tarball of `npm pack`, installed elsewhere and used as a command and as a library. */
let folder: string;

function run(command: string, args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kulprit-package-'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "elsewhere", "type": "module" }');
  const packed = run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], root);
  const tarball = packed.stdout.trim().split('\n').at(-1)!;
  const installed = run(
    'npm',
    ['install', '--silent', '--no-audit', '--no-fund', join(folder, tarball)],
    folder,
  );
  if (installed.status !== 0) throw new Error(installed.stderr);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the command works', () => {
  const log = 'node_modules/kulprit/examples/iscsi-target.log';
  const { status, stdout } = run('node_modules/.bin/kulprit', ['diagnose', log], folder);
  expect(stdout).toContain('libiscsi-sendpage-slab');
  expect(status).toBe(0);
});

test('the library works', () => {
  writeFileSync(
    join(folder, 'use.js'),
    `import { diagnose, loadBugs, readLog } from 'kulprit';
     import { readLog as same } from 'kulprit/report';
     const reading = readLog('[ 1.000000] kernel BUG at mm/slub.c:1!\\n[ 1.000000] invalid opcode: 0000 [#1] SMP\\n');
     console.log(readLog === same, diagnose({ reading, bugs: loadBugs() }).schema);`,
  );
  expect(run(process.execPath, ['use.js'], folder).stdout).toBe('true kulprit/diagnosis@1\n');
});

test('no tests, sources or build leavings are shipped', () => {
  const { stdout } = run(
    'find',
    ['node_modules/kulprit', '-name', '*.test.*', '-o', '-name', '.tsbuildinfo', '-o', '-name', 'src'],
    folder,
  );
  expect(stdout).toBe('');
});
