import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Line } from '../line.js';
import { readLog } from '../log.js';
import { programReaders } from './index.js';

const ANCHORS = [...new Set(programReaders.flatMap(({ anchors }) => [...anchors]))];

/** Pieces that readers look for, in any order: each leads into some reader, and hardly any into a whole report. */
const PIECES = [
  ...ANCHORS,
  'Traceback (most recent call last):',
  '  File "a.py", line 3, in f',
  'ValueError: x',
  "thread 'main' panicked at a.rs:1:2:",
  'stack backtrace:',
  '   0: main::f',
  '             at ./a.rs:1:2',
  '==12==ERROR: AddressSanitizer: SEGV on unknown address 0x0 (pc 0x1)',
  '    #0 0x55 in main /a.c:3',
  'SUMMARY: AddressSanitizer: SEGV /a.c:3 in main',
  'a[12]: segfault at 0 ip 0 sp 0 error 4 in lib[400000+1000]',
  '# A fatal error has been detected by the Java Runtime Environment:',
  '#  SIGSEGV (0xb) at pc=0x1, pid=1, tid=1',
  '---------------  T H R E A D  ---------------',
  'Exception in thread "main" java.lang.Error: x',
  '\tat a.b.C.d(C.java:1)',
  'Caused by: a.b.CException: y',
  '    at f (/a.js:1:2)',
  'TypeError: x',
  'Process 12 (a) of user 0 dumped core.',
  'Stack trace of thread 12:',
  '#0  0x0000000000001139 main (a + 0x1139)',
  '#0  0x0000000000001139 in main (x=1) at a.c:3',
  'Program received signal SIGSEGV, Segmentation fault.',
  'bash: line 1: 12 Segmentation fault ./a',
  "a: a.c:1: f: Assertion `x' failed.",
  '  | ',
  '  + Exception Group ',
  '[  1.000000] ',
  'Nov 21 01:18:43 h a[1]: ',
  '> ',
  '"',
  '(',
  '<',
  '\t',
  ' ',
];
const line = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 40 })), { maxLength: 4 })
  .map(pieces => pieces.join(''));

it('throws on nothing, and what it returns is plain and in bounds', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), lines => {
      const log = lines.join('\n');
      const { reports } = readLog(log);
      const size = Buffer.byteLength(log);
      for (const report of reports) {
        if (report.kind !== 'program-crash') continue;
        expect(report.title).not.toBe('');
        expect(report.title.length).toBeLessThanOrEqual(200);
        expect(report.span.endLine).toBeGreaterThanOrEqual(report.span.line);
        expect(report.span.endOffset).toBeLessThanOrEqual(size);
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
      }
    }),
    { numRuns: 1500 },
  );
});

it('reads any part of a channel', () => {
  const texts = fc.array(line, { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(texts, fc.constantFrom('', 'kernel', 'a[1]'), (lines, stream) => {
      const channel = { stream, lines: lines.map((text, at) => lineOf(text, at, stream)) };
      for (const reader of programReaders) {
        const hits = lines.flatMap((text, index) =>
          reader.anchors.filter(anchor => text.includes(anchor)).map(anchor => ({ index, anchor })),
        );
        if (hits.length > 0) reader.read(channel, hits);
      }
    }),
    { numRuns: 1500 },
  );
});

it.each(PIECES.filter(({ length }) => length >= 5))(
  'is not held up by a line, however often it comes: %s',
  piece => {
    const times = Math.floor(300_000 / (piece.length + 1));
    // The limit is the test's own time-out: nothing quadratic ends within it.
    expect(readLog(`${`${piece} `.repeat(times)}\n${`${piece}\n`.repeat(times)}`).lines).toBeGreaterThan(1);
  },
);

function lineOf(text: string, at: number, stream: string): Line {
  return {
    text,
    number: at + 1,
    endNumber: at + 1,
    offset: at * 100,
    endOffset: at * 100 + 99,
    stream,
    caller: null,
    time: null,
    prefixed: false,
  };
}
