import { CALL_TRACE } from '../patterns.js';
import type { Blame, Family } from '../rule.js';

const AT: Blame = {
  steps: ['pointer', CALL_TRACE, 'trace'],
  // Adding and taking bytes at the ends of a packet: the caller asked for too many.
  skip: /^_{0,2}p?skb_(?:push|pull|put|panic|over_panic|under_panic|trim)(?:_|$)/,
};

/** `BUG()`: lib/bug.c (`kernel BUG at file:line!`), and the checks that end in one. */
export const bugs: readonly Family[] = [
  {
    opens: [
      'kernel BUG at ',
      'Kernel BUG at ',
      'kernel BUG in ',
      'Kernel BUG [verbose',
      'Kernel bug detected',
    ],
    rules: [
      {
        says: /^[kK]ernel BUG at [^ ]{0,200}mm\/usercopy\.c:\d/,
        title: 'BUG: bad usercopy in {fn}',
        type: 'BUG',
        blame: AT,
      },
      {
        says: /^[kK]ernel BUG at [^ ]{0,200}lib\/list_debug\.c:\d/,
        title: 'BUG: corrupted list in {fn}',
        type: 'MEMORY_SAFETY_BUG',
        blame: AT,
      },
      // How a panic of Rust code ends (rust/helpers/bug.c).
      {
        says: /^[kK]ernel BUG at rust\/helpers\/bug\.c/,
        joins: true,
        title: 'kernel BUG in {fn}',
        type: 'BUG',
        blame: AT,
      },
      { says: /^[kK]ernel BUG (?:at|in) /, title: 'kernel BUG in {fn}', type: 'BUG', blame: AT },
      {
        says: /^Kernel BUG \[verbose|^Kernel bug detected/,
        title: 'kernel BUG in {fn}',
        type: 'BUG',
        blame: AT,
      },
    ],
  },
];
