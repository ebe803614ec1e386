import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ARRIVALS, rerender } from '../../../scripts/rerender/index.mjs';
import type { Line } from '../line.js';
import { ArrivalState, readLines } from './index.js';

const read = (bytes: Buffer, hits: readonly number[] = []): Line[] =>
  readLines({ bytes, offset: 0, firstLine: 1 }, hits, new ArrivalState());

/** Compressed and UTF-16 input is decoded before it comes here; wrapped lines lose blanks, and are tested by themselves. */
const PACKED = /gzip|zstd|xz|utf16|wrapped|cut|folded|printable/;
/** What these write around a log is no part of it. */
const FRAMED: Readonly<Record<string, RegExp>> = {
  fenced: /^(?:It crashed:|```|)$/,
  html: /^$/,
  'syslog-3164+html': /^$/,
  'dmesg-json': /^[ {}[\]",]*(?:"dmesg": \[)?$/,
  'journal-json-sse': /^$/,
  serial: /^debian login: ?$/,
};
/** On which line of the input the text of line `n` (from 1) stands, where that is not `n`. */
/** rsyslog writes a control character as `#015` and leaves a `#015` of the text as it is: no reader can tell which it was. */
const AMBIGUOUS = /#[0-3][0-7]{2}/;
const token = fc.stringMatching(/^[a-zA-Z0-9_+/.:=(),#%*-]{1,24}$/).filter(word => !AMBIGUOUS.test(word));
const text = fc
  .tuple(
    fc.constantFrom('oops', ' do_foo+0x1/0x2', ' ? bar', 'RIP:', '  indented'),
    fc.array(token, { maxLength: 14 }),
  )
  .map(([first, rest]) => [first, ...rest].join(' '));
const log = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 9_999_999 }), text), { minLength: 4, maxLength: 30 })
  .map(lines => {
    const times = lines.map(([time]) => time).sort((a, b) => a - b);
    return lines.map(([, words], i) => ({ micros: times[i]! * 1000 + 999, text: words }));
  });
const raw = (lines: readonly { micros: number; text: string }[]) =>
  Buffer.from(
    lines.map(({ micros, text }) => `[${(micros / 1e6).toFixed(6).padStart(12)}] ${text}\n`).join(''),
  );

describe('any log reads the same by every road', () => {
  for (const name of ARRIVALS.filter(name => !PACKED.test(name))) {
    test(name, () => {
      fc.assert(
        fc.property(log, lines => {
          const bytes = rerender(raw(lines), name);
          const got = read(bytes).filter(({ text }) => FRAMED[name]?.test(text) !== true);
          expect(got.map(({ text }) => text)).toEqual(lines.map(({ text }) => text));
          const kernel = /^(?:dmesg-t|journal-cat)$/.test(name) ? '' : 'kernel';
          for (const { stream } of got) expect(stream).toBe(kernel);
          // What a line is said to be is where it is: its own words stand on that line of the input.
          const physical = bytes.toString('utf8').split('\n');
          for (const line of got) {
            const word = line.text.trim().split(' ')[0]!;
            expect(physical.slice(line.number - 1, line.endNumber).join('\n')).toContain(word);
            expect(bytes.toString('utf8', line.offset, line.endOffset)).toContain(word);
          }
        }),
        { numRuns: 40 },
      );
    });
  }

  test('lines keep their order and their numbers where each is a line of the input', () => {
    for (const name of [
      'dmesg',
      'dmesg-T',
      'short',
      'syslog-3164',
      'journal-json',
      'quoted',
      'html-br',
      'crlf',
    ]) {
      fc.assert(
        fc.property(log, lines => {
          const numbers = read(rerender(raw(lines), name)).map(({ number }) => number);
          expect(numbers).toEqual(lines.map((_, i) => i + 1));
        }),
        { numRuns: 20 },
      );
    }
  });
});

