import { CALL_TRACE } from '../patterns.js';
import type { Blame, Family } from '../rule.js';
import { overrunIn } from '../stall.js';

/** An oops names the faulting instruction; when that is in a generic function the trace decides. */
export const OOPS: Blame = { steps: ['pointer', CALL_TRACE, 'trace'] };
/** Traps at which the instruction is all there is to blame. */
const THERE: Blame = { steps: ['pointer'] };
const BAD = ['bad-access in {fn}'];
export const FAULT = { alt: BAD, blame: OOPS };

/**
 * Faults of the kernel's own instructions: arch/x86/mm/fault.c (show_fault_oops), arch/arm/mm/fault.c, arch/arm64/mm/fault.c
 * (die_kernel_fault), arch/riscv/mm/fault.c, arch/powerpc/mm/fault.c (bad_page_fault), arch/s390/mm/fault.c, arch/mips/mm/fault.c,
 * arch/loongarch/mm/fault.c. The words differ, the title does not.
 */
export const faults: readonly Family[] = [
  {
    opens: ['nable to handle ', 'BUG: Kernel NULL', 'BUG: kernel NULL'],
    lead: /^(?:BUG: |CPU \d{1,5} )?[uU]$/,
    rules: [
      {
        says: /^(?:BUG: )?(?:[uU]nable to handle kernel (?:NULL|null) pointer dereference|[kK]ernel NULL pointer dereference)/,
        title: 'BUG: unable to handle kernel NULL pointer dereference in {fn}',
        type: 'NULL-POINTER-DEREFERENCE',
        ...FAULT,
      },
      {
        says: /^(?:BUG: )?[uU]nable to handle kernel access to user memory/,
        title: 'BUG: unable to handle kernel access to user memory in {fn}',
        type: '',
        ...FAULT,
      },
      {
        says: /^(?:BUG: |CPU \d{1,5} )?[uU]nable to handle (?:page fault for address|unknown paging fault|kernel (?:paging request|data access|instruction fetch|pointer dereference|access|read|write|execut|unreadable|[\w ]{1,30} (?:at|for|on) ))/,
        title: 'BUG: unable to handle kernel paging request in {fn}',
        type: 'MEMORY_SAFETY_BUG',
        ...FAULT,
      },
      // The rest of the line was lost to another message.
      {
        says: /^(?:BUG: )?[uU]nable to handle kernel/,
        title: 'BUG: unable to handle kernel',
        type: '',
        corrupted: 'the line that says what could not be handled is cut',
        traceless: true,
      },
    ],
  },
  {
    // arch/x86/kernel/traps.c.
    opens: [
      'general protection fault',
      'divide error: ',
      'divide_error: ',
      'invalid opcode: ',
      'stack segment: ',
      'int3: 0000',
      'overflow: 0000',
      'bounds: 0000',
      'segment not present: ',
      'invalid TSS: ',
      'alignment check: ',
      'coprocessor segment overrun: ',
      'control protection fault: ',
    ],
    rules: [
      {
        says: /^general protection fault(?:: |,? (?:probably |maybe )?for (?:non-canonical )?address)/,
        title: 'general protection fault in {fn}',
        type: 'DoS',
        ...FAULT,
      },
      { says: /^divide[ _]error: [0-9a-f]{4}/, title: 'divide error in {fn}', type: 'DoS', blame: THERE },
      {
        says: /^invalid opcode: [0-9a-f]{4}/,
        joins: true,
        title: 'invalid opcode in {fn}',
        type: 'DoS',
        blame: THERE,
      },
      { says: /^stack segment: [0-9a-f]{4}/, title: 'stack segment fault in {fn}', type: 'DoS', blame: OOPS },
      {
        says: /^(int3|overflow|bounds|segment not present|invalid TSS|alignment check|coprocessor segment overrun|control protection fault): [0-9a-f]{4} \[#\d/,
        joins: true,
        title: '{1} in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
    ],
  },
  {
    // arch/arm/kernel/traps.c, arch/arm64/kernel/traps.c (die), arch/arm/mm/alignment.c.
    opens: [
      'Internal error: ',
      'Unhandled fault: ',
      'Unhandled fault at ',
      'Unhandled prefetch abort: ',
      'Alignment trap: ',
    ],
    rules: [
      { says: /^Internal error: /, joins: true, title: 'Internal error in {fn}', type: 'DoS', ...FAULT },
      // What `Alignment trap: not handling instruction …` comes to (arch/arm/mm/alignment.c).
      {
        says: /^Unhandled fault: alignment exception/,
        second: true,
        title: 'Unhandled fault in {fn}',
        type: 'DoS',
        ...FAULT,
      },
      {
        says: /^Unhandled fault(?:: | at (?:virtual address )?0x)/,
        title: 'Unhandled fault in {fn}',
        type: 'DoS',
        ...FAULT,
      },
      {
        says: /^Unhandled prefetch abort: /,
        title: 'Unhandled prefetch abort in {fn}',
        type: 'DoS',
        ...FAULT,
      },
      {
        says: /^Alignment trap: /,
        title: 'Alignment trap in {fn}',
        type: 'DoS',
        blame: OOPS,
        needsBody: true,
      },
    ],
  },
  {
    opens: ['PANIC: double fault', 'stack guard page was hit', 'Insufficient stack space'],
    lead: /^BUG: (?:IRQ |TASK |NMI |#DF |#VC |#VC2 |ESTACK |[\w-]{1,20} )?$/,
    rules: [
      // Taking an interrupt on a broken stack: mostly the end of the report before it.
      {
        says: /^PANIC: double fault/,
        joins: true,
        title: 'PANIC: double fault in {fn}',
        type: 'DoS',
        blame: THERE,
      },
      {
        says: /^BUG: .{0,30}stack guard page was hit at /,
        title: 'BUG: stack guard page was hit in {fn}',
        alt: ['stack-overflow in {fn}'],
        type: '',
        blame: { steps: [], find: overrunIn },
      },
      {
        says: /^Insufficient stack space to handle exception/,
        title: 'kernel stack overflow in {fn}',
        alt: ['stack-overflow in {fn}'],
        type: 'DoS',
        blame: { steps: [], find: overrunIn },
      },
    ],
  },
];
