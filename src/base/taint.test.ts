import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTaintMark, taintFlags, taintFlagsOfMask } from './taint.js';

const letters = (flags: readonly { letter: string }[]) => flags.map(({ letter }) => letter).join('');

test('a mark and a mask of the same machine give the same reasons', () => {
  // The example of tainted-kernels.rst: 4609 is 4096 + 512 + 1.
  expect(letters(taintFlagsOfMask(4609))).toBe('PWO');
  expect(letters(taintFlags('P        W  O'))).toBe('PWO');
  expect(taintFlags('P        W  O')).toEqual(taintFlagsOfMask(4609));
});

test('G and blanks are no reasons', () => {
  expect(taintFlags('G')).toEqual([]);
  expect(taintFlagsOfMask(0)).toEqual([]);
});

test('T means another thing among the places of Red Hat', () => {
  expect(taintFlags('G                T')[0]!.name).toBe('RANDSTRUCT');
  expect(taintFlags('P           OE  ------------ T').at(-1)!.name).toBe('TECH_PREVIEW');
});

test('a release is no mark', () => {
  for (const mark of ['G', 'W', 'OE', '------------', 'GDW']) expect(isTaintMark(mark)).toBe(true);
  for (const word of ['6.1.0', 'syzkaller', '#1', '', 'Q']) expect(isTaintMark(word)).toBe(false);
});

test('unknown bits are said to be unknown', () => {
  expect(taintFlagsOfMask(2 ** 24)[0]!.means).toContain('bit 24');
});

test('anything is taken', () => {
  fc.assert(fc.property(fc.string(), text => void [taintFlags(text), isTaintMark(text)]));
  fc.assert(fc.property(fc.double(), mask => void taintFlagsOfMask(mask)));
});
