import type { Family } from '../rule.js';
import { FAULT, OOPS } from './faults.js';

/** s390 and mips name the trap before what all of them share. */
const S390_OR_MIPS =
  /^(?:[a-z][a-z -]{3,40}|Reserved instruction|Break instruction|Trap instruction|FP exception|do_\w{2,10} )$/;

/** What die() prints on each architecture (arch/<arch>/kernel/traps.c), after the line that says why or by itself. */
export const deaths: readonly Family[] = [
  {
    // powerpc, mips, riscv, loongarch and s390 die with these; after the line that says why they belong to it.
    opens: [
      'Oops: Kernel access of bad area',
      'Oops: Exception in kernel mode',
      'Oops - ',
      'illegal operation: ',
      'monitor event: ',
      ' exception: 00',
      'privileged operation: ',
      'Unhandled kernel unaligned',
      'Kernel unaligned instruction access',
      ' in kernel code[#',
      'invoked from kernel context![#',
      'Kernel Fault: Code=',
      'Kernel illegal instruction [#',
      'Kernel bad sw trap ',
    ],
    lead: S390_OR_MIPS,
    rules: [
      {
        says: /^Oops: Kernel access of bad area/,
        joins: true,
        title: 'BUG: unable to handle kernel paging request in {fn}',
        type: 'MEMORY_SAFETY_BUG',
        ...FAULT,
      },
      {
        says: /^Oops: Exception in kernel mode/,
        joins: true,
        title: 'kernel BUG in {fn}',
        type: 'BUG',
        blame: OOPS,
      },
      {
        says: /^Oops - .{1,80}\[#\d{1,5}\]/,
        joins: true,
        title: 'Internal error in {fn}',
        type: 'DoS',
        ...FAULT,
      },
      {
        says: /^illegal operation: [0-9a-f]{4} ilc:\d/,
        joins: true,
        title: 'invalid opcode in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
      // arch/s390/kernel/traps.c: a BUG() is a monitor event there.
      {
        says: /^monitor event: [0-9a-f]{4} ilc:\d/,
        joins: true,
        title: 'kernel BUG in {fn}',
        type: 'BUG',
        blame: OOPS,
      },
      {
        says: /^fixpoint divide exception: [0-9a-f]{4} ilc:\d/,
        joins: true,
        title: 'divide error in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
      {
        says: /^([a-z][a-z -]{3,40} exception|privileged operation): [0-9a-f]{4} ilc:\d/,
        joins: true,
        title: '{1} in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
      // arch/mips/kernel/traps.c, die_if_kernel.
      {
        says: /^Reserved instruction in kernel code\[#\d/,
        title: 'invalid opcode in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
      {
        says: /^((?:Break instruction|Trap instruction|FP exception) in kernel code|do_\w{2,10} invoked from kernel context!)\[#\d/,
        title: '{1} in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
      // arch/parisc/kernel/traps.c (parisc_terminate), arch/sparc/kernel/traps_64.c.
      { says: /^Kernel Fault: Code=\d/, title: 'Kernel Fault in {fn}', type: 'DoS', ...FAULT },
      {
        says: /^Kernel illegal instruction \[#\d/,
        title: 'invalid opcode in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
      {
        says: /^Kernel bad sw trap [0-9a-f]{1,4} \[#\d/,
        title: 'kernel BUG in {fn}',
        type: 'BUG',
        blame: OOPS,
      },
      {
        says: /^(?:Unhandled kernel unaligned access|Kernel unaligned instruction access)/,
        title: 'Alignment trap in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
    ],
  },
  {
    // arch/powerpc/kernel/traps.c, die: `Oops: Machine check, sig: 7 [#1]`; arch/riscv, loongarch, mips: `Oops [#1]`, `Oops[#1]:`; and x86's
    // `Oops: 0002 [#1]`, which only page faults print. Alone where the line before, which says what and where, is lost.
    opens: [', sig: ', 'Oops [#', 'Oops[#', 'Oops: 00', 'Oops: Oops: 00'],
    lead: /^Oops: [A-Za-z][\w ]{2,40}$/,
    rules: [
      {
        says: /^Oops: ([A-Za-z][\w ]{2,40}), sig: \d{1,2} \[#\d/,
        joins: true,
        title: 'Oops: {1} in {fn}',
        type: 'DoS',
        blame: OOPS,
      },
      {
        says: /^Oops(?:: Oops)?(?:: [0-9a-f]{4})?(?: ilc:\d)? ?\[#\d/,
        joins: true,
        needsBody: true,
        title: 'BUG: unable to handle kernel paging request in {fn}',
        type: 'MEMORY_SAFETY_BUG',
        corrupted: 'the line that says what could not be handled is lost',
        ...FAULT,
      },
    ],
  },
];
