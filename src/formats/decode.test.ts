import { spawnSync } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decoded } from './index.js';

const TEXT = Buffer.from('[   12.345678] Call Trace:\n[   12.345679]  ? größer+0x1/0x2\n'.repeat(4000));

/** What comes out, and what is said of it. */
async function decode(bytes: Uint8Array, chunk = 1000): Promise<{ text: Buffer; problems: string[] }> {
  async function* source() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const problems: string[] = [];
  const chunks: Uint8Array[] = [];
  for await (const piece of decoded(source(), problems)) chunks.push(piece);
  return { text: Buffer.concat(chunks), problems };
}

function pack(command: string, input: Buffer): Buffer | null {
  const { status, stdout } = spawnSync(command, ['-c'], { input, maxBuffer: 1 << 28 });
  return status === 0 ? stdout : null;
}

const packed: Record<string, Buffer | null> = {
  gzip: gzipSync(TEXT),
  zstd: pack('zstd', TEXT),
  xz: pack('xz', TEXT),
};

describe('packed input', () => {
  for (const [name, bytes] of Object.entries(packed)) {
    test.skipIf(bytes === null)(name, async () => {
      for (const chunk of [7, 1000, 1 << 20]) {
        const { text, problems } = await decode(bytes!, chunk);
        expect(text.equals(TEXT)).toBe(true);
        expect(problems).toEqual([]);
      }
    });

    test.skipIf(bytes === null)(
      `${name}, cut short: what could be unpacked, and a word about the rest`,
      async () => {
        const { text, problems } = await decode(bytes!.subarray(0, Math.floor(bytes!.length * 0.9)));
        expect(TEXT.subarray(0, text.length).equals(text)).toBe(true);
        expect(problems.join()).toMatch(/damaged or cut short/);
      },
    );

    test.skipIf(bytes === null)(`${name}, damaged: never an exception`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(bytes!.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
          const damaged = Buffer.from(bytes!);
          damaged[at] = damaged[at]! ^ by;
          await decode(damaged);
        }),
        { numRuns: 100 },
      );
    });

    test.skipIf(bytes === null)(`${name} of several members, and one in the other`, async () => {
      const twice = await decode(Buffer.concat([bytes!, bytes!]));
      expect(twice.problems).toEqual([]);
      expect(twice.text.length).toBe(TEXT.length * 2);
      expect((await decode(gzipSync(bytes!))).text.equals(TEXT)).toBe(true);
    });
  }

  test('a bomb is unpacked as it is read, not all at once', async () => {
    const bomb = gzipSync(Buffer.alloc(64 << 20, '\n'));
    let most = 0;
    async function* source() {
      yield bomb;
    }
    for await (const chunk of decoded(source())) most = Math.max(most, chunk.length);
    expect(most).toBeLessThan(1 << 20);
  });
});

describe('UTF-16', () => {
  const text = TEXT.toString('utf8');
  const little = Buffer.from(text, 'utf16le');
  const mark = Buffer.from('\ufeff', 'utf16le');
  const big = Buffer.from(Buffer.concat([mark, little])).swap16();
  for (const [name, bytes] of Object.entries({
    'little endian with its mark': Buffer.concat([mark, little]),
    'little endian': little,
    'big endian with its mark': big,
    'big endian': big.subarray(2),
    'packed with gzip': gzipSync(big),
  })) {
    test(name, async () => {
      for (const chunk of [333, 1000]) {
        const decoded = await decode(bytes, chunk);
        expect(decoded.text.toString('utf8')).toBe(text);
        expect(decoded.problems).toEqual([]);
      }
    });
  }
});

describe('what is no log', () => {
  const elf = (type: number) =>
    Buffer.concat([
      Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0', 'latin1'),
      Buffer.of(type, 0),
      Buffer.alloc(500),
    ]);
  for (const [name, bytes, says] of [
    ['a program', elf(3), /ELF executable/],
    ['a core', elf(4), /ELF core dump/],
    ['a vmcore', Buffer.concat([Buffer.from('KDUMP   \x06'), Buffer.alloc(500)]), /vmcore/],
    ['a journal', Buffer.concat([Buffer.from('LPKSHHRH'), Buffer.alloc(500)]), /journalctl --file/],
    ['a database', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(500)]), /SQLite/],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n'.padEnd(600, '\x03'), 'latin1'), /PNG/],
    ['a bzip2', Buffer.from('BZh91AY&SY'.padEnd(600, '\xfe'), 'latin1'), /bzcat/],
  ] as const) {
    test(`${name} is named and not read`, async () => {
      const { text, problems } = await decode(bytes);
      expect(text).toHaveLength(0);
      expect(problems.join()).toMatch(says);
    });
  }

  test('what nobody knows is read, with a warning', async () => {
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 255));
    const { text, problems } = await decode(noise, 5000);
    expect(text).toHaveLength(5000);
    expect(problems.join()).toMatch(/looks binary/);
  });

  test('a console with zeros and escapes is a log', async () => {
    const console = Buffer.from('\0\0\x1b[32m[   12.345678]\x1b[0m Call Trace:\r\r\n'.repeat(100));
    const { text, problems } = await decode(console);
    expect(text.equals(console)).toBe(true);
    expect(problems).toEqual([]);
  });

  test('nothing is nothing', async () => {
    expect(await decode(Buffer.alloc(0))).toEqual({ text: Buffer.alloc(0), problems: [] });
    expect((await decode(Buffer.from('x'))).text.toString()).toBe('x');
  });

  test('trouble of the source itself is thrown', async () => {
    async function* source(): AsyncIterable<Uint8Array> {
      yield packed['gzip']!.subarray(0, 100);
      throw new Error('the disk is gone');
    }
    await expect(async () => {
      for await (const _ of decoded(source()));
    }).rejects.toThrow('the disk is gone');
  });
});
