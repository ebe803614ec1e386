import { decoded } from '../formats/index.js';
import { LogReader, type LogReaderOptions, type Reading } from '../report/index.js';
import type { Input } from './input.js';
import { progress } from './output.js';

/** Reads one input to its end: decompressed, decoded, and through every reader. Says how far it has come on a terminal. */
export async function readInput(input: Input, options: LogReaderOptions = {}): Promise<Reading> {
  const reader = new LogReader({ ...options, source: input.name });
  const bar = progress();
  let raw = 0;
  const counted = async function* (): AsyncIterable<Uint8Array> {
    for await (const chunk of input.open()) {
      raw += chunk.length;
      bar.show(`reading ${input.name}: ${amount(raw, input.size)}`);
      yield chunk;
    }
  };
  const problems: string[] = [];
  try {
    for await (const chunk of decoded(counted(), problems)) reader.push(chunk);
  } finally {
    bar.done();
  }
  const reading = reader.end();
  if (reading.bytes === 0 && problems.length === 0) problems.push('the input is empty');
  return problems.length === 0
    ? reading
    : { ...reading, problems: [...problems.map(says => ({ says, line: null })), ...reading.problems] };
}

function amount(read: number, size: number | null): string {
  const megabytes = `${(read / 1e6).toFixed(0)} MB`;
  return size === null || size === 0 ? megabytes : `${megabytes}, ${Math.floor((read / size) * 100)} %`;
}
