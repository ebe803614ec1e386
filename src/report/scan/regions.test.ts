import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AnchorScanner, type Region, RegionCutter } from './index.js';

const ANCHORS = ['BUG: ', 'Kernel panic', 'fatal error: ', 'aaaaa', 'clue: '];
const CLUE = ANCHORS.length - 1;

/** Cuts `text`, pushed in pieces of the given sizes. */
function cut(bytes: Buffer, sizes: readonly number[]): { regions: Region[]; lines: number } {
  const regions: Region[] = [];
  const cutter = new RegionCutter(
    new AnchorScanner(ANCHORS),
    region => regions.push({ ...region, bytes: Buffer.from(region.bytes) }),
    anchor => (anchor === CLUE ? 4096 : null),
  );
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes.length === 0 ? bytes.length : Math.max(1, sizes[i % sizes.length]!);
    cutter.push(bytes.subarray(at, at + size));
    at += size;
  }
  return { regions, lines: cutter.end() };
}

/** Every place of every anchor, found the slow way. */
function places(bytes: Buffer): string[] {
  const found: string[] = [];
  ANCHORS.forEach((anchor, index) => {
    for (let at = bytes.indexOf(anchor); at >= 0; at = bytes.indexOf(anchor, at + 1))
      found.push(`${at}:${index}`);
  });
  return found.sort();
}

const piece = fc.oneof(
  fc.constantFrom(...ANCHORS, '\n', 'BUG', ': ', 'Kernel ', 'panic', 'aaaaaaaaaa', '\r\n', '\0'),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.integer({ min: 1, max: 90_000 }).map(n => 'x'.repeat(n)),
);
const log = fc.array(piece, { maxLength: 30 }).map(pieces => Buffer.from(pieces.join(''), 'utf8'));

test('every anchor is found once, wherever the pieces of the input are cut', () => {
  fc.assert(
    fc.property(log, fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 5 }), (bytes, sizes) => {
      const { regions, lines } = cut(bytes, sizes);
      const found = regions.flatMap(r => r.hits.map(hit => `${r.offset + hit.offset}:${hit.anchor}`)).sort();
      expect(found).toEqual(places(bytes));
      const newlines = bytes.filter(byte => byte === 10).length;
      expect(lines).toBe(bytes.length === 0 || bytes.at(-1) === 10 ? newlines : newlines + 1);
    }),
    { numRuns: 300 },
  );
});

test('a region holds the input’s bytes, knows its line, and overlaps no other', () => {
  fc.assert(
    fc.property(log, fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 5 }), (bytes, sizes) => {
      let end = 0;
      for (const region of cut(bytes, sizes).regions) {
        expect(region.offset).toBeGreaterThanOrEqual(end);
        end = region.offset + region.bytes.length;
        expect(region.bytes.equals(bytes.subarray(region.offset, end))).toBe(true);
        expect(region.firstLine).toBe(
          bytes.subarray(0, region.offset).filter(byte => byte === 10).length + 1,
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('anchors far apart are regions of their own, with the lines before them', () => {
  const quiet = `${'nothing to see here\n'.repeat(20_000)}`;
  const { regions } = cut(Buffer.from(`${quiet}context\nBUG: one\n${quiet}BUG: two\n`), [65536]);
  expect(regions).toHaveLength(2);
  expect(regions[0]!.bytes.toString()).toContain('context\nBUG: one');
});

test('a clue brings little with it, and a crash close behind it all that a crash wants', () => {
  const quiet = `${'nothing to see here\n'.repeat(20_000)}`;
  const alone = cut(Buffer.from(`${quiet}clue: x\n${quiet}`), [65536]).regions;
  expect(alone).toHaveLength(1);
  expect(alone[0]!.bytes.length).toBeLessThan(20_000);
  const together = cut(Buffer.from(`${quiet}clue: x\nBUG: y\n${quiet}`), [65536]).regions;
  expect(together).toHaveLength(1);
  expect(together[0]!.bytes.length).toBeGreaterThan(64 * 1024);
  expect(together[0]!.hits).toHaveLength(2);
});

test('a flush gives out what is there, and nothing twice', () => {
  const regions: Region[] = [];
  const cutter = new RegionCutter(new AnchorScanner(ANCHORS), region =>
    regions.push({ ...region, bytes: Buffer.from(region.bytes) }),
  );
  cutter.push(Buffer.from('BUG: one\nmore\nBUG: tw'));
  cutter.flush();
  expect(regions.map(({ bytes }) => bytes.toString())).toEqual(['BUG: one\nmore\n']);
  cutter.push(Buffer.from('o\n'));
  cutter.flush();
  cutter.flush();
  expect(regions.map(({ bytes, firstLine }) => [bytes.toString(), firstLine])).toEqual([
    ['BUG: one\nmore\n', 1],
    ['BUG: two\n', 3],
  ]);
  expect(cutter.end()).toBe(3);
});
