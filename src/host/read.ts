import { closeSync, constants, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The bytes of a file, or the reason in words why there are none. */
export type Outcome<T> =
  | { readonly ok: T; readonly path: string }
  | { readonly why: string; readonly path: string };

/** More than any file of /proc or of a package; what is larger is cut and said to be. */
const LIMIT = 64 << 20;
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EACCES: 'may not be read without more rights (permission denied)',
  EPERM: 'may not be read without more rights (not permitted)',
  EISDIR: 'is a directory',
  ELOOP: 'is a loop of links',
  ENXIO: 'has no device behind it',
  EIO: 'could not be read (input/output error)',
  EINVAL: 'could not be read (the kernel refused)',
};

/** The reason of a failed call on `path` as the end of a sentence: "is not there". */
export function reason(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return WORDS[String(code)] ?? `could not be read (${String(code ?? error)})`;
}

/** Several reasons in one: what stood in the way first, then what simply is not there. */
export function joinReasons(whys: readonly string[]): string {
  const end = ' is not there';
  const absent = whys.filter(why => why.endsWith(end)).map(why => why.slice(0, -end.length));
  const others = whys.filter(why => !why.endsWith(end));
  if (absent.length === 0) return others.join('; ');
  const gone =
    absent.length === 1
      ? `${absent[0]}${end}`
      : `${absent.slice(0, -1).join(', ')} and ${absent.at(-1)} are not there`;
  return [...others, gone].join('; ');
}

/** Reads files of one machine: this one (`/`), or one laid out below another directory. Nothing is thrown. */
export class HostFiles {
  readonly root: string;

  constructor(root = '/') {
    this.root = root;
  }

  /** True for the running machine: only then are the environment and commands asked. */
  get live(): boolean {
    return this.root === '/';
  }

  at(path: string): string {
    return this.live ? path : join(this.root, path);
  }

  bytes(path: string, limit = LIMIT): Outcome<Buffer> {
    let fd: number | undefined;
    try {
      // Without O_NONBLOCK a FIFO in the way would wait for a writer for ever.
      fd = openSync(this.at(path), constants.O_RDONLY | constants.O_NONBLOCK);
      return { ok: readAll(fd, limit), path };
    } catch (error) {
      return { why: `${path} ${reason(error)}`, path };
    } finally {
      if (fd !== undefined) closeSync(fd);
    }
  }

  text(path: string, limit = LIMIT): Outcome<string> {
    const bytes = this.bytes(path, limit);
    return 'why' in bytes ? bytes : { ok: bytes.ok.toString('utf8'), path };
  }

  /** Text that may be gzip, told by its first bytes and not by its name. */
  maybeGzip(path: string): Outcome<string> {
    const bytes = this.bytes(path);
    if ('why' in bytes) return bytes;
    if (bytes.ok[0] !== 0x1f || bytes.ok[1] !== 0x8b) return { ok: bytes.ok.toString('utf8'), path };
    try {
      return { ok: gunzipSync(bytes.ok, { maxOutputLength: LIMIT }).toString('utf8'), path };
    } catch (error) {
      return { why: `${path} is not whole gzip (${(error as Error).message})`, path };
    }
  }

  /** Names in a directory, sorted; null when it cannot be listed. */
  list(path: string): Outcome<readonly string[]> {
    try {
      return { ok: readdirSync(this.at(path)).sort(), path };
    } catch (error) {
      return { why: `${path} ${reason(error)}`, path };
    }
  }

  exists(path: string): boolean {
    const found = this.bytes(path, 0);
    return 'ok' in found || found.why.endsWith('is a directory') || !found.why.endsWith('is not there');
  }

  /** The first of several files that can be read; else the reasons of all. */
  firstText(paths: readonly string[]): Outcome<string> {
    const whys: string[] = [];
    for (const path of paths) {
      const found = this.maybeGzip(path);
      if ('ok' in found) return found;
      whys.push(found.why);
    }
    return { why: joinReasons(whys), path: paths[0] ?? '' };
  }
}

/** Files of /proc have no size: read to the end, or to the limit. */
function readAll(fd: number, limit: number): Buffer {
  const chunks: Buffer[] = [];
  let total = 0;
  while (total < limit) {
    const chunk = Buffer.allocUnsafe(Math.min(64 << 10, limit - total));
    const got = readSync(fd, chunk, 0, chunk.length, null);
    if (got === 0) break;
    chunks.push(chunk.subarray(0, got));
    total += got;
  }
  return Buffer.concat(chunks, total);
}
