import { writeSync } from 'node:fs';
import type { Look } from '../render/index.js';

/** The terminal (or pipe) we write to: colour only on a terminal and where NO_COLOR does not forbid it. */
export function terminalLook(stream: NodeJS.WriteStream = process.stdout): Look {
  const forced = process.env['FORCE_COLOR'];
  const color =
    process.env['NO_COLOR'] === undefined || process.env['NO_COLOR'] === ''
      ? forced !== undefined && forced !== ''
        ? forced !== '0'
        : stream.isTTY === true && process.env['TERM'] !== 'dumb'
      : false;
  const columns = stream.isTTY ? stream.columns : Number(process.env['COLUMNS']);
  return { width: Math.max(40, Math.min(120, columns > 0 ? columns : 100)), color };
}

/** Writes to standard output and waits until it is taken, so that a slow pipe slows us down and not fills our memory. */
export async function print(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>(resolve => process.stdout.once('drain', resolve));
}

/** One JSON document on a line of its own. */
export function printJson(value: unknown): Promise<void> {
  return print(`${JSON.stringify(value)}\n`);
}

/** A line for people on standard error. */
export function complain(text: string): void {
  try {
    writeSync(2, `kulprit: ${text}\n`);
  } catch {
    // Standard error is closed: there is nobody left to tell.
  }
}

/** Shows how far long work has come, on a terminal only; what it wrote is gone when it is done. */
export function progress(): { show(text: string): void; done(): void } {
  const stream = process.stderr;
  let last = 0;
  let shown = false;
  return {
    show(text) {
      const now = Date.now();
      if (stream.isTTY !== true || now - last < 200) return;
      last = now;
      shown = true;
      stream.write(`\r\u001b[2K${text.slice(0, Math.max(20, (stream.columns ?? 80) - 1))}`);
    },
    done() {
      if (shown) stream.write('\r\u001b[2K');
      shown = false;
    },
  };
}
