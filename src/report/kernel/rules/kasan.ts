import { CALL_TRACE, FN } from '../patterns.js';
import type { Blame, Family } from '../rule.js';

/** KASAN names the accessing function itself; when that one only copies, the trace decides. */
const ACCESS: Blame = {
  steps: [new RegExp(`BUG: KASAN: [a-z-]{3,40} in ${FN}`), CALL_TRACE, 'trace'],
  otherwise: [[CALL_TRACE, 'trace']],
};

function type(groups: readonly string[]): string {
  const [kind = '', access = ''] = groups;
  const write = /write/i.test(access);
  if (kind.includes('use-after-free')) return `KASAN-USE-AFTER-FREE-${write ? 'WRITE' : 'READ'}`;
  if (kind.includes('null-ptr')) return `KASAN-NULL-POINTER-DEREFERENCE-${write ? 'WRITE' : 'READ'}`;
  return write ? 'KASAN-WRITE' : 'KASAN-READ';
}

/** mm/kasan/report.c: print_error_description, kasan_report_invalid_free; report_generic.c names the kinds. */
export const kasan: readonly Family[] = [
  {
    opens: ['BUG: KASAN: '],
    rules: [
      {
        says: new RegExp(
          `^BUG: KASAN: (?:double-free or invalid-free|invalid-free or double-free|invalid-free) in ${FN}`,
        ),
        title: 'KASAN: invalid-free in {fn}',
        alt: ['invalid-free in {fn}'],
        type: 'KASAN-INVALID-FREE',
        blame: ACCESS,
      },
      {
        says: new RegExp(`^BUG: KASAN: double-free in ${FN}`),
        title: 'KASAN: double-free in {fn}',
        alt: ['KASAN: invalid-free in {fn}', 'invalid-free in {fn}'],
        type: 'KASAN-INVALID-FREE',
        blame: ACCESS,
      },
      {
        says: new RegExp(String.raw`^BUG: KASAN: ([a-z-]{3,40}) in (?:${FN}|0x[0-9a-f]{1,16}|\(null\))`),
        further: /^ ?(Read|Write) (?:of size |at addr )/,
        title: 'KASAN: {1} {3} in {fn}',
        alt: ['bad-access in {fn}'],
        type: groups => type([groups[0]!, groups[2]!]),
        blame: ACCESS,
      },
      {
        says: /^BUG: KASAN: ([a-z-]{3,40}) on address [0-9a-f]{4,16}/,
        further: /^ ?(Read|Write) of size (\d{1,10})/,
        title: 'KASAN: {1} {2} of size {3}',
        type,
      },
      // The half that says how long the access was is missing.
      {
        says: /^BUG: KASAN: ((?:null-ptr-deref|[a-z-]{3,40}) (?:in|on) .{1,200})/,
        title: 'KASAN: {1}',
        type: groups => type([groups[0]!]),
        corrupted: 'the report ends after its title',
        traceless: true,
      },
    ],
  },
];
