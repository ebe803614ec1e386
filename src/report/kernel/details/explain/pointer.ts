import type { Fault } from '../../../types.js';
import { type Context, type Explain, type Explanation, hex } from './context.js';

/** Patterns the kernel itself leaves behind (include/linux/poison.h), by the byte that repeats. */
const POISON: Readonly<Record<number, string>> = {
  107: 'the pattern the allocator writes into freed objects: the pointer was read from memory that had been freed (use after free)',
  90: 'the pattern the allocator writes into new objects: the pointer was read before anything was stored there',
  170: 'the pattern written into freed pages, or into stack variables before use: the pointer was read from a page that had been given back, or never set',
  187: 'the red zone of an object that is not in use: the pointer was read from outside an object',
  204: 'the red zone of an object in use, or freed start-up memory: the pointer was read from outside an object or after its end of life',
};
const LIST_POISON_BASE = 0xdead_0000_0000_0000n;
const KASAN_SHADOW_X86 = 0xdfff_fc00_0000_0000n;
const ALL = (1n << 64n) - 1n;

/** What a bad address looks like. `strong`: it cannot well be chance. */
export interface Looks {
  readonly says: string;
  readonly strong: boolean;
}

/** Judges one 64-bit address by its look; null when it looks like nothing known. */
export function looksLike(address: bigint, architecture: string | null, kasan = false): Looks | null {
  const text = `0x${address.toString(16).padStart(16, '0')}`;
  const poison = repeated(address);
  if (poison !== null && POISON[poison] !== undefined)
    return { says: `${text} is, up to a small offset, ${POISON[poison]}.`, strong: true };
  if (address >= LIST_POISON_BASE - 0x1000n && address < LIST_POISON_BASE + 0x2000n)
    return listPoison(address, text);
  if (architecture === null || architecture === 'x86_64') {
    const shadow = kasanShadow(address);
    if (shadow !== null) return shadow;
  }
  const magic = MAGIC[text.slice(2, 10)];
  if (magic !== undefined)
    return {
      says: `The upper half of ${text} is ${magic}: the pointer was read from memory that holds something else than was thought.`,
      strong: true,
    };
  const letters = ascii(address);
  if (letters !== null)
    return {
      says: `${text} reads, up to a small offset, as the text ${JSON.stringify(letters)}: a string was written over the place the pointer was kept in.`,
      strong: true,
    };
  // With KASAN the address may be that of its record: any bit of it can be clear.
  return architecture === 'x86_64' && !kasan ? oneBit(address, text) : null;
}

/** The byte that fills the upper six bytes of an address, where one does. */
function repeated(address: bigint): number | null {
  const top = Number(address >> 56n);
  for (let shift = 48n; shift >= 16n; shift -= 8n)
    if (Number((address >> shift) & 0xffn) !== top) return null;
  return top === 0 || top === 0xff ? null : top;
}

function listPoison(address: bigint, text: string): Looks {
  const offset = address - LIST_POISON_BASE;
  const exact = offset === 0x100n ? ' forward' : offset === 0x122n || offset === 0x200n ? ' backward' : '';
  return {
    says: `${text} is what the kernel leaves in the${exact} pointer of a list entry that was deleted${exact === '' ? ', plus or minus an offset' : ''}: the entry was used, or deleted again, after its deletion.`,
    strong: true,
  };
}

/** Inline KASAN on x86-64 looks at (address >> 3) + 0xdffffc0000000000; a wild address faults there first (Documentation/dev-tools/kasan.rst). */
function kasanShadow(address: bigint): Looks | null {
  if (address < KASAN_SHADOW_X86 || address >= KASAN_SHADOW_X86 + 0x2_0000_0000n) return null;
  const real = (address - KASAN_SHADOW_X86) << 3n;
  if (real >= 0x1000n) return null;
  return {
    says: `0x${address.toString(16)} is where KASAN keeps the state of address 0x${real.toString(16)}: the kernel followed a NULL pointer, at offset ${real} of what it should have pointed to.`,
    strong: true,
  };
}

/**
 * Text, lowest byte first as x86, arm64 and riscv keep it. The two lowest bytes may be off (an offset was added to the pointer), the highest
 * may be the 0 that ends the text; addresses of programs have two zero bytes and are none.
 */
function ascii(address: bigint): string | null {
  let text = '';
  for (let i = 0n; i < 8n; i++) {
    const byte = Number((address >> (8n * i)) & 0xffn);
    const printable = byte >= 0x20 && byte <= 0x7e;
    if (!printable && (i === 7n ? byte !== 0 : i >= 2n)) return null;
    text += printable ? String.fromCharCode(byte) : '';
  }
  return /[A-Za-z0-9_./ -]{5}/.test(text) ? text : null;
}

