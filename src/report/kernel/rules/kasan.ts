import { CALL_TRACE, FN } from '../patterns.js';
import type { Blame, Family } from '../rule.js';

/** KASAN names the accessing function itself; when that one only copies, the trace decides. */
function access(kinds: string, skip: RegExp): Blame {
  return {
    steps: [new RegExp(String.raw`BUG: KASAN: (?:${kinds}) in ${FN}\+0x`), CALL_TRACE, 'trace'],
    skip,
  };
}
/** What a hardware tag check goes through on arm64 before it reports. */
const TAGS = /kernel_fault|tag_check|tag_recovery|mem_abort|do_bad_area|^el1_|^el1h_/;

const WRITES = /^(?:(?:global-|slab-|stack-|vmalloc-)?out-of-bounds|user-memory-access|wild-memory-access)$/;
const READS =
  /^(?:(?:global-|slab-|stack-|vmalloc-)?out-of-bounds|user-memory-access|wild-memory-access|invalid-access|unknown-crash)$/;

/** syzkaller's types; what does not say whether it read or wrote has at least read. */
function type(kind: string, access: string): string {
  const write = access === 'Write';
  if (/^(?:slab-)?use-after-free$/.test(kind)) return `KASAN-USE-AFTER-FREE-${write ? 'WRITE' : 'READ'}`;
  if (kind === 'null-ptr-deref' && access !== '')
    return `KASAN-NULL-POINTER-DEREFERENCE-${write ? 'WRITE' : 'READ'}`;
  if (write) return WRITES.test(kind) ? 'KASAN-WRITE' : 'KASAN-UNKNOWN';
  if (access === 'Read') return READS.test(kind) ? 'KASAN-READ' : 'KASAN-UNKNOWN';
  return /^(?:slab-out-of-bounds|stack-out-of-bounds|wild-memory-access)$/.test(kind)
    ? 'KASAN-READ'
    : 'KASAN-UNKNOWN';
}

/** mm/kasan/report.c: print_error_description, kasan_report_invalid_free; report_generic.c and report_tags.c name the kinds. */
export const kasan: readonly Family[] = [
  {
    opens: ['BUG: KASAN: '],
    rules: [
      {
        says: new RegExp(`^BUG: KASAN: (?:double-free or invalid-free|invalid-free|double-free) in ${FN}`),
        title: 'KASAN: invalid-free in {fn}',
        alt: ['invalid-free in {fn}'],
        type: 'KASAN-INVALID-FREE',
        blame: access('double-free or invalid-free|invalid-free|double-free', /slab_|kfree|vunmap|vfree/),
      },
      {
        says: new RegExp(String.raw`^BUG: KASAN: ([a-z-]{3,40}) in (?:${FN}|0x[0-9a-f]{1,16}|\(null\))`),
        further: /^ ?(Read|Write) (?:of size|at addr) [0-9a-f]/,
        title: 'KASAN: {1} {3} in {fn}',
        alt: ['bad-access in {fn}'],
        type: groups => type(groups[0]!, groups[2]!),
        blame: access('[a-z-]{3,40}', TAGS),
      },
      {
        says: /^BUG: KASAN: ([a-z-]{3,40}) on address/,
        further: /^ ?(Read|Write) of size (\d{1,10})/,
        title: 'KASAN: {1} {2}',
        type: groups => type(groups[0]!, groups[1]!),
      },
      // The half that says how long the access was is missing.
      {
        says: /^BUG: KASAN: (([a-z-]{3,40}) .{1,250})/,
        title: 'KASAN: {1}',
        type: groups => type(groups[1]!, ''),
        corrupted: 'the report ends after its title',
      },
    ],
  },
];
