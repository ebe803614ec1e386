import type { Line } from '../../line.js';
import type { Fault, Registers } from '../../types.js';
import { type Decoded, decodeArm, decodeArm64, decodeRiscv, decodeX86PageFault } from './fault-code.js';

/** Faults by the text that announces them. The address is the first group, where the text has one. */
interface Announcement {
  readonly kind: string;
  readonly pattern: RegExp;
  readonly access?: Fault['access'];
}

const ADDRESS = '(?:0x)?([0-9a-f]{4,16})';
const ANNOUNCEMENTS: readonly Announcement[] = [
  // arch/x86/mm/fault.c, show_fault_oops: three generations; `(null)` is 0.
  {
    kind: 'null-dereference',
    pattern: new RegExp(
      `^BUG: (?:unable to handle kernel NULL pointer dereference at|kernel NULL pointer dereference, address:) {1,8}(?:${ADDRESS}|\\(null\\))?`,
    ),
  },
  {
    kind: 'page-fault',
    pattern: new RegExp(
      `^BUG: unable to handle (?:kernel paging request at|page fault for address:) {1,4}${ADDRESS}`,
    ),
  },
  // arch/powerpc/mm/fault.c, __bad_page_fault.
  {
    kind: 'null-dereference',
    pattern: new RegExp(`^BUG: Kernel NULL pointer dereference(?: on (?:read|write))? at ${ADDRESS}`),
  },
  {
    kind: 'page-fault',
    pattern: new RegExp(
      `^(?:BUG: Unable to handle (?:kernel (?:data access(?: on (?:read|write))?|unaligned access)|unknown paging fault)|Unable to handle kernel paging request for (?:data|unaligned access)) at (?:address )?${ADDRESS}`,
    ),
  },
  // arch/arm, arch/arm64, arch/riscv, arch/mips (`CPU 0 Unable …`), arch/loongarch.
  {
    kind: 'null-dereference',
    pattern: new RegExp(
      `^(?:CPU \\d{1,5} )?Unable to handle kernel NULL pointer dereference(?: at virtual address ${ADDRESS})?`,
    ),
  },
  {
    kind: 'page-fault',
    pattern: new RegExp(
      `^(?:CPU \\d{1,5} )?Unable to handle kernel (?:paging request|access to user memory[a-z ]{0,60}|read from unreadable memory|write to read-only memory|execute from non-executable memory|pointer dereference) at virtual address ${ADDRESS}`,
    ),
  },
  { kind: 'page-fault', pattern: /^Unhandled fault: .{1,80} at 0x([0-9a-f]{8,16})/ },
  // arch/s390/mm/fault.c
  { kind: 'page-fault', pattern: /^Failing address: ([0-9a-f]{8,16}) TEID: / },
  // arch/x86/kernel/traps.c
  {
    kind: 'general-protection',
    pattern:
      /^(?:Oops: )?general protection fault(?:, (?:probably|maybe) for (?:non-canonical )?address 0x([0-9a-f]{1,16}))?/,
  },
  {
    kind: 'stack-overflow',
    pattern: /^BUG: (?:\S{1,32} )?stack guard page was hit at (?:(?:0x)?([0-9a-f]{8,16}))?/,
  },
  {
    kind: 'stack-overflow',
    pattern:
      /^(?:stack guard page: |kernel stack overflow|Insufficient stack space to handle exception|Kernel stack overflow)/,
  },
  { kind: 'double-fault', pattern: /^(?:Oops: |traps: PANIC: |PANIC: )?double fault[:,]/ },
  { kind: 'invalid-opcode', pattern: /^(?:Oops: )?invalid opcode: / },
  { kind: 'divide-error', pattern: /^(?:Oops: )?divide error: / },
  { kind: 'undefined-instruction', pattern: /^Internal error: (?:Oops - )?undefined instruction: / },
  {
    kind: 'alignment',
    pattern: /^Internal error: (?:Oops - )?(?:SP\/PC alignment exception|SP Alignment|alignment)/i,
  },
  {
    kind: 'trap',
    pattern:
      /^Internal error: (?:Oops - )?(?:BUG|BRK|ptrace BRK|BRK handler|brk handler|kprobe BRK|Undefined BRK)\b/,
  },
  { kind: 'external-abort', pattern: /^Internal error: synchronous external abort: / },
  { kind: 'system-error', pattern: /^SError Interrupt on CPU\d{1,5}, code 0x/ },
  {
    kind: 'trap',
    pattern:
      /^(?:Oops: )?(?:int3|stack segment|segment not present|alignment check|control protection fault|trap invalid opcode): /,
  },
];
const MAY_ANNOUNCE =
  /^(?:BUG: |Unable to |CPU \d|Failing |Oops: |general |kernel stack|Kernel stack|Insufficient|traps: PANIC|PANIC: |double f|invalid o|divide e|Internal e|SError|int3|stack |segment|alignment|control p|Unhandled f)/;

