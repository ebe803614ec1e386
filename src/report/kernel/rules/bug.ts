import { CALL_TRACE } from '../patterns.js';
import type { Blame, Family } from '../rule.js';

const AT: Blame = {
  steps: ['pointer', CALL_TRACE, 'trace'],
  // Adding and taking bytes at the ends of a packet: the caller asked for too many.
  skip: /^skb_/,
};

/** `BUG()`: lib/bug.c (`kernel BUG at file:line!`), and the checks that end in one. */
export const bugs: readonly Family[] = [
  {
    opens: ['kernel BUG at ', 'Kernel BUG at ', 'Kernel BUG [verbose', 'Kernel bug detected'],
    rules: [
      {
        says: /^[kK]ernel BUG at (?:\S{0,200}\/)?mm\/usercopy\.c/,
        title: 'BUG: bad usercopy in {fn}',
        type: 'BUG',
        blame: {
          steps: [CALL_TRACE, 'trace'],
          skip: /^(?:report_usercopy|usercopy_(?:abort|warn)|_{0,2}check_)/,
        },
      },
      {
        says: /^[kK]ernel BUG at (?:\S{0,200}\/)?lib\/list_debug\.c/,
        title: 'BUG: corrupted list in {fn}',
        alt: ['bad-access in {fn}'],
        type: 'MEMORY_SAFETY_BUG',
        blame: { steps: [CALL_TRACE, 'trace'] },
      },
      // How a panic of Rust code ends (rust/helpers/bug.c).
      {
        says: /^[kK]ernel BUG at rust\/helpers\/bug\.c/,
        joins: true,
        title: 'kernel BUG in {fn}',
        type: 'BUG',
        blame: AT,
      },
      { says: /^[kK]ernel BUG at \S/, title: 'kernel BUG in {fn}', type: 'BUG', blame: AT },
      // Without CONFIG_DEBUG_BUGVERBOSE, and on mips.
      { says: /^Kernel (?:BUG \[verbose|bug detected)/, title: 'kernel BUG in {fn}', type: 'BUG', blame: AT },
    ],
  },
];
