import { type Explain, type Explanation, hex } from './context.js';

/** The instruction at the fault: BUG(), a bad instruction, a division. */
export const trap: Explain = ({ details, lines, places }) => {
  const { code, fault, at, architecture } = details;
  const said: Explanation[] = [];
  const x86 = architecture === 'x86_64' || architecture === 'i386';
  if (x86 && code !== null && code.at !== null) {
    const here = code.bytes.slice(code.at, code.at + 2).join(' ');
    const invalid = fault?.kind === 'invalid-opcode';
    if (here === '0f 0b' && invalid) {
      said.push({
        says:
          at === null
            ? 'The marked bytes 0f 0b are ud2, the instruction compiled in where the kernel found a state it calls impossible (BUG or WARN): it stopped itself; the processor is in order.'
            : `The marked bytes 0f 0b are ud2, the trap of BUG() at ${at.file}:${at.line}: the kernel found a state it calls impossible and stopped itself. "invalid opcode" says no more than that; the processor is in order.`,
        line: places.code ?? fault!.line,
      });
    } else if (fault?.kind === 'invalid-opcode' && !/^0f (?:0b|b9|ff)$/.test(here)) {
      said.push({
        says: `The marked bytes (${here}) are not ud2, the kernel's own trap: the processor met an instruction it does not know. The code was overwritten, was jumped into at the wrong place, or was built for another processor.`,
        line: places.code ?? fault.line,
      });
    }
  }
  if (fault?.kind === 'divide-error')
    said.push({
      says: 'A division by zero, or one whose result does not fit its register.',
      line: fault.line,
    });
  const nx = lines.find(({ text }) => text.includes('tried to execute NX-protected page'));
  if (nx !== undefined)
    said.push({
      says: 'The kernel was about to run data as code: a function pointer or a return address was overwritten, or used after its owner was freed.',
      line: nx.number,
    });
  const target = hex(fault?.address);
  const fetchRefused =
    fault?.access === 'execute' && (Number.parseInt(fault.code ?? '0', 16) & 0x11) === 0x11;
  const jumpToUser =
    lines.find(({ text }) => text.includes('unable to execute userspace code'))?.number ??
    (x86 && fetchRefused && target !== null && target >= 0x1000n && target < 1n << 47n ? fault.line : null);
  if (jumpToUser !== null)
    said.push({
      says: 'The kernel jumped into memory of user space, which the processor forbids (SMEP): a function pointer or a return address was overwritten.',
      line: jumpToUser,
    });
  return said;
};
