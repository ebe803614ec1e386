/** Where an anchor was found: byte offset of its first byte in the scanned buffer. */
export interface AnchorHit {
  readonly offset: number;
  readonly anchor: number;
}

/** The bytes of an anchor that the tables look for: every window has this length. */
const WINDOW = 5;

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
 * two bytes: a table says how far the window may jump for the two bytes at its end. Logs are full of common English pairs, so of each
 * anchor not the head is looked for but the window whose pairs are rarest.
 */
export class AnchorScanner {
  readonly anchors: readonly string[];
  readonly #shift = new Uint8Array(65536).fill(WINDOW - 1);
  readonly #buckets = new Map<number, Needle[]>();
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
    const shift = this.#shift;
    let at = from + WINDOW - 1;
    while (at < to) {
      const pair = bytes[at - 1]! | (bytes[at]! << 8);
      const jump = shift[pair]!;
      if (jump !== 0) {
        at += jump;
        continue;
      }
      const bucket = this.#buckets.get(pair);
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
    for (let i = 1; i < WINDOW; i++) {
      const pair = needle.bytes[needle.skip + i - 1]! | (needle.bytes[needle.skip + i]! << 8);
      const jump = WINDOW - 1 - i;
      if (jump < this.#shift[pair]!) this.#shift[pair] = jump;
      if (i === WINDOW - 1) {
        const bucket = this.#buckets.get(pair);
        if (bucket === undefined) this.#buckets.set(pair, [needle]);
        else bucket.push(needle);
      }
    }
  }
}

function matches(bytes: Uint8Array, start: number, needle: Uint8Array): boolean {
  for (let i = 0; i < needle.length; i++) if (bytes[start + i] !== needle[i]) return false;
  return true;
}

/** The offset of the window whose last pair is least likely in a log: capitals and punctuation are rare, lower case and digits are not. */
function rarestWindow(bytes: Uint8Array): number {
  let best = 0;
  let bestWeight = Number.POSITIVE_INFINITY;
  for (let start = 0; start + WINDOW <= bytes.length; start++) {
    let weight = commonness(bytes[start + WINDOW - 2]!) * commonness(bytes[start + WINDOW - 1]!) * 8;
    for (let i = start + 1; i < start + WINDOW; i++)
      weight += commonness(bytes[i - 1]!) * commonness(bytes[i]!);
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
