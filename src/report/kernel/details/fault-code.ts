import type { Fault } from '../../types.js';

/** What the bits of an error code say, and the kind of access they name. */
export interface Decoded {
  readonly access: Fault['access'];
  readonly says: readonly string[];
}

/** x86 page-fault error code (arch/x86/include/asm/trap_pf.h; Intel SDM vol. 3, 4.7). */
export function decodeX86PageFault(code: number): Decoded {
  const access = code & 0x10 ? 'execute' : code & 2 ? 'write' : 'read';
  const says = [
    code & 0x10 ? 'an instruction was to be fetched' : code & 2 ? 'a write' : 'a read',
    code & 4 ? 'by user space' : 'by the kernel',
    code & 8
      ? 'a reserved bit was set in the page tables'
      : code & 1
        ? 'the page is there, but does not allow it'
        : 'no page is mapped there',
  ];
  if (code & 0x20) says.push('a protection key forbids it');
  if (code & 0x40) says.push('on a shadow stack');
  return { access, says };
}

/** Classes of the arm64 syndrome register that a fault of the kernel has (arch/arm64/include/asm/esr.h). */
const ARM64_CLASS: Readonly<Record<number, string>> = {
  0: 'an unknown or undefined instruction',
  14: 'an illegal execution state',
  32: 'an instruction abort from user space',
  33: 'an instruction abort in the kernel',
  34: 'a misaligned program counter',
  36: 'a data abort from user space',
  37: 'a data abort in the kernel',
  38: 'a misaligned stack pointer',
  47: 'a system error: the memory system reported a failed access',
  60: 'a BRK instruction: a trap compiled into the kernel',
};

/** arm64 ESR as `Internal error: Oops: 96000004` prints it. */
export function decodeArm64(esr: number): Decoded {
  const kind = (esr >>> 26) & 0x3f;
  const says: string[] = [];
  const name = ARM64_CLASS[kind];
  if (name !== undefined) says.push(name);
  const instruction = kind === 0x20 || kind === 0x21;
  const data = kind === 0x24 || kind === 0x25;
  if (instruction || data) says.push(arm64Status(esr & 0x3f));
  return { access: instruction ? 'execute' : data ? ((esr & 0x40) !== 0 ? 'write' : 'read') : null, says };
}

/** Fault status code of an abort (fault_info of arch/arm64/mm/fault.c). */
function arm64Status(status: number): string {
  const level = status & 3;
  if (status >= 4 && status <= 7) return `no page is mapped there (translation fault, level ${level})`;
  if (status >= 8 && status <= 11) return `access flag fault, level ${level}`;
  if (status >= 12 && status <= 15) return `the page does not allow it (permission fault, level ${level})`;
  if (status === 0x10) return 'synchronous external abort: the bus or memory refused the access';
  if (status === 0x11) return 'the memory tag does not fit the pointer (tag check fault)';
  if (status === 0x18) return 'parity or ECC error on a memory access';
  if (status === 0x21) return 'misaligned access';
  return `fault status ${status}`;
}

/** arm's fault status register: bit 11 a write, bit 31 (set by Linux) an instruction fetch (arch/arm/mm/fault.h). */
export function decodeArm(fsr: number): Decoded {
  const access = (fsr & 0x8000_0000) !== 0 ? 'execute' : (fsr & 0x800) !== 0 ? 'write' : 'read';
  return {
    access,
    says: [
      access === 'execute' ? 'an instruction was to be fetched' : access === 'write' ? 'a write' : 'a read',
    ],
  };
}

/** Causes of the RISC-V privileged specification (scause). */
const RISCV_CAUSE: Readonly<Record<number, Decoded>> = {
  0: { access: 'execute', says: ['misaligned instruction address'] },
  1: { access: 'execute', says: ['instruction access fault'] },
  2: { access: null, says: ['illegal instruction'] },
  3: { access: null, says: ['breakpoint: a trap compiled into the kernel'] },
  4: { access: 'read', says: ['misaligned load'] },
  5: { access: 'read', says: ['load access fault'] },
  6: { access: 'write', says: ['misaligned store'] },
  7: { access: 'write', says: ['store access fault'] },
  12: { access: 'execute', says: ['instruction page fault'] },
  13: { access: 'read', says: ['load page fault'] },
  15: { access: 'write', says: ['store page fault'] },
};

export function decodeRiscv(cause: number): Decoded | null {
  return RISCV_CAUSE[cause] ?? null;
}
