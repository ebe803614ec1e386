import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** For tests: a host laid out by hand below a temporary directory, path by path. */
export interface MadeHost {
  readonly root: string;
  readonly remove: () => void;
}

/** A file's content; `mode` takes rights away (as /boot and /sys/fs/pstore do from ordinary users). */
export type MadeFile = string | Uint8Array | { readonly content: string; readonly mode: number };

export function makeHost(files: Readonly<Record<string, MadeFile>>): MadeHost {
  const root = mkdtempSync(join(tmpdir(), 'kulprit-host-'));
  for (const [path, file] of Object.entries(files)) {
    const target = join(root, path);
    mkdirSync(dirname(target), { recursive: true });
    const made = typeof file === 'object' && 'mode' in file ? file : { content: file, mode: 0o644 };
    writeFileSync(target, made.content as string | Uint8Array);
    chmodSync(target, made.mode);
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
