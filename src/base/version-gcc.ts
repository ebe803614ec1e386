import { KulpritError } from './errors.js';

const VERSION = /^\d{1,6}(?:\.\d{1,6}){0,3}/;

/**
 * Orders two compiler versions (gcc, clang, binutils: numbers and dots; what follows, as in `9.2.1-19`, is not looked at):
 * negative, 0 or positive. Missing numbers are 0. Throws KulpritError `usage` on what does not begin with a number.
 */
export function compareGccVersions(a: string, b: string): number {
  const x = numbers(a);
  const y = numbers(b);
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): readonly number[] {
  const m = VERSION.exec(version);
  if (m === null) throw new KulpritError('usage', `'${version.slice(0, 100)}' is not a compiler version`);
  return m[0].split('.').map(Number);
}
