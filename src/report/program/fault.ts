import { signalName } from '../../base/index.js';
import type { Line } from '../line.js';

/** A fault of a user program as the kernel tells it in one line. */
export interface Fault {
  readonly program: string | null;
  readonly pid: number | null;
  readonly signal: string;
  /** `segfault`, `general protection fault` …: the first words of the title. */
  readonly what: string;
  readonly type: string;
  readonly address: bigint | null;
  readonly ip: bigint | null;
  readonly sp: bigint | null;
  /** As printed, without 0x. */
  readonly code: string | null;
  readonly decoded: Readonly<Record<string, string>>;
  /** Text in which `in FILE[BASE+SIZE]` may stand. */
  readonly rest: string;
  /** The last line that was used, where it is not the first. */
  readonly last?: Line;
}

/** A command's name: up to 15 bytes of anything, behind what a carrier left (`traps: `, `kernel: `). */
export function nameOf(before: string): string | null {
  const name = before.replace(/^.{0,64}?(?:\] |kernel: |traps: )/, '').trim();
  const own = name.startsWith('traps: ') ? name.slice(7) : name;
  return own === '' ? null : own.slice(-64);
}

/** The signal of a number, or `signal N`. */
export function signalText(number: number): string {
  return signalName(number) ?? `signal ${number}`;
}
