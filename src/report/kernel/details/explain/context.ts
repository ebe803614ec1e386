import type { Line } from '../../../line.js';
import type { KernelDetails } from '../../../types.js';
import type { RegisterDump } from '../registers/index.js';

/** A statement about what a report means, and the line that shows it. */
export interface Explanation {
  readonly says: string;
  readonly line: number;
}

/** What an explanation may go by. */
export interface Context {
  readonly lines: readonly Line[];
  readonly details: Omit<KernelDetails, 'explanation'>;
  readonly dump: RegisterDump | null;
  /** Lines of the `CPU: …` line, the module list and the code bytes. */
  readonly places: {
    readonly cpu: number | null;
    readonly modules: number | null;
    readonly code: number | null;
  };
}

/** One family of explanations. Pure; says nothing rather than guess. */
export type Explain = (context: Context) => readonly Explanation[];

/** The value of a hexadecimal text, or null. */
export function hex(text: string | null | undefined): bigint | null {
  if (text === null || text === undefined || !/^(?:0x)?[0-9a-f]{1,16}$/i.test(text)) return null;
  return BigInt(text.startsWith('0x') ? text : `0x${text}`);
}

/** Registers that programs compute with, on any architecture; not control and debug registers. */
const GENERAL =
  /^(?:R[A-D]X|R[SD]I|RBP|R0[89]|R1?\d|E[A-D]X|E[SD]I|EBP|[xra]\d{1,2}|s\d{1,2}|t\d|GPR\d\d|\$\d{1,2})$/;

/** Names of registers that hold a value, and the line of the first. */
export function holders(dump: RegisterDump | null, value: bigint): { names: string[]; line: number } | null {
  if (dump === null) return null;
  const names = Object.keys(dump.registers).filter(
    name => GENERAL.test(name) && hex(dump.registers[name]) === value,
  );
  return names.length === 0 ? null : { names, line: dump.lines[names[0]!]! };
}

/** `R12 and R15`, `RAX, RBX and RCX`. */
export function list(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export function bytes(count: number): string {
  return count === 1 ? '1 byte' : `${count} bytes`;
}
