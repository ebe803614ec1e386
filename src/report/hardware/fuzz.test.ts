import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Line } from '../line.js';
import { memoryReaders } from '../memory/index.js';
import { storageReaders } from '../storage/index.js';
import { hardwareReaders } from './index.js';

/** Whatever becomes of a log, the readers throw nothing and say nothing that contradicts itself. */
const ROOT = fileURLToPath(new URL('../../../testdata/reports/', import.meta.url));
const READERS = [...hardwareReaders, ...storageReaders, ...memoryReaders];
const LINES = ['hardware', 'storage', 'memory'].flatMap(folder =>
  readdirSync(`${ROOT}${folder}`).flatMap(file => {
    const text = readFileSync(`${ROOT}${folder}/${file}`, 'utf8');
    return text
      .slice(text.indexOf('\n---\n') + 5)
      .split('\n')
      .map(line => line.replace(/^\[[ \d.]{1,16}\] /, ''));
  }),
);
const ANCHORS = READERS.flatMap(reader => reader.anchors);

const mutated = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...LINES) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...LINES), fc.nat(200), fc.nat(200))
      .map(([line, a, b]) => line.slice(0, a) + line.slice(b)),
  },
  { weight: 1, arbitrary: fc.constantFrom(...ANCHORS) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...LINES), fc.constantFrom(...LINES), fc.nat(120))
      .map(([a, b, at]) => a.slice(0, at) + b),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 80 }) },
);

function linesOf(texts: readonly string[], callers: boolean): Line[] {
  return texts.map((text, i) => ({
    text,
    number: i + 1,
    endNumber: i + 1,
    offset: i * 10,
    endOffset: i * 10 + 9,
    stream: 'kernel',
    caller: callers ? `C${i % 2}` : null,
    time: null,
    prefixed: true,
  }));
}

describe('hardware, storage and memory readers', () => {
  it('throw on nothing, and count and place what they find', () => {
    fc.assert(
      fc.property(fc.array(mutated, { minLength: 1, maxLength: 60 }), fc.boolean(), (texts, callers) => {
        const lines = linesOf(texts, callers);
        for (const reader of READERS) {
          const hits = lines.flatMap(({ text }, index) =>
            reader.anchors.filter(anchor => text.includes(anchor)).map(anchor => ({ index, anchor })),
          );
          if (hits.length === 0) continue;
          for (const report of reader.read({ stream: 'kernel', lines }, hits)) {
            // A value that was not there must not be printed; a log that says "(null)" itself may be quoted.
            for (const word of ['undefined', 'null', 'NaN']) {
              if (!texts.some(text => text.includes(word))) expect(report.title).not.toContain(word);
            }
            expect(report.span.line).toBeGreaterThanOrEqual(1);
            expect(report.span.endLine).toBeGreaterThanOrEqual(report.span.line);
            expect(report.span.endLine).toBeLessThanOrEqual(lines.length);
            if ('count' in report.details) expect(report.details.count).toBeGreaterThanOrEqual(1);
            // JSON is how it leaves: nothing may be lost or refused.
            expect(JSON.parse(JSON.stringify(report))).toEqual(report);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('look for rare texts that JSON does not escape', () => {
    for (const anchor of ANCHORS) {
      expect(anchor.length).toBeGreaterThanOrEqual(5);
      expect(anchor).not.toMatch(/["\\]/);
    }
  });
});
