import { CALL_TRACE, FN } from '../patterns.js';
import type { Family } from '../rule.js';

/** The memory manager's own findings: mm/page_alloc.c (bad_page), mm/memory.c, mm/slub.c, mm/kmemleak.c, mm/usercopy.c. */
export const memory: readonly Family[] = [
  {
    opens: ['BUG: Bad page ', 'BUG: Bad rss', 'BUG: non-zero ', 'BUG: Bad swap'],
    rules: [
      {
        says: /^BUG: Bad (page state) in process/,
        title: 'BUG: Bad {1} in {fn}',
        type: '',
        blame: {
          steps: [/page last allocated via order/, 'trace'],
          skip: /^_{0,2}filemap_|pagecache_|page_cache|folio_alloc|get_free_page|^page_frag|^__page_frag|^pte_alloc|^skb_page_frag/,
        },
      },
      {
        says: /^BUG: Bad (page map|page cache|swap file entry|swap offset entry)/,
        title: 'BUG: Bad {1}',
        type: '',
        blame: { steps: [CALL_TRACE, 'trace'] },
        traceless: true,
      },
      { says: /^BUG: (Bad rss-counter state)/, title: 'BUG: {1}', type: '', traceless: true },
      {
        says: /^BUG: (non-zero (?:nr_ptes|nr_pmds|pgtables_bytes) on freeing mm)/,
        title: 'BUG: {1}',
        type: '',
        traceless: true,
      },
    ],
  },
  {
    opens: ['BUG kmalloc-', '): Object already free', 'INFO: Freed in', 'INFO: Allocated in'],
    rules: [
      {
        says: /^BUG [\w:/-]{1,80} \((?:Not tainted|Tainted)[^)]{0,120}\): (Object already free|Invalid object pointer .{0,40}|Freechain corrupt|Freepointer corrupt)/,
        title: 'BUG: {1}',
        type: 'DoS',
      },
      {
        says: new RegExp(String.raw`^INFO: (Freed|Allocated) in ${FN}\+0x[^ ]{1,30} (age=\d.{0,60})`),
        title: 'INFO: {1} in {2} {3}',
        type: '',
        corrupted: 'the line that says what is wrong with the object is lost',
      },
    ],
  },
  {
    opens: ['BUG: memory leak'],
    rules: [
      {
        says: /^BUG: memory leak/,
        title: 'memory leak in {fn}',
        type: 'LEAK',
        blame: {
          steps: [/^\s{0,4}backtrace/, 'trace'],
          otherwise: [
            [/^unreferenced object/, 'trace'],
            ['trace', 'trace'],
          ],
          skip: /kmemleak|^create_object$|skb_alloc|alloc_skb|^mmap|kmem|slab|alloc|^sk_prot|^sk_alloc|^getname|strdup|memdup|^__build_skb|^skb_clone|^new_inode|^__vmalloc|^kvmalloc|_init_once$|^kobject_|^kvasprintf|^kasprintf|^dev_set_name|^radix_tree|^xas_|^xa_|^__xa_|^idr_|^ida_/,
        },
      },
    ],
  },
];
