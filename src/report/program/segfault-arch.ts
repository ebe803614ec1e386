import type { Channel, Line } from '../line.js';
import { addressOf } from './addresses.js';
import { type Fault, nameOf, signalText } from './fault.js';

/** older arm64 (__do_user_fault, arch/arm64/mm/fault.c): `name[pid]: unhandled level 2 translation fault (11) at 0x…, esr 0x…, in FILE[…]`. */
const ARM64_OLD =
  /(.{0,64})\[(\d{1,10})\]: unhandled ([a-zA-Z0-9 /()-]{3,60}) \((\d{1,2})\) at 0x([0-9a-f]{1,16}), esr 0x([0-9a-f]{1,16})/;
/** arm64 (arm64_show_signal, arch/arm64/kernel/traps.c): `name[pid]: unhandled exception: DABT (lower EL), ESR 0x…, level 2 translation fault in FILE[…]`. */
const ARM64 =
  /(.{0,64})\[(\d{1,10})\]: unhandled exception: (?:\d{1,2} )?(?:([A-Za-z0-9_ ()/.-]{2,60}), ESR 0x([0-9a-f]{1,16}), )?(.{1,200})/;
/** arm (__do_user_fault, arch/arm/mm/fault.c, with user_debug): `name: unhandled page fault (11) at 0x…, code 0x…`. */
const ARM =
  /(.{1,64}): unhandled ([a-zA-Z0-9 /()-]{3,60}) \((\d{1,2})\) at 0x([0-9a-f]{1,16}), code 0x([0-9a-f]{1,8})/;
/** RISC-V and C-SKY (do_trap): `name[pid]: unhandled signal 11 code 0x1 at 0x… in FILE[…]`. */
const RISCV =
  /(.{0,64})\[(\d{1,10})\]: unhandled signal (\d{1,2}) code 0x([0-9a-f]{1,8}) at 0x([0-9a-f]{1,16})/;
/** PowerPC (show_signal_msg): `name[pid]: segfault (11) at … nip … lr … code 1 in FILE[…]`, in older kernels `unhandled signal 11 at`. */
const POWERPC =
  /(.{0,64})\[(\d{1,10})\]: (?:unhandled signal (\d{1,2})|([a-z /]{3,40}) \((\d{1,2})\)) at ([0-9a-f]{1,16}) nip ([0-9a-f]{1,16}) lr ([0-9a-f]{1,16}) code ([0-9a-f]{1,8})/;
