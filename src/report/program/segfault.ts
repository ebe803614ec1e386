import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { ProgramReport } from '../types.js';
import { addressHint, addressOf, hex, type Mapping, mappingOf } from './addresses.js';
import { crashReport, frameOf } from './crash.js';
import { type Fault, nameOf } from './fault.js';
import { pageFault } from './page-fault.js';
import { archFault } from './segfault-arch.js';

/**
 * show_signal_msg (arch/x86/mm/fault.c): `name[pid]: segfault at ADDR ip IP sp SP error N in FILE[BASE+SIZE] likely on CPU n (core n,
 * socket n)`. 32-bit kernels print the same with shorter numbers; SPARC has `(rpc …)` behind ip.
 */
const SEGFAULT =
  /(.{0,64})\[(\d{1,10})\]:? segfault at ([0-9a-f]{1,16}) (?:ip|rip|eip):? ?(?:0x)?([0-9a-f]{1,16})(?: \(rpc (?:0x)?[0-9a-f]{1,16}\))? (?:sp|rsp|esp):? ?(?:0x)?([0-9a-f]{1,16}) error:? ?([0-9a-f]{1,8})/;
/**
 * do_trap_no_signal, exc_general_protection and do_user_cp_fault (arch/x86/kernel/traps.c, cet.c): `traps: name[pid] trap invalid opcode
 * ip:… sp:… error:0 in FILE[BASE+SIZE]`; old kernels have no `traps: `.
 */
const TRAP =
  /(.{0,64})\[(\d{1,10})\]:? (general protection(?: fault)?|control protection|trap [a-zA-Z0-9 ]{2,40}?)(?:,)? (?:ip|rip|eip):(?:0x)?([0-9a-f]{1,16}) (?:sp|rsp|esp):(?:0x)?([0-9a-f]{1,16})(?: ssp:([0-9a-f]{1,16}))? error:([0-9a-f]{1,8})(?:\(([a-z -]{1,40})\))?/;
const LIKELY = /likely on CPU (\d{1,5}) \(core (\d{1,5}), socket (\d{1,5})\)/;
const CODE = /^(?:\w{1,20}\[\d{1,10}\]: )?Code: (?:Unable to access opcode bytes|Bad RIP value|[0-9a-f<])/i;

/** Signals that traps become (arch/x86/kernel/traps.c, DO_ERROR and the exc_ functions). */
const TRAP_SIGNALS: Readonly<Record<string, string>> = {
  'divide error': 'SIGFPE',
  int3: 'SIGTRAP',
  debug: 'SIGTRAP',
  'invalid opcode': 'SIGILL',
  'coprocessor segment overrun': 'SIGFPE',
  'fpu exception': 'SIGFPE',
  'simd exception': 'SIGFPE',
  'stack segment': 'SIGBUS',
  'segment not present': 'SIGBUS',
  'alignment check': 'SIGBUS',
};
const TRAP_MEANS: Readonly<Record<string, string>> = {
  'divide error': 'an integer was divided by zero, or the quotient did not fit',
  int3: 'a breakpoint instruction: an assertion of the program (Chromium, WebKit, __builtin_trap) or a debugger',
  'invalid opcode':
    'an instruction this processor does not have: ud2 of an assertion, a jump into data, or a program built for a newer CPU',
  'general protection fault':
    'an address that is not canonical, a privileged instruction, or a misaligned SSE access',
  'control protection': 'a return or jump that the shadow stack or branch tracking forbids',
  'stack segment': 'a stack address that is not canonical',
  'alignment check': 'a misaligned access with alignment checks on',
  overflow: 'INTO found the overflow flag set',
  bounds: 'BOUND found an index out of range',
};