/** A kernel address of x86-64 (4-level page tables) has its upper 17 bits all set; with exactly one of them clear it is one bit away from one. */
function oneBit(address: bigint, text: string): Looks | null {
  const missing: bigint[] = [];
  for (let bit = 47n; bit < 64n; bit++) if (((address >> bit) & 1n) === 0n) missing.push(bit);
  if (missing.length !== 1) return null;
  const repaired = (address | (1n << missing[0]!)) & ALL;
  if (repaired >= 0xffff_ffff_ffff_0000n) return null;
  return {
    says: `${text} differs in one bit (bit ${missing[0]}) from 0x${repaired.toString(16)}, which could be a kernel address. A flipped bit in memory is possible, and a test of the memory would tell; a fault of the software can do the same.`,
    strong: false,
  };
}

/** Numbers the kernel puts into its structures to know them again: in a pointer they say what the memory really was. */
const MAGIC: Readonly<Record<string, string>> = {
  dead4ead: 'the mark of a spinlock',
  '57ac6e9d': 'the mark at the end of a kernel stack',
};

/** Faults on addresses that are no addresses. */
export const pointer: Explain = context => {
  const { details, lines } = context;
  const fault = details.fault;
  if (fault === undefined) return [];
  const address = hex(fault.address);
  const kasan = lines.some(({ text }) => text.includes('KASAN') || text.startsWith('kasan:'));
  const range = kasanRange(lines);
  const said: Explanation[] = [];
  if (fault.kind === 'general-protection') {
    const look = address === null ? inRegisters(context) : looksLike(address, details.architecture, kasan);
    if (look !== null) said.push({ says: look.says, line: fault.line });
    if (range !== null && look?.strong !== true) said.push(range);
    else if (address !== null && look === null && !kasan)
      said.push({
        says: `0x${address.toString(16)} is no address the processor can have (not canonical): the pointer itself is damaged or was never one.`,
        line: fault.line,
      });
  } else if (fault.kind === 'page-fault' && address !== null && fault.address!.length > 8) {
    const look = looksLike(address, details.architecture, kasan);
    const refused = look?.strong ? null : permission(fault, address, details.architecture);
    if (look?.strong) said.push({ says: look.says, line: fault.line });
    else if (range !== null) said.push(range);
    else if (refused !== null) said.push({ says: refused, line: fault.line });
  }
  return said;
};

/** A page that is there and refuses (bit 0 of x86's error code): memory of user space, or memory that is read-only. */
function permission(fault: Fault, address: bigint, architecture: string | null): string | null {
  if (architecture !== 'x86_64' || fault.code === null || (Number.parseInt(fault.code, 16) & 0x1d) !== 1)
    return null;
  if (address >= 0x1000n && address < 1n << 47n)
    return 'The kernel touched memory of user space directly, without the functions made for it; the processor forbade it (SMAP).';
  return fault.access === 'write' && address >= 0xffff_8000_0000_0000n
    ? 'The kernel wrote to memory of its own that is read-only: its code, constants, or data sealed after start-up.'
    : null;
}

/** KASAN translates the address back: `KASAN: null-ptr-deref in range [0x0-0x7]` (mm/kasan/report.c, kasan_non_canonical_hook). */
const RANGE =
  /KASAN: (null-ptr-deref|probably user-memory-access|maybe wild-memory-access) in range \[0x([0-9a-f]{1,16})-/;

function kasanRange(lines: Context['lines']): Explanation | null {
  for (const { text, number } of lines) {
    const match = text.includes('KASAN: ') ? RANGE.exec(text.slice(0, 300)) : null;
    if (match === null) continue;
    const start = BigInt(`0x${match[2]}`);
    if (match[1] === 'null-ptr-deref')
      return {
        says: `The kernel followed a NULL pointer, at offset ${start} of what it should have pointed to.`,
        line: number,
      };
    const look = looksLike(start, null, true);
    if (look !== null) return { says: look.says, line: number };
    return {
      says:
        match[1] === 'probably user-memory-access'
          ? `The kernel used 0x${match[2]}, an address of user space or a small number, as a pointer of its own.`
          : `The kernel used 0x${match[2]} as a pointer, where no memory can be: the pointer is damaged or was never one.`,
      line: number,
    };
  }
  return null;
}

/**
 * Kernels before 5.6 do not print the address: a register may still hold it. Only the patterns of freed and unused memory count here: text,
 * list poison and marks stand in registers for good reasons too.
 */
function inRegisters({ dump }: Context): Looks | null {
  if (dump === null) return null;
  for (const [name, value] of Object.entries(dump.registers)) {
    if (value.length !== 16 || !GENERAL.test(name)) continue;
    // The two upper bytes alike: most values are told apart by that, without arithmetic.
    if (value.charCodeAt(0) !== value.charCodeAt(2) || value.charCodeAt(1) !== value.charCodeAt(3)) continue;
    const number = hex(value);
    const byte = number === null ? null : repeated(number);
    const means = byte === null ? undefined : POISON[byte];
    if (means !== undefined)
      return { says: `${name} holds 0x${value}: up to a small offset ${means}.`, strong: true };
  }
  return null;
}

const GENERAL = /^(?:R[A-D]X|R[SD]I|RBP|R0[89]|R1[0-5]|x\d{1,2})$/;
