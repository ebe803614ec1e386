import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLog } from '../log.js';
import { goReaders } from './index.js';

/** What the runtime prints, in pieces, to be put together in any order, cut and joined. */
const PIECES = [
  'fatal error: found bad pointer in Go heap (incorrect use of unsafe or cgo?)',
  'fatal error: fault',
  'unexpected fault address 0x0',
  'panic: boom [recovered]',
  '\tpanic: runtime error: index out of range [5] with length 3',
  '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x41439e]',
  'goroutine 7 [chan receive, 3 minutes]:',
  'goroutine 1 gp=0xc0000061c0 m=0 mp=0x5581c0 [running]:',
  'runtime stack:',
  'main.(*T[...]).Do(0xc000010000, {0x1?, ...}, _)',
  '\t/src/app/main.go:12 +0x5d fp=0xc000038728 sp=0xc0000386f8 pc=0x42db9d',
  'created by main.main in goroutine 1',
  'http: panic serving 192.0.2.1:38504: runtime error: growslice: cap out of range',
  'SIGQUIT: quit',
  'PC=0x460960 m=0 sigcode=0',
  'runtime: pointer 0xc000100000 to unallocated span span.base()=0xc000100000',
  'runtime: note: your Linux kernel may be buggy',
  'runtime: note: mlock workaround for kernel bug failed with errno 12',
  'runtime: mlock of signal stack failed: 12',
  'WARNING: DATA RACE',
  'Read at 0x00c0000ac008 by goroutine 7:',
  '...additional frames elided...',
  '-----',
  'exit status 2',
  'rax    0x0',
  'prose in between, with main.main() and panic: words (0x1',
  '程序',
];

const log = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 8, arbitrary: fc.constantFrom(...PIECES) },
        { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
      ),
      fc.nat(80),
      fc.constantFrom('\n', '\n', '\n', ' ', '', '\n\n', '\\n', '\n> '),
    ),
    { maxLength: 40 },
  )
  .map(parts =>
    parts.map(([piece, cut, glue]) => (cut < 70 ? piece : piece.slice(0, cut - 70)) + glue).join(''),
  );

describe('go, on anything', () => {
  it('never throws, and places every report inside the log', () => {
    fc.assert(
      fc.property(log, text => {
        const { reports, lines } = readLog(text);
        for (const { span, title, type, frames } of reports.filter(report => report.type.startsWith('GO-'))) {
          expect(span.line).toBeGreaterThanOrEqual(1);
          expect(span.endLine).toBeGreaterThanOrEqual(span.line);
          expect(span.endLine).toBeLessThanOrEqual(Math.max(1, lines));
          expect(title, type).not.toBe('');
          for (const { line } of frames) {
            expect(line).toBeGreaterThanOrEqual(span.line);
            expect(line).toBeLessThanOrEqual(span.endLine);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('ends behind a call that only its place keeps', () => {
    const { reports } = readLog(
      'fatal error: found bad pointer in Go heap (incorrect use of unsafe or cgo?)\nruntime stack:\n' +
        '\t/src/app/main.go:12 +0x5d fp=0xc000038728 sp=0xc0000386f8 pc=0x42db9dmain.(*T[...]).Do(0xc000010000, {0x1?, ...}, _)-----\n',
    );
    const [{ span, frames }] = reports as [(typeof reports)[number]];
    for (const { line } of frames) expect(line).toBeLessThanOrEqual(span.endLine);
  });

  it('reads a piece repeated a thousand times', () => {
    for (const piece of PIECES)
      for (const glue of ['\n', ' ', '']) {
        const text = `fatal error: fault\ngoroutine 1 [running]:\n${`${piece}${glue}`.repeat(1000)}`;
        expect(() => readLog(text)).not.toThrow();
      }
  });

  it('has anchors that a raw log holds as they are', () => {
    for (const { anchors } of goReaders)
      for (const anchor of anchors) {
        expect(anchor.length).toBeGreaterThanOrEqual(5);
        expect(anchor).not.toMatch(/["\\]/);
      }
  });
});
