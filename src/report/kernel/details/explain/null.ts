import { type Explain, type Explanation, hex } from './context.js';

/** Errors that functions return in place of a pointer (include/linux/err.h), by number (include/uapi/asm-generic/errno-base.h). */
const ERRNO: Readonly<Record<number, string>> = {
  1: 'EPERM',
  2: 'ENOENT',
  4: 'EINTR',
  5: 'EIO',
  6: 'ENXIO',
  9: 'EBADF',
  11: 'EAGAIN',
  12: 'ENOMEM',
  13: 'EACCES',
  14: 'EFAULT',
  16: 'EBUSY',
  17: 'EEXIST',
  19: 'ENODEV',
  22: 'EINVAL',
  28: 'ENOSPC',
  32: 'EPIPE',
  36: 'ENAMETOOLONG',
  95: 'EOPNOTSUPP',
  107: 'ENOTCONN',
  110: 'ETIMEDOUT',
  517: 'EPROBE_DEFER',
};
const PAGE = 4096n;
const MAX_ERRNO = 4095n;

/** NULL pointers, error values taken for pointers, and jumps to nowhere. */
export const nullPointer: Explain = ({ details, dump, lines }) => {
  const fault = details.fault;
  const address = hex(fault?.address);
  if (fault === undefined || address === null) return [];
  const said: Explanation[] = [];
  const width = fault.address!.replace('0x', '').length > 8 ? 64n : 32n;
  const fromTop = (1n << width) - address;
  if (fault.access === 'execute' && address < PAGE) {
    said.push({
      says:
        address === 0n
          ? 'The kernel called a function through a pointer that is NULL.'
          : `The kernel jumped to address 0x${address.toString(16)}: a function pointer that is none.`,
      line: fault.line,
    });
  } else if (address < PAGE && (fault.kind === 'null-dereference' || fault.kind === 'page-fault')) {
    const how = fault.access === 'write' ? 'written' : fault.access === 'read' ? 'read' : 'reached';
    said.push({
      says:
        address === 0n
          ? `Memory was to be ${how} through a pointer that is NULL.`
          : `The field at offset ${address} (0x${address.toString(16)}) of a structure was to be ${how}, and the pointer to the structure is NULL.`,
      line: fault.line,
    });
  } else if (
    fault.kind === 'page-fault' &&
    fromTop > 0n &&
    fromTop <= MAX_ERRNO &&
    (width === 64n || is32(details.architecture))
  ) {
    const name = ERRNO[Number(fromTop)];
    said.push({
      says: `The address is ${fromTop} below zero: either an error value${name === undefined ? '' : ` (-${name})`} was taken for a pointer, or a field before the start of a structure was reached through NULL.`,
      line: fault.line,
    });
  }
  const bad = lines.find(({ text }) =>
    /^\s{0,8}Code: {1,2}(?:Bad [RE]IP value|Unable to access opcode bytes)/.test(text),
  );
  const present = fault.access === 'execute' && (Number.parseInt(fault.code ?? '0', 16) & 1) === 1;
  if (bad !== undefined && !present && said.length === 0 && dump?.registers['RIP'] !== undefined)
    said.push({
      says: 'No instruction can be read where the kernel was about to go on: it jumped to memory that is not mapped.',
      line: bad.number,
    });
  return said;
};

function is32(architecture: string | null): boolean {
  return architecture === 'i386' || architecture === 'arm';
}
