import { type Context, type Explain, type Explanation, hex, list } from './context.js';

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
export function looksLike(address: bigint, architecture: string | null): Looks | null {
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
  const letters = ascii(address);
  if (letters !== null)
    return {
      says: `${text} reads as the text ${JSON.stringify(letters)}: a string was written over the place the pointer was kept in.`,
      strong: true,
    };
  if (architecture === null || architecture === 'x86_64') return oneBit(address, text);
  return null;
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

/** Eight bytes of printable text, lowest byte first as x86, arm64 and riscv keep them; up to two may be 0 at the end. */
function ascii(address: bigint): string | null {
  let text = '';
  let ended = 0;
  for (let i = 0n; i < 8n; i++) {
    const byte = Number((address >> (8n * i)) & 0xffn);
    if (byte === 0) ended++;
    else if (ended > 0 || byte < 0x20 || byte > 0x7e) return null;
    else text += String.fromCharCode(byte);
  }
  return ended <= 2 && /[A-Za-z0-9]{3}/.test(text) ? text : null;
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

/** Faults on addresses that are no addresses. */
export const pointer: Explain = context => {
  const { details } = context;
  const fault = details.fault;
  if (fault === undefined) return [];
  const address = hex(fault.address);
  const said: Explanation[] = [];
  if (fault.kind === 'general-protection') {
    const look = address === null ? inRegisters(context) : looksLike(address, details.architecture);
    if (address !== null && !kasanSaysNull(context) && look === null)
      said.push({
        says: `0x${address.toString(16)} is no address the processor can have (not canonical): the pointer itself is damaged or was never one.`,
        line: fault.line,
      });
    if (look !== null) said.push({ says: look.says, line: fault.line });
    const null_ = kasanSaysNull(context);
    if (null_ !== null && (look === null || !look.strong)) said.push(null_);
  } else if (fault.kind === 'page-fault' && address !== null && fault.address!.length > 8) {
    const look = looksLike(address, details.architecture);
    if (look?.strong) said.push({ says: look.says, line: fault.line });
  }
  return said;
};

/** KASAN translates the shadow address back: `KASAN: null-ptr-deref in range [0x0-0x7]`. */
function kasanSaysNull({ lines }: Context): Explanation | null {
  for (const { text, number } of lines) {
    const match = /KASAN: null-ptr-deref in range \[0x([0-9a-f]{1,16})-/.exec(text.slice(0, 200));
    if (match !== null)
      return {
        says: `The kernel followed a NULL pointer, at offset ${Number.parseInt(match[1]!, 16)} of what it should have pointed to.`,
        line: number,
      };
  }
  return null;
}

/** Kernels before 5.4 do not print the address: a register may still hold it. */
function inRegisters({ dump, details }: Context): Looks | null {
  if (dump === null) return null;
  const groups = new Map<string, string[]>();
  for (const [name, value] of Object.entries(dump.registers)) {
    if (value.length !== 16 || !GENERAL.test(name)) continue;
    const number = hex(value);
    const look = number === null ? null : looksLike(number, details.architecture);
    if (look === null || !look.strong || /KASAN keeps/.test(look.says)) continue;
    groups.set(look.says, [...(groups.get(look.says) ?? []), name]);
  }
  const found = [...groups].sort((a, b) => b[1].length - a[1].length)[0];
  return found === undefined ? null : { says: `${list(found[1])}: ${found[0]}`, strong: true };
}

const GENERAL = /^(?:R[A-D]X|R[SD]I|RBP|R0[89]|R1[0-5]|x\d{1,2})$/;
