/** The first page is never mapped (vm.mmap_min_addr is 4096 or more): a pointer into it was null, with an offset to a member. */
const NULL_PAGE = 4096n;
/** Up to this far a null pointer with the offset of a large array's element or structure's member is likely. */
const NEAR_NULL = 65536n;
/** The first address above the user half of a 47-bit, and of a 56-bit (five-level) address space: x86-64 Documentation/arch/x86/x86_64/mm.rst. */
const USER_END = 1n << 47n;
const USER_END_5 = 1n << 56n;
const KERNEL_START = 0xffff800000000000n;

/** An address printed in hexadecimal with or without `0x`; null where it is none. */
export function addressOf(text: string | undefined): bigint | null {
  if (text === undefined) return null;
  const digits = text.startsWith('0x') || text.startsWith('0X') ? text.slice(2) : text;
  return /^[0-9a-fA-F]{1,16}$/.test(digits) ? BigInt(`0x${digits}`) : null;
}

/** `0x…`, as addresses are written in reports. */
export function hex(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/**
 * What the value of a bad address gives away, in words; null where it says nothing.
 * @param wide whether addresses have 64 bits there
 */
export function addressHint(address: bigint, wide: boolean): string | null {
  if (address === 0n) return 'a null pointer';
  if (address < NULL_PAGE)
    return `a null pointer plus ${address} bytes: a member of an object that is not there`;
  const text = asciiOf(address);
  if (text !== null) return `looks like text: ${JSON.stringify(text)} in memory order`;
  if (!wide) return address < NEAR_NULL ? 'near a null pointer' : null;
  if (address >= 0xffffffffffff0000n)
    return `${hex(address)} is ${address - (1n << 64n)}: a small negative number used as a pointer, or a null pointer minus some bytes`;
  if (address >= USER_END && address < KERNEL_START) {
    return address < USER_END_5
      ? 'not canonical with four page-table levels: no pointer can have this value'
      : 'not canonical: no pointer can have this value';
  }
  if (address >= KERNEL_START) return 'an address of the kernel';
  if (address < NEAR_NULL) return 'near a null pointer';
  return null;
}

/** The text that a pointer's bytes spell, lowest byte first, when they are all printable and enough of them. */
function asciiOf(address: bigint): string | null {
  let text = '';
  for (let rest = address; rest > 0n; rest >>= 8n) {
    const byte = Number(rest & 0xffn);
    if (byte < 0x20 || byte > 0x7e) return null;
    text += String.fromCharCode(byte);
  }
  if (text.length !== 8 && text.length !== 4) return null;
  const letters = text.replace(/[^A-Za-z0-9 _./-]/g, '').length;
  return letters >= text.length - 1 && /[A-Za-z]/.test(text) ? text : null;
}

/** The mapping an instruction pointer lies in, as print_vma_addr prints it (mm/memory.c). */
export interface Mapping {
  readonly file: string;
  readonly base: bigint;
  readonly size: bigint;
  /** Offset of the instruction in the file, which newer kernels print. */
  readonly fileOffset: bigint | null;
}

/** `in libc.so.6[7f2b5e428000+195000]`, newer `in libc.so.6[28a3f,7f2b5e428000+195000]`: the last such text of a line. */
const MAPPING = /\bin (\S[^[\]]{0,255})\[(?:([0-9a-f]{1,16}),)?([0-9a-f]{1,16})\+([0-9a-f]{1,16})\]/;

export function mappingOf(text: string): Mapping | null {
  const match = MAPPING.exec(text);
  if (match === null) return null;
  return {
    file: match[1]!,
    base: BigInt(`0x${match[3]}`),
    size: BigInt(`0x${match[4]}`),
    fileOffset: match[2] === undefined ? null : BigInt(`0x${match[2]}`),
  };
}
