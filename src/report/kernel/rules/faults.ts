import { CALL_TRACE } from '../patterns.js';
import type { Blame, Family } from '../rule.js';
import { overrunIn } from '../stall.js';

/** An oops names the faulting instruction; when that is in a generic function the trace decides. */
const OOPS: Blame = { steps: ['pointer', CALL_TRACE, 'trace'] };
const BAD = ['bad-access in {fn}'];

const PAGING = 'BUG: unable to handle kernel paging request in {fn}';
const NULL_POINTER = 'BUG: unable to handle kernel NULL pointer dereference in {fn}';
const USER_MEMORY = 'BUG: unable to handle kernel access to user memory in {fn}';

/**
 * Faults of the kernel's own instructions: arch/x86/mm/fault.c (show_fault_oops), arch/arm/mm/fault.c, arch/arm64/mm/fault.c
 * (die_kernel_fault), arch/riscv/mm/fault.c, arch/powerpc/mm/fault.c (bad_page_fault), arch/s390/mm/fault.c, arch/mips/mm/fault.c,
 * arch/loongarch/mm/fault.c. The words differ, the title does not.
 */
export const faults: readonly Family[] = [
  {
    opens: [
      'unable to handle',
      'Unable to handle',
      'BUG: Kernel NULL',
      'BUG: kernel NULL',
      'BUG: Unable to handle',
    ],
    rules: [
      {
        says: /^(?:BUG: )?[uU]nable to handle kernel (?:NULL pointer dereference|null pointer dereference)/,
        title: NULL_POINTER,
        alt: BAD,
        type: 'NULL-POINTER-DEREFERENCE',
        blame: OOPS,
      },
      {
        says: /^BUG: [kK]ernel NULL pointer dereference(?:,| on | at )/,
        title: NULL_POINTER,
        alt: BAD,
        type: 'NULL-POINTER-DEREFERENCE',
        blame: OOPS,
      },
      {
        says: /^(?:BUG: )?[uU]nable to handle kernel access to user memory/,
        title: USER_MEMORY,
        alt: BAD,
        type: '',
        blame: OOPS,
      },
      {
        says: /^(?:BUG: )?unable to handle page fault for address/,
        title: PAGING,
        alt: BAD,
        type: 'MEMORY_SAFETY_BUG',
        blame: OOPS,
      },
      {
        says: /^(?:BUG: )?(?:CPU \d{1,5} )?[uU]nable to handle (?:kernel )?(?:paging request|(?:execution|write|read) (?:of|to|from) (?:user|unreadable|read-only|non-executable) memory|execute from non-executable|pointer dereference in |data access|instruction fetch|[\w ]{0,30}(?:paging request|memory|data access|instruction fetch) (?:at|for|on))/,
        title: PAGING,
        alt: BAD,
        type: 'MEMORY_SAFETY_BUG',
        blame: OOPS,
      },
      // The rest of the line was lost to another message.
      {
        says: /^(?:BUG: )?unable to handle kernel\s*$/,
        title: 'BUG: unable to handle kernel',
        type: '',
        corrupted: 'the line that says what could not be handled is cut',
        traceless: true,
      },
    ],
  },
  {
    opens: [
      'general protection fault',
      'divide error',
      'invalid opcode: ',
      'stack segment: ',
      'segment not present: ',
      'bounds: ',
    ],
    rules: [
      {
        says: /^general protection fault(?:: |,? (?:probably |maybe )?for (?:non-canonical )?address|\s*$)/,
        title: 'general protection fault in {fn}',
        alt: BAD,
        type: 'DoS',
        blame: OOPS,
      },
      {
        aftermath: true,
        says: /^divide error: [0-9a-f]{4}/,
        title: 'divide error in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
      {
        aftermath: true,
        says: /^invalid opcode: [0-9a-f]{4}/,
        title: 'invalid opcode in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
      {
        says: /^(stack segment|segment not present|bounds): [0-9a-f]{4}/,
        title: '{1} in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
    ],
  },
  {
    opens: ['Internal error: ', 'Unhandled fault: ', 'Unhandled prefetch abort: ', 'Alignment trap: '],
    rules: [
      {
        says: /^Internal error: /,
        aftermath: true,
        title: 'Internal error in {fn}',
        alt: BAD,
        type: 'DoS',
        blame: OOPS,
      },
      { says: /^Unhandled fault: /, title: 'Unhandled fault in {fn}', alt: BAD, type: 'DoS', blame: OOPS },
      {
        says: /^Unhandled prefetch abort: /,
        title: 'Unhandled prefetch abort in {fn}',
        alt: BAD,
        type: 'DoS',
        blame: OOPS,
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
    opens: ['PANIC: double fault', 'BUG: stack guard page', 'Insufficient stack space'],
    rules: [
      {
        says: /^PANIC: double fault/,
        joins: true,
        title: 'PANIC: double fault in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
      {
        says: /^BUG: (?:IRQ |TASK |NMI |#DF )?stack guard page was hit at /,
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
        blame: OOPS,
      },
    ],
  },
];
