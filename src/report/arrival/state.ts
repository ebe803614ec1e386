import { ARRIVALS } from './registry.js';
import type { Arrived, Context, Next } from './types.js';

/** What is known of how a log arrives, kept from region to region. */
export class ArrivalState implements Context {
  readonly hosts = new Set<string>();
  readonly #counts = new Uint32Array(ARRIVALS.length);
  readonly #others = new Map<string, number>();

  /** The first arrival that takes its prefix off `text`. */
  strip(text: string, at: Next): Arrived | null {
    if (text.length === 0) return null;
    const code = text.charCodeAt(0);
    const table = TABLES[at as 'any' | 'kernel'];
    for (const index of table[Math.min(code, 128)]!) {
      const met = ARRIVALS[index]!.strip(text, this);
      if (met === null) continue;
      this.#counts[index]!++;
      return met;
    }
    return null;
  }

  /** Whether a text begins with a prefix that kernel messages have. Nothing is counted. */
  isPrefixed(text: string): boolean {
    if (text.length === 0) return false;
    const code = text.charCodeAt(0);
    return TABLES.any[Math.min(code, 128)]!.some(
      index => ARRIVALS[index]!.strip(text, this)?.prefixed === true,
    );
  }

  /** Counts an arrival that is no prefix: records of several lines, wrapped lines. */
  met(name: string, times = 1): void {
    this.#others.set(name, (this.#others.get(name) ?? 0) + times);
  }

  /** The arrivals met, the most frequent first. */
  names(): string[] {
    const all = new Map(this.#others);
    ARRIVALS.forEach(({ name }, index) => {
      const count = this.#counts[index]!;
      if (count > 0) all.set(name, (all.get(name) ?? 0) + count);
    });
    return [...all].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  }
}

/** For each first character (128: any other) the arrivals to ask, as indexes. */
function tableFor(at: Next): readonly (readonly number[])[] {
  return Array.from({ length: 129 }, (_, code) => {
    const character = code < 128 ? String.fromCharCode(code) : null;
    return ARRIVALS.flatMap(({ first, at: places }, index) => {
      if (!places.includes(at)) return [];
      return first === '' || (character !== null && first.includes(character)) ? [index] : [];
    });
  });
}

const TABLES = { any: tableFor('any'), kernel: tableFor('kernel') };
