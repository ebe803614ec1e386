import type { Line } from '../../line.js';

const HARDWARE = 'Hardware name: ';

/** `Hardware name: Dell Inc. PowerEdge R740/0YNX56, BIOS 2.4.8 11/26/2019`: the machine as its firmware names it (lib/dump_stack.c). */
export function hardwareName(lines: readonly Line[]): string | null {
  for (const { text } of lines) {
    const at = text.indexOf(HARDWARE);
    if (at < 0 || at > 16) continue;
    const name = text.slice(at + HARDWARE.length).trim();
    if (name !== '') return name.slice(0, 256);
  }
  return null;
}
