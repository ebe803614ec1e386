// The inputs by number: the same seed, number and seeds give the same bytes.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ARRIVALS } from '../../scripts/rerender/index.mjs';
import { bigInputs } from './big.mjs';
import { CARRIERS, MUTATIONS, makeInput, Stock } from './mutate.mjs';
import { Random } from './random.mjs';
import { linesOf, readSeeds } from './seeds.mjs';

export class Inputs {
  #seed;
  #stock;
  #big;
  #order;

  /** @param {number} [size] bytes of the big ones */
  static async of(root, dist, seed, size) {
    const { READERS, CLUES } = await import(pathToFileURL(join(dist, 'report/registry.js')).href);
    const anchors = [...new Set([...READERS, ...CLUES].flatMap(reader => reader.anchors))];
    return new Inputs(readSeeds(root), anchors, seed, size);
  }

  constructor(seeds, anchors, seed, size) {
    const lines = linesOf(seeds);
    this.#seed = seed;
    this.#stock = new Stock(seeds, lines, anchors, ARRIVALS);
    const logs = seeds.map(bytes =>
      bytes
        .toString('latin1')
        .split('\n')
        .filter(line => line !== ''),
    );
    this.#big = bigInputs(anchors, lines, logs, CARRIERS, size);
    const random = new Random(seed, -1);
    this.#order = this.#big.map((_, i) => i);
    for (let i = this.#order.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [this.#order[i], this.#order[j]] = [this.#order[j], this.#order[i]];
    }
  }

  /** How many inputs of a kind there are. */
  count(kind) {
    return kind === 'big' ? this.#big.length : Number.POSITIVE_INFINITY;
  }

  /** Input `number` of a kind, and how it was made. */
  make(kind, number) {
    if (kind === 'big') {
      const { name, make } = this.#big[this.#order[number]];
      return { bytes: make(), how: name };
    }
    const random = new Random(this.#seed, number);
    const { bytes, steps } = makeInput(random, this.#stock);
    if (kind === 'small') return { bytes, how: steps.join(', ') };
    return kind === 'facts' ? this.#facts(random) : this.#packed(random, bytes);
  }

  /** Compressed and encoded text, spoiled. */
  #packed(random, bytes) {
    const text = bytes.toString('latin1');
    const [name, packed] = random.pick([
      () => ['gzip', gzipSync(bytes)],
      () => ['gzip in gzip', gzipSync(gzipSync(bytes))],
      () => ['zstd', zstd(bytes)],
      () => ['xz', xz(bytes)],
      () => ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
      () => ['UTF-16 without mark', Buffer.from(text, 'utf16le')],
      () => ['gzip of UTF-16', gzipSync(Buffer.from(`\ufeff${text}`, 'utf16le'))],
      () => ['first bytes', Buffer.concat([Buffer.from(random.pick(MAGIC), 'latin1'), bytes])],
    ])();
    const change = random.pick(['flipBits', 'bytes', 'overwrite', 'cutTail', 'cutHead', 'cutMiddle']);
    if (random.oneIn(8) || packed.length === 0) return { bytes: packed, how: name };
    const spoiled = MUTATIONS[change](packed.toString('latin1'), random, this.#stock, packed.length);
    return { bytes: Buffer.from(spoiled, 'latin1'), how: `${name}, ${change}` };
  }

  /** Facts of a host as JSON, spoiled as text or in their values. */
  #facts(random) {
    const value = JSON.parse(JSON.stringify(FACTS), (_, one) =>
      random.oneIn(60)
        ? random.pick([null, '', -1, 1e308, [], {}, true, 'x'.repeat(random.size(3000)), [[one]], '0x'])
        : one,
    );
    const text = JSON.stringify(value) ?? '';
    if (random.oneIn(2) || text === '') return { bytes: Buffer.from(text), how: 'values' };
    const change = random.pick(['flipBits', 'overwrite', 'cutTail', 'brackets', 'longRun', 'giantNumbers']);
    return { bytes: Buffer.from(MUTATIONS[change](text, random, this.#stock, 2000), 'latin1'), how: change };
  }
}

const MAGIC = [
  '\x1f\x8b\x08\0',
  '\x28\xb5\x2f\xfd',
  '\xfd7zXZ\0',
  'BZh9',
  '\xff\xfe',
  '\xfe\xff',
  '\x7fELF\x02',
  'KDUMP   ',
  'LPKSHHRH',
  '\xef\xbb\xbf',
];

/** A frame of raw blocks (RFC 8878, 3.1.1): damage is what matters here, not how well it packs. */
function zstd(bytes) {
  const parts = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x58])];
  for (let at = 0; ; at += 1000) {
    const block = bytes.subarray(at, at + 1000);
    const last = at + 1000 >= bytes.length ? 1 : 0;
    const run = block.length > 3 && block.every(byte => byte === block[0]);
    const header = Buffer.alloc(3);
    header.writeUIntLE((block.length << 3) | (run ? 2 : 0) | last, 0, 3);
    parts.push(header, run ? block.subarray(0, 1) : block);
    if (last === 1) return Buffer.concat(parts);
  }
}

/** The first bytes of an xz stream (The .xz File Format, 2.1.1), and then anything: its index and sums are never right. */
function xz(bytes) {
  const header = Buffer.from([
    0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4, 0xe6, 0xd6, 0xb4, 0x46, 2, 0, 0x21, 1, 0x16, 0, 0, 0, 0x74, 0x2f,
    0xe5, 0xa3,
  ]);
  const chunk = Buffer.from([1, ((bytes.length - 1) >> 8) & 255, (bytes.length - 1) & 255]);
  return Buffer.concat([header, chunk, bytes, Buffer.from([0])]);
}

const FACTS = {
  schema: 'kulprit/facts@1',
  uname: { release: '6.1.0-18-amd64', version: '#1 SMP Debian 6.1.76-1 (2024-02-01)', machine: 'x86_64' },
  procVersion:
    'Linux version 6.1.0-18-amd64 (someone@somewhere) (gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld 2.40) #1 SMP',
  osRelease: { ID: 'debian', VERSION_ID: '12' },
  cmdline: 'root=/dev/sda1 quiet mitigations=off',
  config: { CONFIG_VMAP_STACK: 'y', CONFIG_HARDENED_USERCOPY: 'm', CONFIG_HZ: 250 },
  modules: ['xfs', 'libiscsi'],
  tainted: '0x41',
  cpu: {
    vendor: 'GenuineIntel',
    family: 6,
    model: 85,
    stepping: 4,
    microcode: '0x200005e',
    flags: ['avx', 'avx512f'],
    count: 8,
  },
  limits: { memlock: 65536 },
  memory: { total: 16777216000, available: 8388608000 },
  container: null,
  packages: [{ name: 'linux-image-amd64', version: '6.1.76-1', running: true }],
  changelog: '* Mon Jan 01 2024 someone - 6.1.76',
  missing: [{ fact: 'changelog', why: 'not read' }],
};