/** s390 (report_user_fault): `User process fault: interruption code 0010 ilc:2 in FILE[…]`, then the address and a register dump. */
const S390 = /^\s{0,8}User process fault: interruption code (?:0x)?([0-9a-fA-F]{1,8})(?: ilc:(\d))?/;
/** MIPS and LoongArch (arch/*\/mm/fault.c): `do_page_fault(): sending SIGSEGV to NAME for invalid read access from ADDR`. */
const MIPS =
  /^\s{0,8}do_page_fault\(\)(?: #\d)?: sending SIGSEGV to (.{1,64}) for invalid (read access from|write access to) ?([0-9a-f]{1,16})?/;
const COMM = /\bPID: (\d{1,10}) Comm: (.{1,64}?)(?: Not tainted| Tainted|\s{0,8}$)/;

/** SEGV_ codes of siginfo (include/uapi/asm-generic/siginfo.h). */
const SEGV_CODES: Readonly<Record<string, string>> = {
  '1': 'nothing is mapped there (SEGV_MAPERR)',
  '2': 'the mapping does not permit it (SEGV_ACCERR)',
};
/** Program interruption codes (z/Architecture Principles of Operation, chapter 6). */
const INTERRUPTIONS: Readonly<Record<string, readonly [string, string]>> = {
  '1': ['SIGILL', 'operation exception'],
  '2': ['SIGILL', 'privileged operation'],
  '4': ['SIGSEGV', 'protection exception'],
  '5': ['SIGSEGV', 'addressing exception'],
  '6': ['SIGILL', 'specification exception'],
  '7': ['SIGFPE', 'data exception'],
  '9': ['SIGFPE', 'fixed-point divide exception'],
  '10': ['SIGSEGV', 'segment translation: nothing is mapped there'],
  '11': ['SIGSEGV', 'page translation: nothing is mapped there'],
  '38': ['SIGSEGV', 'ASCE type: the address is outside the address space'],
  '39': ['SIGSEGV', 'region first translation: nothing is mapped there'],
  '3a': ['SIGSEGV', 'region second translation: nothing is mapped there'],
  '3b': ['SIGSEGV', 'region third translation: nothing is mapped there'],
};

/** What other architectures than x86 say of a user program's fault; null where the line is none. */
export function archFault(channel: Channel, index: number): Fault | null {
  const line = channel.lines[index]!;
  const text = line.text.slice(0, 2000);
  const base = { type: 'SEGFAULT', sp: null, ip: null, address: null, code: null, decoded: {}, rest: text };
  if (text.includes('unhandled exception: ')) return arm64(text, base, channel, index);
  const old = ARM64_OLD.exec(text);
  if (old !== null)
    return {
      ...base,
      program: nameOf(old[1]!),
      pid: Number(old[2]),
      ...signalled(Number(old[4])),
      address: addressOf(old[5]),
      code: old[6]!,
      decoded: { error: old[3]!, ...esr(old[6]) },
    };
  const riscv = RISCV.exec(text);
  if (riscv !== null)
    return {
      ...base,
      program: nameOf(riscv[1]!),
      pid: Number(riscv[2]),
      ...signalled(Number(riscv[3])),
      address: addressOf(riscv[5]),
      code: riscv[4]!,
      decoded: codeWords(Number(riscv[3]), riscv[4]!),
    };
  const ppc = POWERPC.exec(text);
  if (ppc !== null) {
    const signal = Number(ppc[3] ?? ppc[5]);
    return {
      ...base,
      program: nameOf(ppc[1]!),
      pid: Number(ppc[2]),
      ...signalled(signal),
      address: addressOf(ppc[6]),
      ip: addressOf(ppc[7]),
      code: ppc[9]!,
      decoded: { ...codeWords(signal, ppc[9]!), lr: `0x${ppc[8]}` },
    };
  }
  const arm = ARM.exec(text);
  if (arm !== null)
    return {
      ...base,
      program: nameOf(arm[1]!),
      pid: commBehind(channel, index)?.pid ?? null,
      ...signalled(Number(arm[3])),
      address: addressOf(arm[4]),
      code: arm[5]!,
      decoded: { error: arm[2]! },
    };
  const s390 = S390.exec(text);
  if (s390 !== null) return s390Fault(s390, base, channel, index);
  const mips = MIPS.exec(text);
  return mips === null ? null : mipsFault(mips, base, channel, index);
}

type Base = Pick<Fault, 'type' | 'sp' | 'ip' | 'address' | 'code' | 'decoded' | 'rest'>;

function signalled(number: number): Pick<Fault, 'signal' | 'what' | 'type'> {
  const signal = signalText(number);
  if (signal === 'SIGSEGV') return { signal, what: 'segfault', type: 'SEGFAULT' };
  return { signal, what: signal, type: signal === 'SIGBUS' ? 'SEGFAULT' : 'TRAP' };
}

function codeWords(signal: number, code: string): Record<string, string> {
  const words = signal === 11 ? SEGV_CODES[String(Number.parseInt(code, 16))] : undefined;
  return words === undefined ? {} : { error: words };
}

/** An exception syndrome of a data abort: bit 6 is set for writes (Arm ARM, ESR_ELx.ISS for EC 0x24). */
function esr(text: string | undefined): Record<string, string> {
  const value = addressOf(text);
  if (value === null) return {};
  const kind = value >> 26n;
  if (kind === 0x20n) return { access: 'execute', esr: `0x${text}` };
  if (kind !== 0x24n) return { esr: `0x${text}` };
  return { access: (value & 0x40n) === 0n ? 'read' : 'write', esr: `0x${text}` };
}

function arm64(text: string, base: Base, channel: Channel, index: number): Fault | null {
  const match = ARM64.exec(text);
  if (match === null) return null;
  const said = match[5]!.replace(/,? in \S[^[]{0,255}\[.{0,200}$/, '');
  const trap = /undefined instruction|BRK|Oops - /.test(said);
  const pc = following(channel, index, 8, /^pc : (?:.{0,20}\+.{0,40})?([0-9a-f]{16})\b/);
  return {
    ...base,
    program: nameOf(match[1]!),
    pid: Number(match[2]),
    signal: /undefined instruction/.test(said) ? 'SIGILL' : /alignment/i.test(said) ? 'SIGBUS' : 'SIGSEGV',
    what: trap ? said : /alignment/i.test(said) ? said : 'segfault',
    type: trap ? 'TRAP' : 'SEGFAULT',
    ip: addressOf(pc?.[1]),
    code: match[4] ?? null,
    decoded: { error: said, ...(match[3] === undefined ? {} : { class: match[3] }), ...esr(match[4]) },
  };
}

function s390Fault(match: RegExpExecArray, base: Base, channel: Channel, index: number): Fault {
  // In older kernels the length of the instruction stood in the upper half of the code: 0x60010.
  const code = (Number.parseInt(match[1]!, 16) & 0xffff).toString(16);
  const [signal, words] = INTERRUPTIONS[code] ?? ['SIGSEGV', undefined];
  const address = following(channel, index, 3, /^failing address: ([0-9a-f]{1,16})/i)?.[1]?.toLowerCase();
  const psw = following(channel, index, 14, /^User PSW : [0-9a-f]{16} ([0-9a-f]{16})/i)?.[1];
  const comm = commBehind(channel, index);
  return {
    ...base,
    program: comm?.name ?? null,
    pid: comm?.pid ?? null,
    signal,
    what: signal === 'SIGSEGV' ? 'segfault' : signal,
    type: signal === 'SIGSEGV' ? 'SEGFAULT' : 'TRAP',
    address: addressOf(address),
    ip: addressOf(psw?.toLowerCase()),
    code: match[1]!,
    decoded: words === undefined ? {} : { error: words },
    ...(comm === null ? {} : { last: comm.line }),
  };
}

function mipsFault(match: RegExpExecArray, base: Base, channel: Channel, index: number): Fault {
  const epc = following(channel, index, 3, /^(?:epc|era) = ([0-9a-f]{8,16}) in(.{0,300})/);
  const ra = following(channel, index, 4, /^ra {1,3}= ([0-9a-f]{8,16}) in/);
  return {
    ...base,
    program: match[1]!,
    pid: null,
    signal: 'SIGSEGV',
    what: 'segfault',
    address: addressOf(match[3]),
    ip: addressOf(epc?.[1]),
    rest: epc === null ? '' : `in${epc[2]}`,
    decoded: {
      access: match[2]!.startsWith('read') ? 'read' : 'write',
      ...(ra === null ? {} : { ra: `0x${ra[1]}` }),
    },
  };
}

function following(channel: Channel, index: number, most: number, pattern: RegExp): RegExpExecArray | null {
  for (let i = index + 1; i < channel.lines.length && i <= index + most; i++) {
    const match = pattern.exec(channel.lines[i]!.text);
    if (match !== null) return match;
  }
  return null;
}

/** The process that the register dump behind a fault names. */
function commBehind(channel: Channel, index: number): { name: string; pid: number; line: Line } | null {
  for (let i = index + 1; i < channel.lines.length && i <= index + 8; i++) {
    const match = COMM.exec(channel.lines[i]!.text);
    if (match !== null) return { name: match[2]!, pid: Number(match[1]), line: channel.lines[i]! };
  }
  return null;
}
