/**
 * The bits of an x86 page fault's error code (arch/x86/include/asm/trap_pf.h; the processor manual's volume 3, 4.7).
 * Bits 0 to 2 say something either way, the others only when set.
 */
const BITS: readonly { readonly bit: number; readonly set: string; readonly clear?: string }[] = [
  { bit: 0, set: 'the page is there but does not permit it', clear: 'no page is mapped there' },
  { bit: 1, set: 'write', clear: 'read' },
  { bit: 2, set: 'from user mode', clear: 'from kernel mode' },
  { bit: 3, set: 'a reserved bit is set in the page table: corrupted page tables' },
  { bit: 4, set: 'instruction fetch' },
  { bit: 5, set: 'blocked by a protection key' },
  { bit: 6, set: 'access to a shadow stack' },
  { bit: 15, set: 'refused by SGX' },
  { bit: 31, set: 'refused by SEV-SNP (RMP)' },
];

export interface PageFault {
  readonly access: 'read' | 'write' | 'execute';
  /** Each bit in words. */
  readonly says: string;
}

/** Decodes an error code of a page fault. */
export function pageFault(code: number): PageFault {
  const has = (bit: number) => Math.floor(code / 2 ** bit) % 2 === 1;
  const words: string[] = [];
  for (const { bit, set, clear } of BITS) {
    if (bit === 1 && has(4)) continue;
    if (has(bit)) words.push(set);
    else if (clear !== undefined) words.push(clear);
  }
  return { access: has(4) ? 'execute' : has(1) ? 'write' : 'read', says: words.join('; ') };
}
