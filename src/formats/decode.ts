import { type Kind, sniff } from './sniff.js';
import { gunzip, type Unpacker, unxz, unzstd } from './unpack.js';
import { fromUtf16 } from './utf16.js';

const UNPACKERS: Partial<Record<Kind, Unpacker>> = { gzip: gunzip, zstd: unzstd, xz: unxz };
/** A log packed twice happens; more is somebody trying. */
const DEEPEST = 4;

/**
 * The text of an input as UTF-8: unpacked where it is gzip, zstd or xz (also one inside the other), decoded where it is UTF-16. Memory stays
 * flat whatever it unpacks to. What is known to be no text yields nothing.
 * @param problems what was wrong with the input is added here as sentences, not thrown; complete when the iteration ends
 * @throws only what `source` throws
 */
export async function* decoded(
  source: AsyncIterable<Uint8Array>,
  problems: string[] = [],
): AsyncIterable<Uint8Array> {
  yield* layer(source, says => problems.push(says), DEEPEST);
}

async function* layer(
  source: AsyncIterable<Uint8Array>,
  problem: (says: string) => void,
  depth: number,
): AsyncIterable<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    const { head, ended } = await firstBytes(iterator);
    if (head.length === 0) return;
    const { kind, looksLike } = sniff(head);
    const whole = from(head, ended ? null : iterator);
    const unpack = UNPACKERS[kind];
    if (unpack !== undefined) {
      if (depth === 0)
        problem(`the input is packed more than ${DEEPEST} times over: the rest is not unpacked`);
      else yield* layer(unpack(whole, problem), problem, depth - 1);
    } else if (kind === 'utf16le' || kind === 'utf16be')
      yield* fromUtf16(whole, kind === 'utf16le' ? 'le' : 'be');
    else if (kind === 'plain') {
      if (looksLike !== null) problem(`the input is ${looksLike}`);
      yield* whole;
    } else if (looksLike !== null) problem(`the input is binary, not a log: it is ${looksLike}`);
    else {
      problem('the input looks binary: it is read as text all the same, as far as it has any');
      yield* whole;
    }
  } finally {
    await iterator.return?.();
  }
}

/** Enough of the input to judge it by. A pipe that gives less at a time is not waited for once it has given something. */
async function firstBytes(
  iterator: AsyncIterator<Uint8Array>,
): Promise<{ head: Uint8Array; ended: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < FEWEST) {
    const next = await iterator.next();
    if (next.done) return { head: Buffer.concat(chunks), ended: true };
    chunks.push(next.value);
    length += next.value.length;
  }
  return { head: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks), ended: false };
}

/** The longest of the magic numbers. */
const FEWEST = 16;

async function* from(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array> | null,
): AsyncIterable<Uint8Array> {
  yield head;
  if (iterator === null) return;
  for (;;) {
    const next = await iterator.next();
    if (next.done) return;
    yield next.value;
  }
}
