/** Bytes of compressed input given to a decompressor at a time: what they can grow to bounds the memory in use. */
const SLICE = 16 * 1024;
/** zstd can make 128 KiB of four bytes. */
const ZSTD_SLICE = 1024;

/** Unpacks a stream. Damage is told to `problem` and ends the stream behind what could be unpacked. */
export type Unpacker = (
  source: AsyncIterable<Uint8Array>,
  problem: (says: string) => void,
) => AsyncIterable<Uint8Array>;

const DAMAGED = 'the compressed data is damaged or cut short';

/** gzip (RFC 1952), of any number of members. */
export const gunzip: Unpacker = async function* (source, problem) {
  const { createGunzip } = await import('node:zlib');
  const stream = createGunzip();
  const ready: Uint8Array[] = [];
  let failure: Error | null = null;
  let wake = () => {};
  stream.on('data', (chunk: Buffer) => ready.push(chunk));
  stream.on('error', error => {
    failure = error;
    wake();
  });
  /** Resolves when the decompressor wants more, has ended, or has failed. */
  const settled = (start: (done: () => void) => void) =>
    new Promise<void>(resolve => {
      wake = resolve;
      if (failure === null) start(resolve);
      else resolve();
    });
  try {
    for await (const chunk of source) {
      for (let from = 0; from < chunk.length; from += SLICE) {
        await settled(done => stream.write(chunk.subarray(from, from + SLICE), () => done()));
        yield* ready.splice(0);
        if (failure !== null) break;
      }
      if (failure !== null) break;
    }
    await settled(done => {
      stream.once('end', done);
      stream.end();
    });
    yield* ready.splice(0);
  } finally {
    stream.destroy();
  }
  if (failure !== null) problem(`${DAMAGED} (${(failure as Error).message}): what came before is read`);
};

/** Zstandard (RFC 8878). */
export const unzstd: Unpacker = async function* (source, problem) {
  const { Decompress } = await import('fzstd');
  const ready: Uint8Array[] = [];
  const stream = new Decompress(chunk => ready.push(chunk));
  try {
    for await (const chunk of source) {
      for (let from = 0; from < chunk.length; from += ZSTD_SLICE) {
        stream.push(chunk.slice(from, from + ZSTD_SLICE));
        yield* ready.splice(0);
      }
    }
    stream.push(new Uint8Array(0), true);
    yield* ready.splice(0);
  } catch (cause) {
    yield* ready.splice(0);
    problem(`${DAMAGED} (${(cause as Error).message}): what came before is read`);
  }
};

/** xz (the .xz file format, 1.2). */
export const unxz: Unpacker = async function* (source, problem) {
  const { XzReadableStream } = await loadXz();
  const iterator = source[Symbol.asyncIterator]();
  let trouble: unknown = null;
  const packed = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      } catch (error) {
        // The input's own trouble is not the decompressor's.
        trouble = error;
        controller.close();
      }
    },
  });
  try {
    const reader = new XzReadableStream(packed).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
  } catch (cause) {
    if (trouble === null) problem(`${DAMAGED} (${(cause as Error).message}): what came before is read`);
  }
  if (trouble !== null) throw trouble;
};

async function loadXz(): Promise<typeof import('xz-decompress')> {
  const loaded = (await import('xz-decompress')) as typeof import('xz-decompress') & {
    default?: typeof import('xz-decompress');
  };
  return loaded.default ?? loaded;
}
