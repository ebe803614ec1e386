import { createReadStream, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { KulpritError } from '../base/index.js';

/** One input of a command: a file, a file of a folder, or standard input. */
export interface Input {
  readonly name: string;
  /** Bytes in the file, where that is known beforehand. */
  readonly size: number | null;
  open(): AsyncIterable<Uint8Array>;
}

/** An input that cannot be read, with the error that says why; the others are read nonetheless. */
export interface Unreadable {
  readonly name: string;
  readonly error: KulpritError;
}

/** Files of a folder beyond this are not read. */
const MOST_FILES = 10_000;

/** The inputs that arguments name: files, `-` for standard input, and the files of folders (not hidden ones), in order of their names. */
export async function findInputs(names: readonly string[]): Promise<readonly (Input | Unreadable)[]> {
  const found: (Input | Unreadable)[] = [];
  for (const name of names) {
    if (name === '-') found.push(standardInput());
    else found.push(...(await inputsAt(name)));
  }
  return found;
}

async function inputsAt(name: string): Promise<readonly (Input | Unreadable)[]> {
  let stat: ReturnType<typeof statSync>;
  try {
    stat = statSync(name);
  } catch (cause) {
    return [{ name, error: unreadable(name, cause) }];
  }
  if (!stat.isDirectory()) return [fileInput(name, stat.isFile() ? stat.size : null)];
  const files = await filesBelow(name);
  if (files instanceof KulpritError) return [{ name, error: files }];
  if (files.length === 0) {
    return [{ name, error: new KulpritError('input-empty', `${name} is a folder with no files in it`) }];
  }
  return files.map(file => fileInput(file, sizeOf(file)));
}

async function filesBelow(folder: string): Promise<string[] | KulpritError> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter(entry => entry.isFile() && !entry.name.startsWith('.'))
      .map(entry => join(entry.parentPath, entry.name))
      .sort(byName)
      .slice(0, MOST_FILES);
  } catch (cause) {
    return unreadable(folder, cause);
  }
}

/** `part2` before `part10`. */
function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function sizeOf(file: string): number | null {
  try {
    return statSync(file).size;
  } catch {
    return null;
  }
}

function fileInput(name: string, size: number | null): Input {
  return {
    name,
    size,
    async *open() {
      const stream = createReadStream(name, { highWaterMark: 256 * 1024 });
      try {
        yield* stream as AsyncIterable<Uint8Array>;
      } catch (cause) {
        throw unreadable(name, cause);
      } finally {
        stream.destroy();
      }
    },
  };
}

function standardInput(): Input {
  return { name: '<stdin>', size: null, open: () => process.stdin as AsyncIterable<Uint8Array> };
}

/** Node's error in words. */
function unreadable(name: string, cause: unknown): KulpritError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT')
    return new KulpritError('input-missing', `${name}: there is no such file`, { cause });
  if (code === 'EACCES' || code === 'EPERM') {
    return new KulpritError('input-unreadable', `${name}: not allowed to read it`, { cause });
  }
  if (code === 'EISDIR') return new KulpritError('input-directory', `${name} is a folder`, { cause });
  return new KulpritError(
    'input-unreadable',
    `${name}: cannot be read (${code ?? (cause as Error).message})`,
    { cause },
  );
}
