import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Reading, readLog } from '../../src/report/index.js';
import { root } from '../run.js';
import { faultsOf, faultsOfText } from './check.mjs';
import { Inputs } from './inputs.mjs';

/** The fuzzer is worth what its checks notice. */
const log = readFileSync(`${root}examples/usercopy.log`);
const sound = readLog(log);

function spoiled(change: (reading: Reading) => void): Reading {
  const copy = structuredClone(sound);
  change(copy);
  return copy;
}

test('a sound reading has no faults', () => {
  expect(sound.reports.length).toBeGreaterThan(0);
  expect(faultsOf(sound, log.length)).toEqual([]);
});

test.each<[string, (reading: Reading) => void, RegExp]>([
  ['a span beyond the end', one => set(one, 'span.endOffset', log.length + 1), /not within/],
  ['a span that runs backwards', one => set(one, 'span.endLine', 0), /shape.*endLine/],
  ['a number that is none', one => set(one, 'time', Number.NaN), /time = null/],
  ['a title of two lines', one => set(one, 'title', 'a\nb'), /title = /],
  ['a field too many', one => set(one, 'surprise', 1), /surprise = /],
  ['a frame beyond the end', one => set(one, 'frames.0.line', 1e6), /frame on line 1000000/],
  ['details of another shape', one => set(one, 'details.modules', 'none'), /modules = "none"/],
  ['a cause that comes after', one => set(one, 'follows', 0), /follows 0/],
])('%s is noticed', (_, change, says) => {
  expect(faultsOf(spoiled(change), log.length).join()).toMatch(says);
});

test('what would steer a terminal is noticed', () => {
  expect(faultsOfText('two\nlines')).toEqual([]);
  expect(faultsOfText('red \x1b[31m')).toHaveLength(1);
});

test('the same seed and number are the same input', async () => {
  const [one, other] = await Promise.all([7, 7].map(seed => Inputs.of(root, `${root}dist`, seed)));
  for (const kind of ['small', 'big', 'packed', 'facts']) {
    for (let number = 0; number < 5; number++)
      expect(one!.make(kind, number).bytes.equals(other!.make(kind, number).bytes)).toBe(true);
    expect(one!.make(kind, 1).bytes.equals(one!.make(kind, 2).bytes)).toBe(false);
  }
});

/** Sets a field of the first report. */
function set(reading: Reading, path: string, value: unknown): void {
  const keys = path.split('.');
  let target = reading.reports[0] as unknown as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) target = target[key] as Record<string, unknown>;
  target[keys.at(-1)!] = value;
}
