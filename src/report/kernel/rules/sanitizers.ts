import { CALL_TRACE, FN } from '../patterns.js';
import type { Family } from '../rule.js';

const BAD = ['bad-access in {fn}'];

const UBSAN_KINDS: Readonly<Record<string, string>> = {
  'array-index-out-of-bounds': 'MEMORY_SAFETY_UBSAN',
  'object-size-mismatch': 'MEMORY_SAFETY_UBSAN',
};

/** The other sanitizers: lib/ubsan.c, mm/kmsan/report.c, kernel/kcsan/report.c, mm/kfence/report.c. */
export const sanitizers: readonly Family[] = [
  {
    opens: ['UBSAN: '],
    rules: [
      {
        says: /^UBSAN: (?:Undefined|undefined)[ -]behaviou?r in /,
        title: 'UBSAN: undefined-behaviour in {fn}',
        type: 'UBSAN',
        blame: { steps: [CALL_TRACE, 'trace'], skip: /overflow|ubsan|div_overflow/ },
      },
      {
        says: /^UBSAN: ([a-z-]{3,60}) in /,
        title: 'UBSAN: {1} in {fn}',
        type: groups => UBSAN_KINDS[groups[0]!] ?? 'UBSAN',
        blame: { steps: [CALL_TRACE, 'trace'], skip: /ubsan|div_overflow/ },
      },
    ],
  },
  {
    opens: ['BUG: KMSAN: '],
    rules: [
      {
        says: new RegExp(
          `^BUG: KMSAN: ((?:kernel-)?(?:usb-)?infoleak(?:-after-free)?|kernel-[a-z-]{1,30}) in ${FN}`,
        ),
        title: 'KMSAN: {1} in {fn}',
        alt: ['KMSAN origin in {origin}'],
        type: 'KMSAN-INFO-LEAK',
        blame: {
          steps: [new RegExp(`BUG: KMSAN: [a-z-]{3,40} in ${FN}`), 'trace'],
          skip: /^usb_submit_urb|^usb_start_wait_urb|^usb_bulk_msg|^usb_control_msg|^usb_internal_control_msg|^usb_interrupt_msg|^usb_hcd_submit/,
        },
      },
      {
        says: new RegExp(`^BUG: KMSAN: (use-after-free|uninit-use-after-free) in ${FN}`),
        title: 'KMSAN: {1} in {fn}',
        alt: BAD,
        type: 'KMSAN-USE-AFTER-FREE-READ',
        blame: { steps: [new RegExp(`BUG: KMSAN: [a-z-]{3,40} in ${FN}`), 'trace'] },
      },
      // Before 4.18.
      {
        says: /^BUG: KMSAN: use of uninitialized memory in /,
        title: 'KMSAN: uninit-value in {fn}',
        alt: BAD,
        type: 'KMSAN-UNINIT-VALUE',
        blame: { steps: [new RegExp(`BUG: KMSAN: [a-z -]{3,60} in ${FN}`), CALL_TRACE, 'trace'] },
      },
      {
        says: new RegExp(`^BUG: KMSAN: ([a-z-]{3,40}) in ${FN}`),
        title: 'KMSAN: {1} in {fn}',
        alt: BAD,
        type: groups => (groups[0] === 'uninit-value' ? 'KMSAN-UNINIT-VALUE' : 'KMSAN-UNKNOWN'),
        blame: { steps: [new RegExp(`BUG: KMSAN: [a-z-]{3,40} in ${FN}`), 'trace'] },
      },
    ],
  },
  {
    opens: ['BUG: KCSAN: '],
    rules: [
      {
        says: /^BUG: KCSAN: data-race in (\S{1,200}(?: \/ \S{1,200})?)/,
        title: 'KCSAN: data-race in {1}',
        type: 'KCSAN-DATARACE',
        traceless: true,
      },
      {
        says: /^BUG: KCSAN: assert: race in (\S{1,200})/,
        title: 'KCSAN: assert: race in {1}',
        type: 'KCSAN-ASSERT',
        traceless: true,
      },
      { says: /^BUG: KCSAN: (.{1,200})/, title: 'KCSAN: {1}', type: 'KCSAN-UNKNOWN', traceless: true },
    ],
  },
  {
    opens: ['BUG: KFENCE: '],
    rules: [
      {
        says: new RegExp(`^BUG: KFENCE: (use-after-free|out-of-bounds|invalid) (read|write|rw) in ${FN}`),
        title: 'KFENCE: {1} {2} in {fn}',
        alt: BAD,
        type: ([kind, access]) =>
          kind === 'use-after-free'
            ? `KFENCE-USE-AFTER-FREE-${access === 'write' ? 'WRITE' : 'READ'}`
            : access === 'write'
              ? 'KFENCE-WRITE'
              : 'KFENCE-READ',
        blame: { steps: [new RegExp(`BUG: KFENCE: [a-z -]{3,40} in ${FN}`), 'trace'] },
        traceless: true,
      },
      {
        says: new RegExp(`^BUG: KFENCE: memory corruption in ${FN}`),
        title: 'KFENCE: memory corruption in {fn}',
        type: 'KFENCE-MEMORY-CORRUPTION',
        blame: { steps: [new RegExp(`BUG: KFENCE: [a-z -]{3,40} in ${FN}`), 'trace'] },
        traceless: true,
      },
      {
        says: new RegExp(`^BUG: KFENCE: invalid free in ${FN}`),
        title: 'KFENCE: invalid free in {fn}',
        type: 'KFENCE-INVALID-FREE',
        blame: { steps: [new RegExp(`BUG: KFENCE: [a-z -]{3,40} in ${FN}`), 'trace'] },
        traceless: true,
      },
    ],
  },
];
