import { CALL_TRACE, FN } from '../patterns.js';
import type { Family } from '../rule.js';

/** What may not be done here: kernel/sched/core.c (__schedule_bug, __might_sleep), lib/smp_processor_id.c, kernel/locking/spinlock_debug.c. */
export const atomic: readonly Family[] = [
  {
    opens: ['BUG: sleeping function called', 'BUG: scheduling while', 'BUG: using '],
    rules: [
      {
        says: /^BUG: sleeping function called from invalid context at /,
        title: 'BUG: sleeping function called from invalid context in {fn}',
        type: 'ATOMIC_SLEEP',
        blame: { steps: [CALL_TRACE, 'trace'] },
      },
      {
        says: /^BUG: scheduling while atomic/,
        title: 'BUG: scheduling while atomic in {fn}',
        type: 'ATOMIC_SLEEP',
        blame: { steps: [CALL_TRACE, 'trace'], skip: /schedule/ },
      },
      {
        says: /^BUG: using ([a-z_]{3,40}\(\)) in preemptible/,
        title: 'BUG: using {1} in preemptible code in {fn}',
        type: 'LOCKDEP',
        blame: { steps: [CALL_TRACE, 'trace'], skip: /preempt|debug_|processor_id|this_cpu/ },
      },
    ],
  },
  {
    opens: ['BUG: spinlock ', 'BUG: rwlock'],
    rules: [
      {
        says: /^BUG: ((?:spinlock|rwlock)[ -](?:lockup suspected|lockup|already unlocked|recursion|cpu recursion|bad magic|wrong owner|wrong CPU|trylock failure on UP))/,
        title: 'BUG: {1} in {fn}',
        type: 'LOCKDEP',
        blame: { steps: [CALL_TRACE, 'trace'], skip: /spin_|_lock|_unlock|^rwlock_bug/ },
      },
    ],
  },
  {
    opens: ['BUG: workqueue leaked'],
    rules: [
      {
        // Since 6.10; the title is the line.
        says: /^BUG: workqueue leaked atomic, lock or RCU/,
        title: '{line}',
        type: '',
        suspect: { steps: [new RegExp(`workfn=${FN}`)], plain: true },
      },
      {
        says: /^BUG: workqueue leaked lock or atomic/,
        title: 'BUG: workqueue leaked lock or atomic in {fn}',
        type: '',
        cut: '{line}',
        further: new RegExp(`last function: ${FN}`),
        blame: { steps: [new RegExp(`last function: ${FN}`)], plain: true },
        traceless: true,
      },
    ],
  },
];
