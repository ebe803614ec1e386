import { CALL_TRACE, FN } from '../patterns.js';
import type { Family } from '../rule.js';

/** What frees and checks: the caller is the one. */
const SLUB = /slab|object_err|^___?cache_free|free_to_partial_list|print_trailer|free_debug_processing/;
const LEAK = {
  title: 'memory leak in {fn}',
  type: 'LEAK',
  blame: {
    steps: [/backtrace(?: \(crc [0-9a-f]{0,16}\))?:/, 'trace'],
    skip: /kmemleak|mmap|kmem|slab|alloc|create_object|idr_get|list_lru_init|kv?asprintf|pcpu_create|strn?dup|memdup/,
  },
} as const;

/** The memory manager's own findings: mm/page_alloc.c (bad_page), mm/memory.c, kernel/fork.c (check_mm), mm/slub.c, mm/kmemleak.c. */
export const memory: readonly Family[] = [
  {
    opens: ['BUG: Bad page ', 'BUG: Bad rss', 'BUG: non-zero ', 'BUG: Dentry '],
    rules: [
      {
        says: /^BUG: Bad page (state|cache)/,
        title: 'BUG: Bad page {1} in {fn}',
        type: '',
        // Who holds the page is told by where it was allocated (page_owner); where it was found to be bad is chance.
        blame: {
          steps: [/page last allocated/, 'trace'],
          skip: /(?:free|put|get|update|release)_page|free_unref|^_*folio|truncate_inode_pages|page_frag_free|alloc|vmap|page_owner/,
        },
      },
      { says: /^BUG: Bad page map/, title: 'BUG: Bad page map', type: '' },
      { says: /^BUG: Bad rss-counter state/, title: 'BUG: Bad rss-counter state', type: '', traceless: true },
      {
        says: /^BUG: (non-zero (?:nr_ptes|nr_pmds|pgtables_bytes) on freeing mm)/,
        title: 'BUG: {1}',
        type: '',
        traceless: true,
      },
      // fs/dcache.c, umount_check.
      {
        says: /^BUG: Dentry .{1,200} still in use \(\d{1,10}\) \[(unmount) of ([^\]]{1,80})\]/,
        title: 'BUG: Dentry still in use in {1}',
        alt: ['BUG: Dentry still in use [{1} of {2}]'],
        type: '',
      },
    ],
  },
  {
    opens: ['): Object already free', 'INFO: Freed in', 'INFO: Allocated in'],
    lead: /^BUG \S{1,64} \((?:Not tainted|Tainted)[^)]{0,120}$/,
    rules: [
      {
        says: /^BUG \S{1,64} \([^)]{1,160}\): Object already free/,
        title: 'BUG: Object already free',
        type: 'DoS',
        suspect: { steps: [CALL_TRACE, 'trace'], skip: SLUB },
      },
      // SLUB tells who had the object; alone only where the message before was lost.
      {
        says: new RegExp(String.raw`^INFO: (Freed|Allocated) in ${FN}(?:\+0x[^ ]{1,30})? (.{1,200})`),
        title: 'INFO: {1} in {2} {3}',
        type: '',
        corrupted: 'the line that says what is wrong with the object is lost',
        orphan: true,
      },
    ],
  },
  {
    // `BUG: memory leak` is syzkaller's word; the kernel's own list (/sys/kernel/debug/kmemleak) begins with the object.
    opens: ['BUG: memory leak', 'unreferenced object 0x'],
    rules: [
      { says: /^BUG: memory leak/, ...LEAK },
      { says: /^unreferenced object 0x[0-9a-f]{4,16} \(size \d{1,12}\):/, second: true, ...LEAK },
    ],
  },
];
