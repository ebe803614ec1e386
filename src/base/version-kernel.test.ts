import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareKernelVersions,
  formatKernelVersion,
  KulpritError,
  kernelSeries,
  parseKernelVersion,
} from './index.js';

const number = fc.integer({ min: 0, max: 200 });
const version = fc
  .tuple(
    fc.integer({ min: 2, max: 7 }),
    fc.integer({ min: 0, max: 20 }),
    fc.option(number),
    fc.option(fc.integer({ min: 1, max: 9 })),
  )
  .map(([a, b, c, rc]) => `${a}.${b}${c === null ? '' : `.${c}`}${rc === null ? '' : `-rc${rc}`}`);

test('a release is taken apart', () => {
  expect(parseKernelVersion('5.4.0-26-generic')).toEqual({
    major: 5,
    minor: 4,
    patch: 0,
    stable: 0,
    rest: '-26-generic',
  });
  expect(parseKernelVersion('5.4.0-rc3+')).toEqual({
    major: 5,
    minor: 4,
    patch: 0,
    stable: 0,
    rc: 3,
    rest: '+',
  });
  expect(parseKernelVersion('v5.10-rc12')).toMatchObject({ minor: 10, rc: 12, rest: '' });
  expect(parseKernelVersion('5.4~rc5-1~exp1')).toMatchObject({ rc: 5, rest: '-1~exp1' });
  expect(parseKernelVersion('2.6.32.71')).toMatchObject({ patch: 32, stable: 71 });
  expect(parseKernelVersion('6.12.33+deb13-amd64')).toMatchObject({ patch: 33, rest: '+deb13-amd64' });
});

test.each(['', '5', 'next-20191021', 'x5.4', '5.', '99999.1', '-1.2'])('%j is no kernel version', text => {
  expect(parseKernelVersion(text)).toBeNull();
});

test('versions stand in the order they were released in', () => {
  const inOrder = [
    '2.6.32-rc8', '2.6.32', '2.6.32.1', '2.6.32.71', '2.6.33', '3.0', '3.10', '4.9.337', '4.19.88', '5.2-rc1',
    '5.2-rc7', '5.2-rc10', '5.2', '5.2.1', '5.2.21', '5.3', '5.3.9', '5.3.14', '5.3.15', '5.4-rc1', '5.4', '5.4.1',
    '5.4.2', '5.10', '6.1.192',
  ]; // biome-ignore format: a list
  for (let i = 0; i < inOrder.length; i++)
    for (let j = 0; j < inOrder.length; j++)
      expect(Math.sign(compareKernelVersions(inOrder[i]!, inOrder[j]!))).toBe(Math.sign(i - j));
});

test('5.4, 5.4.0, v5.4 and 5.4.0-26-generic are the same upstream version', () => {
  for (const text of ['5.4.0', 'v5.4', '5.4.0-26-generic'])
    expect(compareKernelVersions('5.4', text)).toBe(0);
  expect(compareKernelVersions('5.4.0-rc3', '5.4-rc3')).toBe(0);
});

test('what is no version is refused in words', () => {
  expect(() => compareKernelVersions('5.4', 'latest')).toThrow(KulpritError);
  expect(() => compareKernelVersions('5.4', 'latest')).toThrow("'latest' is not a kernel version");
});

test('versions are written as kernel.org writes them', () => {
  for (const text of ['5.4', '5.4.2', '5.4-rc1', '2.6.32', '2.6.32.71', '2.6.33-rc2'])
    expect(formatKernelVersion(parseKernelVersion(text)!)).toBe(text);
  expect(formatKernelVersion(parseKernelVersion('5.4.0-26-generic')!)).toBe('5.4');
  expect(kernelSeries(parseKernelVersion('5.4.30')!)).toBe('5.4');
  expect(kernelSeries(parseKernelVersion('2.6.32.71')!)).toBe('2.6.32');
});

test('the order is one: antisymmetric and transitive', () => {
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareKernelVersions(a, b))).toBe(-Math.sign(compareKernelVersions(b, a)) + 0);
      const [x, y, z] = [a, b, c].sort(compareKernelVersions);
      expect(compareKernelVersions(x!, y!)).toBeLessThanOrEqual(0);
      expect(compareKernelVersions(x!, z!)).toBeLessThanOrEqual(0);
    }),
  );
});

test('any text is parsed or refused, never thrown on', () => {
  fc.assert(fc.property(fc.string(), text => void parseKernelVersion(text)));
});
