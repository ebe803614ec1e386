import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { KulpritError } from '../base/index.js';

/** How often a growing file is looked at, and how long it must be quiet before what is there counts as whole; milliseconds. */
const EVERY = 250;
const QUIET = 1500;

/** What a growing log gives: its next bytes, or that nothing came for a while. */
export type Growth = Uint8Array | 'quiet';

/**
 * The bytes of a log from its beginning and then as it grows, without end. A log that was rotated (another file under its name) or cut
 * short is read from its new beginning, like `tail -F`.
 * @throws KulpritError `input-missing`, `input-unreadable` when it cannot be opened at first
 */
export async function* follow(name: string): AsyncGenerator<Growth> {
  let open = openLog(name);
  let at = 0;
  let quiet = 0;
  const buffer = Buffer.alloc(256 * 1024);
  try {
    for (;;) {
      const read = readSync(open, buffer, 0, buffer.length, at);
      if (read > 0) {
        at += read;
        quiet = 0;
        yield Buffer.from(buffer.subarray(0, read));
        continue;
      }
      const next = replaced(name, open, at);
      if (next === 'cut') at = 0;
      else if (next === 'rotated') {
        closeSync(open);
        open = openLog(name);
        at = 0;
      } else {
        await sleep(EVERY);
        quiet += EVERY;
        if (quiet === Math.ceil(QUIET / EVERY) * EVERY) yield 'quiet';
      }
    }
  } finally {
    closeSync(open);
  }
}

function openLog(name: string): number {
  try {
    return openSync(name, 'r');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT')
      throw new KulpritError('input-missing', `${name}: there is no such file`, { cause });
    throw new KulpritError('input-unreadable', `${name}: cannot be read (${code})`, { cause });
  }
}

/** Whether the name stands for another file now, or the file was cut. A name that is gone for a moment is waited for. */
function replaced(name: string, open: number, at: number): 'cut' | 'rotated' | null {
  const here = fstatSync(open);
  try {
    const there = statSync(name);
    if (there.ino !== here.ino || there.dev !== here.dev) return 'rotated';
  } catch {
    return null;
  }
  return here.size < at ? 'cut' : null;
}
