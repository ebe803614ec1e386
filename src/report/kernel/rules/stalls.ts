import { CALL_TRACE } from '../patterns.js';
import { hung } from '../picks.js';
import type { Blame, Family } from '../rule.js';
import { stalledIn, stuckIn } from '../stall.js';

const STALLED: Blame = { steps: [], find: stalledIn, proves: true };
const STUCK: Blame = { steps: [], find: stuckIn };
const HUNG: Blame = { steps: [CALL_TRACE, 'trace'], pick: hung };

const HANGS = { title: 'INFO: task hung in {fn}', alt: ['hang in {fn}'], type: 'HANG', blame: HUNG };

/** kernel/rcu/tree_stall.h, kernel/rcu/tree_exp.h, kernel/rcu/tasks.h, kernel/watchdog.c, kernel/hung_task.c, kernel/workqueue.c. */
export const stalls: readonly Family[] = [
  {
    opens: ['INFO: rcu_', 'INFO: rcu detected'],
    rules: [
      {
        says: /^INFO: (?:rcu_[a-z_]{2,30} |rcu )?(?:self-)?detected (?:expedited )?stall/,
        title: 'INFO: rcu detected stall in {fn}',
        alt: ['stall in {fn}'],
        type: 'HANG',
        blame: STALLED,
      },
    ],
  },
  {
    opens: ['BUG: soft lockup', 'BUG: workqueue lockup'],
    rules: [
      {
        says: /^BUG: soft lockup/,
        title: 'BUG: soft lockup in {fn}',
        alt: ['stall in {fn}'],
        type: 'HANG',
        blame: STUCK,
      },
      { says: /^BUG: workqueue lockup/, title: 'BUG: workqueue lockup', type: '', traceless: true },
    ],
  },
  {
    // `Watchdog detected hard LOCKUP on cpu 0`, since 6.16 `CPU3: Watchdog detected …`, before 4.x `Watchdog detected hard LOCKUP`, powerpc `CPU 1 self-detected hard LOCKUP @ …`.
    opens: ['detected hard LOCKUP'],
    lead: /^(?:(?:NMI )?watchdog: )?(?:CPU\d{1,5}: )?(?:Watchdog |CPU \d{1,5} (?:self-)?)$/,
    rules: [
      {
        says: /^(?:(?:NMI )?watchdog: )?(?:CPU\d{1,5}: )?(?:Watchdog|CPU \d{1,5}) (?:self-)?detected hard LOCKUP/,
        title: 'BUG: hard lockup in {fn}',
        alt: ['stall in {fn}'],
        type: 'HANG',
        blame: STUCK,
      },
    ],
  },
  {
    opens: ['INFO: task '],
    rules: [
      { says: /^INFO: task .{0,80} blocked (?:in I\/O wait )?for more than \d{1,10} seconds/, ...HANGS },
      // The name of a task may hold a line break.
      {
        says: /^INFO: task [^:]{0,20}$/,
        further: /:\d{1,10} blocked for more than \d{1,10} seconds/,
        ...HANGS,
      },
      {
        says: /^INFO: task .{0,80} can't die for more than \d{1,10} seconds/,
        title: "INFO: task can't die in {fn}",
        alt: ['hang in {fn}'],
        type: 'HANG',
        blame: { steps: [CALL_TRACE, 'trace'], skip: /schedule/ },
      },
    ],
  },
];
