import { readFileSync } from 'node:fs';
import { KulpritError } from '../base/index.js';
import { type Facts, parseFacts } from '../host/index.js';

/** Reads facts that `kulprit facts` wrote, or somebody by hand; `-` is standard input. Throws `input-missing` and `bad-facts`. */
export async function readFactsFile(name: string): Promise<Facts> {
  let text: string;
  try {
    text = readFileSync(name === '-' ? 0 : name, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : `it cannot be read (${code})`;
    throw new KulpritError('input-missing', `${name}: ${why}`, { cause });
  }
  try {
    return parseFacts(text);
  } catch (cause) {
    if (cause instanceof KulpritError)
      throw new KulpritError(cause.code, `${name}: ${cause.message}`, { cause });
    throw cause;
  }
}
