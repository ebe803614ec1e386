import { CALL_TRACE, FN } from '../patterns.js';
import type { Blame, Family } from '../rule.js';

const BAD = ['bad-access in {fn}'];

/** KMSAN prints the trace of the use without a title, then where the value came from. */
const ORIGIN = /^(?:Local variable .{1,200} created at:|Uninit was created at:)/;
function uninit(skip: RegExp): Blame {
  return { steps: ['trace', ORIGIN], origin: ORIGIN, skip };
}
/** Ciphers are where a value is used, never why it is not set. */
const USERS = /alloc_skb|netlink_ack|netlink_rcv_skb|_encrypt$|^aes_|^(?:crypto|cipher|drbg|rng)_/;
const USB = /alloc_skb|usb_submit_urb|usb_start_wait_urb|usb_bulk_msg|usb_interrupt_msg|usb_control_msg/;

const UNDEFINED: Blame = { steps: [CALL_TRACE, 'trace'], skip: /ubsan|overflow/ };
const GUARDED: Blame = { steps: [new RegExp(String.raw`BUG: KFENCE: [a-z -]{3,40} in ${FN}\+0x`), 'trace'] };

/** The other sanitizers: lib/ubsan.c, mm/kmsan/report.c, kernel/kcsan/report.c, mm/kfence/report.c. */
export const sanitizers: readonly Family[] = [
  {
    opens: ['UBSAN: '],
    rules: [
      {
        says: /^UBSAN: [Uu]ndefined[ -]behaviou?r in/,
        title: 'UBSAN: undefined-behaviour in {fn}',
        type: 'UBSAN',
        blame: UNDEFINED,
      },
      {
        says: /^UBSAN: array-index-out-of-bounds in/,
        title: 'UBSAN: array-index-out-of-bounds in {fn}',
        alt: BAD,
        type: 'MEMORY_SAFETY_UBSAN',
        blame: UNDEFINED,
      },
      { says: /^UBSAN: (\S.{0,80}?) in /, title: 'UBSAN: {1} in {fn}', type: 'UBSAN', blame: UNDEFINED },
    ],
  },
  {
    opens: ['BUG: KMSAN: '],
    rules: [
      {
        says: /^BUG: KMSAN: (kernel-usb-infoleak) in /,
        title: 'KMSAN: {1} in {fn}',
        alt: ['KMSAN origin in {origin}'],
        type: 'KMSAN-INFO-LEAK',
        blame: uninit(USB),
        traceless: true,
      },
      // Before 4.18.
      {
        says: /^BUG: KMSAN: use of uninitialized memory in /,
        title: 'KMSAN: uninit-value in {fn}',
        alt: BAD,
        type: 'KMSAN-UNINIT-VALUE',
        blame: { ...uninit(USERS), otherwise: [[CALL_TRACE, 'trace']] },
        traceless: true,
      },
      {
        says: /^BUG: KMSAN: ([a-z-]{3,40}) in /,
        title: 'KMSAN: {1} in {fn}',
        alt: BAD,
        type: ([kind = '']) => {
          if (kind === 'uninit-value') return 'KMSAN-UNINIT-VALUE';
          if (/^kernel-(?:usb-)?infoleak-after-free$|^use-after-free$/.test(kind))
            return 'KMSAN-USE-AFTER-FREE-READ';
          return kind.startsWith('kernel-infoleak') ? 'KMSAN-INFO-LEAK' : 'KMSAN-UNKNOWN';
        },
        blame: uninit(USERS),
        traceless: true,
      },
    ],
  },
  {
    opens: ['BUG: KCSAN: '],
    rules: [
      {
        says: /^BUG: KCSAN: data-race in (.{1,250})/,
        title: 'KCSAN: data-race in {1}',
        type: 'KCSAN-DATARACE',
        traceless: true,
      },
      {
        says: /^BUG: KCSAN: assert: race in (.{1,250})/,
        title: 'KCSAN: assert: race in {1}',
        type: 'KCSAN-ASSERT',
        traceless: true,
      },
      { says: /^BUG: KCSAN: (.{1,250})/, title: 'KCSAN: {1}', type: 'KCSAN-UNKNOWN', traceless: true },
    ],
  },
  {
    opens: ['BUG: KFENCE: '],
    rules: [
      {
        says: new RegExp(`^BUG: KFENCE: (use-after-free|out-of-bounds|invalid) (read|write|rw) in ${FN}`),
        title: 'KFENCE: {1} {2} in {fn}',
        alt: BAD,
        type: ([kind, access]) => {
          if (kind === 'use-after-free')
            return access === 'write' ? 'KFENCE-USE-AFTER-FREE-WRITE' : 'KFENCE-USE-AFTER-FREE-READ';
          return access === 'write' ? 'KFENCE-WRITE' : 'KFENCE-READ';
        },
        blame: GUARDED,
        traceless: true,
      },
      {
        says: new RegExp(`^BUG: KFENCE: invalid free in ${FN}`),
        title: 'KFENCE: invalid free in {fn}',
        alt: ['invalid-free in {fn}'],
        type: 'KFENCE-INVALID-FREE',
        blame: GUARDED,
        traceless: true,
      },
      {
        says: new RegExp(`^BUG: KFENCE: memory corruption in ${FN}`),
        title: 'KFENCE: memory corruption in {fn}',
        type: 'KFENCE-MEMORY-CORRUPTION',
        blame: GUARDED,
        traceless: true,
      },
    ],
  },
];