/** `Oops: 0002 [#1]`, `…: 0000 [#1] PREEMPT SMP`: four digits on x86; with the instruction's length on s390; the fault status on arm. */
const DIE = /: ([0-9a-f]{1,16})(?: ilc:\d)? \[#(\d{1,6})\]/;
const DIE_ONLY = /\[#(\d{1,6})\]/;
const PF = /^#PF: (?:supervisor|user)(?:-privileged)? (read|write|instruction fetch)/;
const PF_CODE = /^#PF: error_code\(0x([0-9a-f]{4,8})\) - /;

/** The fault of a report and what its code says; and N of `[#N]`. */
export function findFault(
  lines: readonly Line[],
  architecture: string | null,
  registers: Registers,
): { readonly fault: Fault | null; readonly die: number | null } {
  let found: { kind: string; address: string | null; access: Fault['access']; line: number } | null = null;
  let code: string | null = null;
  let die: number | null = null;
  let access: Fault['access'] = null;
  let pageFaultCode = false;
  for (const { text, number } of lines) {
    const first = text.trim();
    if (first.length > 1000) continue;
    if (MAY_ANNOUNCE.test(first)) {
      const read = announcement(first);
      // `BUG: stack guard page` is followed by the fault that came of it: the first is the cause.
      if (read !== null && found === null) found = { ...read, line: number };
    }
    if (die === null && first.includes('[#')) {
      const match = DIE.exec(first);
      if (match !== null) code ??= match[1]!;
      const counter = match?.[2] ?? DIE_ONLY.exec(first)?.[1];
      if (counter !== undefined && DIES.test(first)) die = Number(counter);
    }
    if (first.startsWith('#PF')) {
      const pf = PF.exec(first);
      if (pf !== null) access ??= pf[1] === 'instruction fetch' ? 'execute' : (pf[1] as 'read' | 'write');
      const pfCode = PF_CODE.exec(first);
      if (pfCode !== null) {
        code = pfCode[1]!;
        pageFaultCode = true;
      }
    }
  }
  if (found === null) return { fault: null, die };
  const decoded = decode(found.kind, code, architecture, registers, pageFaultCode);
  return {
    fault: {
      kind: found.kind,
      address: found.address,
      access: access ?? found.access ?? decoded?.access ?? null,
      code: code ?? registers['cause'] ?? null,
      decoded: decoded?.says ?? [],
      line: found.line,
    },
    die,
  };
}

/** What dies: not every `[#1]` is a die counter. */
const DIES =
  /^(?:Oops|general |kernel |Kernel |Internal error|invalid |divide |double |int3|stack |segment|trap|alignment|control |BUG|monitor event|.{1,80}: [0-9a-f]{4}(?: ilc:\d)? \[#)/;

function announcement(
  text: string,
): { kind: string; address: string | null; access: Fault['access'] } | null {
  for (const { kind, pattern } of ANNOUNCEMENTS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const address = match[1] ?? (kind === 'null-dereference' && text.includes('(null)') ? '0' : null);
    const named = / on (read|write) at | when (read|write|execute)$/.exec(text);
    const access = text.includes('execute from non-executable')
      ? 'execute'
      : text.includes('write to read-only')
        ? 'write'
        : named === null
          ? null
          : ((named[1] ?? named[2]) as 'read' | 'write' | 'execute');
    return { kind, address: address === null || address.startsWith('(') ? null : address, access };
  }
  return null;
}

function decode(
  kind: string,
  code: string | null,
  architecture: string | null,
  registers: Registers,
  pageFaultCode: boolean,
): Decoded | null {
  const value = code === null ? null : Number.parseInt(code, 16);
  const page = kind === 'page-fault' || kind === 'null-dereference';
  switch (architecture) {
    case 'x86_64':
    case 'i386':
      return value !== null && (page || pageFaultCode) && value < 0x10000 ? decodeX86PageFault(value) : null;
    case 'aarch64':
      return value !== null && code!.length >= 8 ? decodeArm64(value % 0x1_0000_0000) : null;
    case 'arm':
      return value !== null && page ? decodeArm(value) : null;
    case 'riscv64': {
      const cause = registers['cause'];
      return cause === undefined ? null : decodeRiscv(Number.parseInt(cause, 16));
    }
    default:
      return pageFaultCode && value !== null ? decodeX86PageFault(value) : null;
  }
}
