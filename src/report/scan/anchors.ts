/** The bytes of an anchor that the tables look for: every window has this length. */
const WINDOW = 5;
/** Bytes that the tables look at together. */
const BLOCK = 3;
/** The largest jump: a window none of whose blocks can end here. */
const JUMP = WINDOW - BLOCK + 1;
/** Blocks are hashed to this many bits: the table of jumps then fits the processor's first cache. */
const HASH = 0x7fff;

interface Needle {
  readonly anchor: number;
  readonly bytes: Uint8Array;
  /** Where the looked-for window begins inside the anchor. */
  readonly skip: number;
}

/**
 * Finds any of many literal strings in a buffer, fast enough that a clean log costs little more than reading it.
 *
 * This is Wu and Manber's algorithm ("A fast algorithm for multi-pattern searching", TR 94-17, University of Arizona) with blocks of
 * three bytes: a table says how far the window may jump for the three bytes at its end. Logs are full of common English, so of each anchor
 * not the head is looked for but the window whose letters are rarest.
 */
export class AnchorScanner {
  readonly anchors: readonly string[];
  readonly #jump = new Uint8Array(HASH + 1).fill(JUMP);
  readonly #buckets: (Needle[] | undefined)[] = new Array(HASH + 1);
  readonly #longest: number;

  /** @throws RangeError when an anchor is shorter than five bytes: it would slow the scan of every log down */
  constructor(anchors: readonly string[]) {
    this.anchors = anchors;
    const encoder = new TextEncoder();
    let longest = 0;
    anchors.forEach((text, anchor) => {
      const bytes = encoder.encode(text);
      if (bytes.length < WINDOW) throw new RangeError(`anchor "${text}" is shorter than ${WINDOW} bytes`);
      longest = Math.max(longest, bytes.length);
      const skip = rarestWindow(bytes);
      this.#enter({ anchor, bytes, skip });
    });
    this.#longest = longest;
  }

  /** The length in bytes of the longest anchor: what may straddle the end of a buffer. */
  get longest(): number {
    return this.#longest;
  }

  /**
   * Every anchor in `bytes[from, to)`, in order of where its window ends.
   * @param found called with the anchor's index and the offset of its first byte
   */
  scan(bytes: Uint8Array, from: number, to: number, found: (anchor: number, offset: number) => void): void {
    const jumps = this.#jump;
    let at = from + WINDOW - 1;
    while (at < to) {
      const block = hash(bytes[at - 2]!, bytes[at - 1]!, bytes[at]!);
      const jump = jumps[block]!;
      if (jump !== 0) {
        at += jump;
        continue;
      }
      const bucket = this.#buckets[block];
      if (bucket !== undefined) {
        for (const needle of bucket) {
          const start = at - WINDOW + 1 - needle.skip;
          if (start >= from && start + needle.bytes.length <= to && matches(bytes, start, needle.bytes)) {
            found(needle.anchor, start);
          }
        }
      }
      at++;
    }
  }

  #enter(needle: Needle): void {
    const { bytes, skip } = needle;
    for (let i = BLOCK - 1; i < WINDOW; i++) {
      const at = skip + i;
      const block = hash(bytes[at - 2]!, bytes[at - 1]!, bytes[at]!);
      this.#jump[block] = Math.min(this.#jump[block]!, WINDOW - 1 - i);
      if (i === WINDOW - 1) {
        const bucket = this.#buckets[block];
        if (bucket === undefined) this.#buckets[block] = [needle];
        else bucket.push(needle);
      }
    }
  }
}

function hash(a: number, b: number, c: number): number {
  return (a ^ (b << 4) ^ (c << 8)) & HASH;
}

function matches(bytes: Uint8Array, start: number, needle: Uint8Array): boolean {
  for (let i = 0; i < needle.length; i++) if (bytes[start + i] !== needle[i]) return false;
  return true;
}

/** The offset of the window that is least likely in a log: capitals and punctuation are rare, lower case and digits are not. */
function rarestWindow(bytes: Uint8Array): number {
  let best = 0;
  let bestWeight = Number.POSITIVE_INFINITY;
  for (let start = 0; start + WINDOW <= bytes.length; start++) {
    let weight = 0;
    for (let i = start + BLOCK - 1; i < start + WINDOW; i++) {
      weight += commonness(bytes[i - 2]!) * commonness(bytes[i - 1]!) * commonness(bytes[i]!);
    }
    if (weight < bestWeight) {
      bestWeight = weight;
      best = start;
    }
  }
  return best;
}

function commonness(byte: number): number {
  if (byte >= 0x41 && byte <= 0x5a) return 1;
  if (byte === 0x20) return 5;
  if (byte >= 0x30 && byte <= 0x39) return 5;
  if (byte >= 0x61 && byte <= 0x7a) return 'etaoinsrdl'.includes(String.fromCharCode(byte)) ? 6 : 3;
  return byte === 0x3a || byte === 0x2e || byte === 0x5b || byte === 0x5d ? 3 : 1;
}
