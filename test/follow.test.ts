import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from './run.js';

const crash = readFileSync(`${root}examples/usercopy.log`);
let folder: string;
let child: ChildProcess | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kulprit-follow-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts following and gives a way to wait until so many lines were printed. */
function following(args: readonly string[]): (lines: number) => Promise<string[]> {
  const running = spawn(process.execPath, [`${root}bin/kulprit.js`, 'parse', '--follow', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child = running;
  let said = '';
  running.stdout.on('data', text => {
    said += text;
  });
  return async lines => {
    for (let i = 0; i < 200; i++) {
      const now = said.split('\n').slice(0, -1);
      if (now.length >= lines) return now;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error(`still only: ${said}`);
  };
}

test('a report is printed when it is whole, also after the log was rotated', async () => {
  const log = join(folder, 'kern.log');
  writeFileSync(log, 'quiet\n');
  const printed = following([log]);
  appendFileSync(log, crash);
  expect((await printed(1))[0]).toContain('BUG: bad usercopy in direct_entry');
  renameSync(log, `${log}.1`);
  writeFileSync(log, crash);
  expect(await printed(2)).toHaveLength(2);
});

test('a pipe that stays open', async () => {
  const printed = following(['--json', '-']);
  child?.stdin?.write(crash);
  const [first] = await printed(1);
  expect(JSON.parse(first!).title).toBe('BUG: bad usercopy in direct_entry');
});

test('Ctrl-C ends it with status 130', async () => {
  const log = join(folder, 'kern.log');
  writeFileSync(log, crash);
  await following([log])(1);
  const status = await new Promise(resolve => {
    child?.once('exit', resolve);
    child?.kill('SIGINT');
  });
  expect(status).toBe(130);
});
