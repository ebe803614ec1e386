import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDebVersions, compareRpmVersions, rpmvercmp } from './index.js';

const piece = fc.constantFrom(
  '0',
  '1',
  '00',
  '10',
  '2',
  '9',
  'a',
  'z',
  'Z',
  '~',
  '+',
  '.',
  '-',
  'rc',
  'bpo',
  'deb',
);
const deb = fc
  .tuple(
    fc.constantFrom('', '0:', '1:', '10:'),
    fc.integer({ min: 0, max: 99 }),
    fc.array(piece, { maxLength: 8 }),
  )
  .map(([epoch, first, rest]) => `${epoch}${first}${rest.join('')}`);
const rpm = fc
  .tuple(fc.integer({ min: 0, max: 99 }), fc.array(fc.oneof(piece, fc.constant('^')), { maxLength: 8 }))
  .map(([first, rest]) => `${first}${rest.join('')}`);

const CHAINS: readonly [(a: string, b: string) => number, readonly string[]][] = [
  [
    compareDebVersions,
    [
      '5.2~rc7-1~exp1', '5.2.6-1', '5.2.17-1+b1', '5.3.9-1', '5.3.9-3', '5.3.15-1', '5.4.0-26.30~18.04.1',
      '5.4.0-26.30', '5.4.0-100.113', '5.10.13-1~bpo10+1', '5.10.13-1', '1:4.0-1',
    ], // biome-ignore format: a list
  ],
  [
    compareRpmVersions,
    [
      '3.10.0-327.el7', '3.10.0-957.el7', '3.10.0-957.27.2.el7', '3.10.0-1062.el7', '3.10.0-1062.13.1.el7',
      '4.18.0-193.el8', '5.4.0~rc1-1', '5.4.0-1', '5.4.0^git1-1', '5.4.0.1-1', '1:3.0-1',
    ], // biome-ignore format: a list
  ],
];

test('package versions stand in the order they were released in', () => {
  for (const [compare, chain] of CHAINS)
    for (let i = 0; i < chain.length; i++)
      for (let j = 0; j < chain.length; j++)
        expect([chain[i], chain[j], Math.sign(compare(chain[i]!, chain[j]!))]).toEqual([
          chain[i],
          chain[j],
          Math.sign(i - j),
        ]);
});

test.each([
  ['1.0', '1.0', 0],
  ['1.0', '1.0a', -1],
  ['1.0a', '1.0.1', -1],
  ['a', '1', -1],
  ['1.05', '1.5', 0],
  ['1_0', '1.0', 0],
  ['1.0~rc1', '1.0', -1],
  ['1.0~rc1', '1.0~rc1~git1', 1],
  ['1.0^', '1.0', 1],
  ['1.0^git1', '1.0.1', -1],
  ['1.0^git1~pre', '1.0^git1', -1],
  ['1.0~rc1^git1', '1.0~rc1', 1],
])('rpm: %s against %s is %i', (a, b, expected) => {
  expect(Math.sign(rpmvercmp(a, b))).toBe(expected);
  expect(Math.sign(rpmvercmp(b, a)) + 0).toBe(0 - expected);
});

test('a release that one side does not name is not compared', () => {
  expect(compareRpmVersions('3.10.0', '3.10.0-957.el7')).toBe(0);
});

test('both orders are antisymmetric and transitive', () => {
  const cases = [
    [deb, compareDebVersions],
    [rpm, rpmvercmp],
  ] as const;
  for (const [version, compare] of cases)
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compare(a, b))).toBe(0 - Math.sign(compare(b, a)));
        const [x, y, z] = [a, b, c].sort(compare);
        expect(compare(x!, y!)).toBeLessThanOrEqual(0);
        expect(compare(y!, z!)).toBeLessThanOrEqual(0);
        expect(compare(x!, z!)).toBeLessThanOrEqual(0);
      }),
    );
});

const dpkg = spawnSync('dpkg', ['--compare-versions', '1', 'lt', '2']).status === 0;

test.skipIf(!dpkg)('dpkg orders the same versions the same way', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(deb, deb, (a, b) => {
      const below = spawnSync('dpkg', ['--compare-versions', a, 'lt', b], { encoding: 'utf8' });
      const equal = spawnSync('dpkg', ['--compare-versions', a, 'eq', b], { encoding: 'utf8' });
      fc.pre(!/error/.test(below.stderr + equal.stderr)); // not a version to dpkg: an empty revision
      const expected = equal.status === 0 ? 0 : below.status === 0 ? -1 : 1;
      expect(Math.sign(compareDebVersions(a, b))).toBe(expected);
    }),
    { numRuns: 150 },
  );
});