describe('wrapped lines', () => {
  const LOG = `[   12.345678] BUG: unable to handle kernel NULL pointer dereference at 0000000000000010
[   12.345679] CPU: 3 PID: 4711 Comm: kworker/3:1 Not tainted 4.19.0-18-amd64 #1 Debian 4.19.208-1
[   12.345680] Hardware name: QEMU Standard PC (i440FX + PIIX, 1996), BIOS 1.16.2-debian-1.16.2-1 04/01/2014
[   12.345681] Workqueue: events do_things_at_some_other_time [a_module]
[   12.345682] RAX: 0000000000000000 RBX: ffff8881003c8000 RCX: 0000000000000000
[   12.345683] RDX: 0000000000000001 RSI: 0000000000000246 RDI: 0000000000000246
[   12.345684] Call Trace:
[   12.345685]  do_things+0x1/0x2 [a_module]
[   12.345686] Kernel panic - not syncing: Fatal exception
`;
  const texts = read(Buffer.from(LOG)).map(({ text }) => text);
  for (const name of ARRIVALS.filter(name => /wrapped|cut|folded|printable/.test(name))) {
    test(`${name} are joined`, () => {
      expect(read(rerender(Buffer.from(LOG), name)).map(({ text }) => text)).toEqual(texts);
    });
  }

  test('lines that were separate stay so', () => {
    fc.assert(
      fc.property(log, fc.array(text, { minLength: 1, maxLength: 10 }), (lines, others) => {
        // Long lines without a break, and lines of a program behind them.
        const mixed = lines.flatMap(({ micros, text }, i) => [
          `[${(micros / 1e6).toFixed(6).padStart(12)}] ${text} ${'and so on '.repeat(i % 3 === 0 ? 16 : 0)}`,
          ...(i < others.length ? [others[i]!.trim()] : []),
        ]);
        expect(read(Buffer.from(`${mixed.join('\n')}\n`))).toHaveLength(mixed.length);
      }),
    );
  });
});

describe('whatever comes', () => {
  test('arbitrary bytes are lines', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4096 }), bytes => {
        const lines = read(Buffer.from(bytes));
        for (const { number, endNumber, offset, endOffset } of lines) {
          expect(number).toBeLessThanOrEqual(endNumber);
          expect(offset).toBeLessThanOrEqual(endOffset);
          expect(endOffset).toBeLessThanOrEqual(bytes.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('damaged logs of every kind are lines', () => {
    const kinds = ARRIVALS.filter(name => !/zstd|xz/.test(name));
    const base = Buffer.from(
      '[   12.345678] Call Trace:\n[   12.345679]  ? foo+0x1/0x2 "x" <y> \\ &z;\n'.repeat(12),
    );
    const rendered = kinds.map(name => rerender(base, name));
    fc.assert(
      fc.property(
        fc.constantFrom(...rendered),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 }), fc.nat(3)), { maxLength: 12 }),
        (log, changes) => {
          let bytes = Buffer.from(log);
          for (const [place, value, kind] of changes) {
            const at = place % (bytes.length + 1);
            if (kind === 0 && at < bytes.length) bytes[at] = value;
            else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + value)]);
            else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes]);
            else bytes = Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)]);
          }
          const hits = [0, bytes.length >> 1].filter(hit => hit < bytes.length);
          expect(read(bytes.subarray(0, 65536), hits)).toBeInstanceOf(Array);
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('one mark a million times over takes no time to speak of', () => {
    for (const mark of [
      '> ',
      '{\n',
      '\x1b[',
      '__A=1\n',
      '<6>',
      '[    1.0] ',
      '\\x41',
      '&lt;',
      '"log":"',
      '1,2,3,-;',
      '#012',
      'Oops#1 Part1\n',
      '{"a":',
      '** 1 ',
      ' | ',
      'a b: ',
      '[ 1.0] a kernel: ',
    ]) {
      const bytes = Buffer.from(mark.repeat(Math.floor(1_000_000 / mark.length)));
      const start = process.cpuUsage().user;
      read(bytes);
      // Generous: a reading that grows with the square of the input would take minutes.
      expect(process.cpuUsage(undefined).user - start).toBeLessThan(20_000_000);
    }
  });
});
