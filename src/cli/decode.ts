import { createGunzip } from 'node:zlib';

/** Decompresses an input where it is compressed. What is wrong with it is added to `problems`, not thrown. */
export async function* decodeInput(
  source: AsyncIterable<Uint8Array>,
  problems: string[],
): AsyncIterable<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const head = first.value;
  const whole = async function* () {
    yield head;
    for (;;) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  };
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* whole();
    return;
  }
  const { Readable } = await import('node:stream');
  const gunzip = Readable.from(whole()).pipe(createGunzip());
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (cause) {
    problems.push(
      `the compressed data is damaged or cut short (${(cause as Error).message}): what came before is read`,
    );
  }
}