/** What the kernel says of user programs that it sends a fatal signal. */
export const segfault: Reader = {
  name: 'segfault',
  anchors: [
    ' segfault at ',
    'general protection ip:',
    'general protection fault ip:',
    'control protection ip:',
    ' trap divide error ip:',
    ' trap invalid opcode ip:',
    ' trap int3 ip:',
    ' trap stack segment ip:',
    ' trap segment not present ip:',
    ' trap alignment check ip:',
    ' trap overflow ip:',
    ' trap bounds ip:',
    ' trap invalid TSS ip:',
    ' trap coprocessor segment overrun ip:',
    ': unhandled ',
    'User process fault: interruption code',
    ': segfault (11) at ',
    ': bus error (7) at ',
    ': illegal instruction (4) at ',
    'sending SIGSEGV to ',
  ],
  from: 'kernel',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    const reports: ProgramReport[] = [];
    let last = -1;
    for (const { index } of hits) {
      if (index === last) continue;
      last = index;
      const faults = x86Faults(channel.lines[index]!.text);
      if (faults.length === 0) {
        const fault = archFault(channel, index);
        if (fault !== null) faults.push(fault);
      }
      for (const fault of faults) {
        // Source code and prose quote such lines.
        if (!/^[`'"“(<%]/.test(fault.program ?? '')) reports.push(reportOf(fault, channel, index));
      }
    }
    return reports;
  },
};

/** The faults on a line: one, or several where lines were joined by mistake or line breaks lost. */
function x86Faults(text: string): Fault[] {
  const starts: number[] = [];
  for (const marker of ['segfault at ', ' ip:']) {
    for (let at = text.indexOf(marker); at >= 0 && starts.length < 64; at = text.indexOf(marker, at + 1))
      starts.push(at);
  }
  starts.sort((a, b) => a - b);
  const faults: Fault[] = [];
  starts.forEach((at, i) => {
    const from = Math.max(i === 0 ? 0 : starts[i - 1]! + 12, at - 160);
    const fault = x86Fault(text.slice(from, Math.min(starts[i + 1] ?? text.length, at + 800)));
    if (fault !== null) faults.push(fault);
  });
  return faults;
}

function x86Fault(text: string): Fault | null {
  const segv = SEGFAULT.exec(text);
  if (segv !== null) {
    const fault = pageFault(Number.parseInt(segv[6]!, 16));
    return {
      program: nameOf(segv[1]!),
      pid: Number(segv[2]),
      signal: 'SIGSEGV',
      what: 'segfault',
      type: 'SEGFAULT',
      address: addressOf(segv[3]),
      ip: addressOf(segv[4]),
      sp: addressOf(segv[5]),
      code: segv[6]!,
      decoded: { access: fault.access, error: fault.says },
      rest: text.slice(segv.index + segv[0].length),
    };
  }
  const trap = TRAP.exec(text);
  if (trap === null) return null;
  const name = trap[3]!.startsWith('trap ') ? trap[3]!.slice(5) : trap[3]!;
  const what = name === 'general protection' ? 'general protection fault' : name;
  return {
    program: nameOf(trap[1]!),
    pid: Number(trap[2]),
    signal: TRAP_SIGNALS[what] ?? 'SIGSEGV',
    what: trap[3]!.startsWith('trap ') ? trap[3]! : what,
    type: 'TRAP',
    address: null,
    ip: addressOf(trap[4]),
    sp: addressOf(trap[5]),
    code: trap[7]!,
    decoded: {
      ...(TRAP_MEANS[what] === undefined ? {} : { means: TRAP_MEANS[what] }),
      ...(trap[8] === undefined ? {} : { reason: trap[8] }),
    },
    rest: text.slice(trap.index + trap[0].length),
  };
}

function reportOf(fault: Fault, channel: Channel, index: number): ProgramReport {
  const first = channel.lines[index]!;
  const mapping = mappingAround(fault);
  const likely = LIKELY.exec(fault.rest);
  const code = fault.last ?? codeLine(channel, index);
  const wide = isWide(fault);
  const offset = mapping === null || fault.ip === null ? null : fault.ip - mapping.base;
  const jumped = fault.address !== null && fault.address === fault.ip;
  const hint = fault.address === null ? null : addressHint(fault.address, wide);
  // A call through a bad pointer leaves the instruction pointer in whatever lies there: that file is not the one at fault.
  const where = mapping !== null && !jumped ? mapping.file : (fault.program ?? mapping?.file);
  const title = where == null ? fault.what : `${fault.what} in ${where}`;
  const alts = offset === null || jumped ? [] : [`${title}+${hex(offset)}`];
  if (fault.program !== null && where !== fault.program) alts.push(`${fault.program}: ${title}`);
  return crashReport({
    title,
    altTitles: alts,
    type: fault.type,
    source: fault.type === 'TRAP' ? 'trap' : 'segfault',
    first,
    last: code ?? first,
    program: fault.program,
    pid: fault.pid,
    signal: fault.signal,
    address: fault.address === null ? null : hex(fault.address),
    error: fault.code,
    decoded: {
      ...fault.decoded,
      address: hint,
      ...(jumped
        ? {
            jump: 'the processor jumped to the bad address: a call through a bad pointer, or an overwritten return address',
          }
        : {}),
      ip: fault.ip === null ? null : hex(fault.ip),
      sp: fault.sp === null ? null : hex(fault.sp),
      stack: stackHint(fault),
      mapping: mapping === null ? null : `${mapping.file}[${hex(mapping.base)}+${hex(mapping.size)}]`,
      offset: offset === null ? null : hex(offset),
      fileOffset: mapping?.fileOffset == null ? null : hex(mapping.fileOffset),
      cpu: likely?.[1],
      core: likely?.[2],
      socket: likely?.[3],
      code: codeOf(code),
    },
    frames:
      mapping === null || fault.ip === null
        ? []
        : [
            frameOf(first, '', {
              module: mapping.file,
              offset: offset === null ? null : Number(offset),
              address: hex(fault.ip),
            }),
          ],
    blamed: where == null ? null : { function: null, file: where },
  });
}

/** The mapping the instruction pointer lies in: for a pointer into nothing some kernels name the next mapping above. */
function mappingAround({ rest, ip }: Fault): Mapping | null {
  const mapping = mappingOf(rest);
  if (mapping === null || ip === null) return mapping;
  return ip >= mapping.base && ip < mapping.base + mapping.size ? mapping : null;
}

/** A fault right at the stack pointer is a stack that ran out of room (or lies elsewhere altogether). */
function stackHint({ address, sp, type }: Fault): string | null {
  if (type !== 'SEGFAULT' || address === null || sp === null || address < 65536n) return null;
  const distance = address > sp ? address - sp : sp - address;
  return distance <= 4096n
    ? 'the bad address is at the stack pointer: a stack overflow, or a bad stack'
    : null;
}

/** Numbers of 64 bits: the instruction or stack pointer is printed with 16 digits, or does not fit into 32 bits. */
function isWide({ ip, sp, address }: Fault): boolean {
  return [ip, sp, address].some(value => value !== null && value > 0xffffffffn);
}

/** The `Code:` line behind a segfault: its own process's lines stand together, with little in between. */
function codeLine(channel: Channel, index: number): Line | null {
  const from = channel.lines[index]!;
  for (let i = index + 1; i < channel.lines.length && i <= index + 3; i++) {
    const line = channel.lines[i]!;
    if (from.caller !== null && line.caller !== null && from.caller !== line.caller) continue;
    if (CODE.test(line.text)) return line;
    if (line.text.includes('segfault at') || line.text.includes(' ip:')) return null;
  }
  return null;
}

function codeOf(line: Line | null | undefined): string | null {
  if (line == null) return null;
  const at = line.text.search(/code: /i);
  return at < 0 ? null : line.text.slice(at + 6, at + 600).trim();
}
