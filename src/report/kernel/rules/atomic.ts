import { CALL_TRACE, FN } from '../patterns.js';
import type { Blame, Family } from '../rule.js';

const ATOMIC: Blame = {
  steps: [CALL_TRACE, 'trace'],
  skip: /sched|might_|^preempt_|^_cond_resched|^wait_for|^do_wait|lock_sock_fast|^dump/,
};

/** What may not be done here: kernel/sched/core.c (__schedule_bug, __might_sleep), lib/smp_processor_id.c, kernel/locking/spinlock_debug.c. */
export const atomic: readonly Family[] = [
  {
    opens: ['BUG: sleeping function called', 'BUG: scheduling while', 'BUG: using ', 'BUG: atomic '],
    rules: [
      {
        says: /^BUG: sleeping function called from invalid context/,
        title: 'BUG: sleeping function called from invalid context in {fn}',
        type: 'ATOMIC_SLEEP',
        blame: ATOMIC,
      },
      {
        says: /^BUG: scheduling while atomic/,
        title: 'BUG: scheduling while atomic in {fn}',
        type: 'ATOMIC_SLEEP',
        blame: ATOMIC,
      },
      {
        says: /^BUG: using (\w{3,40}(?:\(\))?) in preemptible/,
        title: 'BUG: using {1} in preemptible code in {fn}',
        type: 'LOCKDEP',
        blame: { steps: [CALL_TRACE, 'trace'], skip: /preempt|^debug_smp|^__this_cpu/ },
      },
    ],
  },
  {
    opens: ['BUG: spinlock ', 'BUG: rwlock ', 'BUG: mutex '],
    rules: [
      {
        says: /^BUG: (spinlock (?:lockup suspected|already unlocked|recursion|bad magic|wrong owner|wrong CPU|trylock failure on UP|cpu recursion|lockup))/,
        title: 'BUG: {1} in {fn}',
        type: 'LOCKDEP',
        blame: { steps: [CALL_TRACE, 'trace'] },
      },
      {
        says: /^BUG: (rwlock (?:bad magic|already unlocked|wrong owner|wrong CPU|recursion|cpu recursion|lockup|trylock failure on UP)|rwlock-lockup)/,
        title: 'BUG: {1} in {fn}',
        type: 'LOCKDEP',
        blame: { steps: [CALL_TRACE, 'trace'] },
      },
    ],
  },
  {
    opens: ['BUG: workqueue leaked'],
    rules: [
      {
        says: /^BUG: workqueue leaked (?:lock or atomic|atomic, lock or RCU)/,
        title: 'BUG: workqueue leaked lock or atomic in {fn}',
        type: '',
        blame: { steps: [new RegExp(`last function: ${FN}`)] },
        traceless: true,
      },
    ],
  },
];
