import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareGccVersions, compareGoVersions, KulpritError, parseGoVersion } from './index.js';

test('Go releases stand in the order of go.dev/doc/toolchain', () => {
  const inOrder = [
    'go1.4.3', 'go1.9', 'go1.9.2', 'go1.9.3', 'go1.10beta1', 'go1.10rc1', 'go1.10rc2', 'go1.10', 'go1.10.1', 'go1.14',
    'go1.14.1', 'go1.20', 'go1.21', 'go1.21rc2', 'go1.21.0', 'go1.21.1', 'go1.22rc1', 'go2.0.0',
  ]; // biome-ignore format: a list
  for (let i = 0; i < inOrder.length; i++)
    for (let j = 0; j < inOrder.length; j++)
      expect(Math.sign(compareGoVersions(inOrder[i]!, inOrder[j]!))).toBe(Math.sign(i - j));
  expect(compareGoVersions('go1.14', '1.14.0')).toBe(0);
});

test('a Go version is taken out of what the runtime prints', () => {
  expect(parseGoVersion('go1.9.2')).toEqual({ major: 1, minor: 9, patch: 2, rest: '' });
  expect(parseGoVersion('go1.14.4b4')).toMatchObject({ patch: 4, rest: 'b4' });
  expect(parseGoVersion('devel go1.18-6e7a2ff Thu')).toMatchObject({ minor: 18 });
  expect(parseGoVersion('go1.10rc2')).toMatchObject({ patch: 0, pre: { kind: 'rc', number: 2 } });
  for (const text of ['devel +a1b2c3 Mon Jan 1', 'go', '', 'gopher', 'go1.2.3.4'])
    expect(parseGoVersion(text)).toBeNull();
  expect(() => compareGoVersions('tip', 'go1.2')).toThrow(KulpritError);
});

test('compiler versions are ordered by their numbers', () => {
  const inOrder = ['4.8.5', '4.9', '8.3.0', '9', '9.2.1-19', '10.2.1 20210110', '12.2.0'];
  for (let i = 0; i < inOrder.length; i++)
    for (let j = 0; j < inOrder.length; j++)
      expect(Math.sign(compareGccVersions(inOrder[i]!, inOrder[j]!))).toBe(Math.sign(i - j));
  expect(compareGccVersions('9', '9.0.0')).toBe(0);
  expect(() => compareGccVersions('gcc', '9')).toThrow(KulpritError);
});

test('the order of Go versions is one', () => {
  const part = fc.integer({ min: 0, max: 30 });
  const version = fc
    .tuple(part, fc.constantFrom('', '.', 'rc', 'beta'), part)
    .map(([minor, join, last]) => `go1.${minor}${join}${join === '' ? '' : last}`);
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(Math.sign(compareGoVersions(a, b))).toBe(0 - Math.sign(compareGoVersions(b, a)));
      const [x, , z] = [a, b, c].sort(compareGoVersions);
      expect(compareGoVersions(x!, z!)).toBeLessThanOrEqual(0);
    }),
  );
});
