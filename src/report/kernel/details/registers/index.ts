import type { Line } from '../../../line.js';
import { arm, arm64 } from './arm.js';
import { type RegisterDump, type RegisterReader, readDump } from './dump.js';
import { ppc64, s390x } from './mainframe.js';
import { loongarch, mips, riscv } from './risc.js';
import { i386, x86_64 } from './x86.js';

export type { RegisterDump } from './dump.js';

/** A text that only this architecture's dump has, and its reader. Asked in this order. */
const ARCHITECTURES: readonly { readonly sign: RegExp; readonly reader: () => RegisterReader }[] = [
  { sign: /^(?:RIP: |RAX: [0-9a-f]{16} RBX: |RSP: )/, reader: () => x86_64 },
  { sign: /^(?:EIP: |EIP is at |EAX: [0-9a-f]{8} EBX: |eax: [0-9a-f]{8} )/, reader: () => i386 },
  { sign: /^(?:pstate: [0-9a-f]|x29 ?: [0-9a-f]{16}|pc : \[<[0-9a-f]{16}>\])/, reader: () => arm64 },
  { sign: /^(?:pc : \[<[0-9a-f]{8}>\]|sp : [0-9a-f]{8} {1,2}ip : )/, reader: () => arm },
  { sign: /^epc : \S|^status: [0-9a-f]{16} badaddr: /, reader: () => riscv },
  { sign: /^(?:NIP: {1,2}[0-9a-f]|GPR00: )/, reader: () => ppc64 },
  { sign: /^Krnl (?:PSW : |GPRS: )/, reader: s390x },
  {
    sign: /^(?:era {0,4}: [0-9a-f]|pc [0-9a-f]{16} ra [0-9a-f]{16}|ERA: [0-9a-f]|CSR crmd)/,
    reader: () => loongarch,
  },
  { sign: /^(?:epc {2,5}: [0-9a-f]|Cause {1,3}: [0-9a-f]|PrId {1,3}: )/, reader: () => mips },
];
/** Lines of a dump that may stand before the one that tells its architecture. */
const BEFORE = 12;
const FIRST_LETTERS = new Set([...'REepxsNGKCPD']);

/** The first dump of the kernel's registers in the lines of one report, and by its look the architecture; null where there is none. */
export function findRegisters(lines: readonly Line[]): RegisterDump | null {
  for (let i = 0; i < lines.length; i++) {
    const first = lines[i]!.text.trimStart();
    if (first.length < 6 || first.length > 512 || !FIRST_LETTERS.has(first[0]!)) continue;
    for (const { sign, reader } of ARCHITECTURES) {
      if (!sign.test(first)) continue;
      const dump = readDump(reader(), lines, Math.max(0, i - BEFORE));
      // A dump of user space alone tells the architecture and nothing of the kernel's registers.
      const made = reader();
      return dump ?? { architecture: made.architecture, registers: {}, lines: {} };
    }
  }
  return null;
}

/** Whether a line is the instruction pointer of user space: `RIP: 0033:0x7f…`. */
export function isUserPointerLine(text: string): boolean {
  return /^ {0,8}(?:RIP: (?:0033|0023):|EIP: {1,4}0073:)/.test(text);
}
