import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { root } from '../run.js';

/**
 * scripts/fuzz.mjs in the size of a CI run, in pieces so that it can be seen how far it is. What fails tells how to have it again;
 * docs/fuzzing.md says what is checked. A process of its own for each piece: one that hangs is ended and named.
 */
const run = promisify(execFile);
const SEED = 20_261_121;
const SMALL = 200_000;
const PIECE = 20_000;
const BIG = 240;

async function fuzz(only: string, from: number, inputs: number, ...more: string[]): Promise<string> {
  const args = [
    '--only',
    only,
    '--seed',
    String(SEED),
    '--from',
    String(from),
    '--inputs',
    String(inputs),
    ...more,
  ];
  try {
    const { stdout } = await run(process.execPath, ['scripts/fuzz.mjs', ...args], {
      cwd: root,
      maxBuffer: 1 << 24,
    });
    return stdout;
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
    return `${stderr || message}\n${stdout ?? ''}`;
  }
}

describe.sequential(`spoiled logs, seed ${SEED}`, () => {
  for (let from = 0; from < SMALL; from += PIECE)
    test(`inputs ${from} to ${from + PIECE - 1} are read: nothing thrown, nothing out of shape`, async () => {
      expect(await fuzz('small', from, PIECE)).toContain('no input failed');
    }, 400_000);

  test('a megabyte of one thing over and over is read in time', async () => {
    expect(await fuzz('big', 0, BIG)).toContain('no input failed');
  }, 400_000);

  test('the same, a million times', async () => {
    const size = String(20 * 2 ** 20);
    expect(await fuzz('big', 1000, 12, '--size', size)).toContain('no input failed');
  }, 400_000);

  test('spoiled packed files are unpacked as far as they go', async () => {
    expect(await fuzz('packed', 0, 3000)).toContain('no input failed');
  }, 400_000);

  test('spoiled facts are refused in a sentence or used', async () => {
    expect(await fuzz('facts', 0, 4000)).toContain('no input failed');
  }, 400_000);
});
