import { CALL_TRACE } from '../patterns.js';
import { hung } from '../picks.js';
import type { Blame, Family } from '../rule.js';
import { stalledIn, stuckIn } from '../stall.js';

const STALL: Blame = { steps: [], find: stalledIn };
const STUCK: Blame = { steps: [], find: stuckIn };

const HUNG: Blame = { steps: [CALL_TRACE, 'trace'], pick: hung, skip: /^__sched_text_start/ };

/** kernel/rcu/tree_stall.h, kernel/rcu/tree_exp.h, kernel/rcu/tasks.h, kernel/watchdog.c, kernel/hung_task.c, kernel/workqueue.c. */
export const stalls: readonly Family[] = [
  {
    opens: ['INFO: rcu_', 'INFO: rcu detected'],
    rules: [
      {
        says: /^INFO: (?:rcu_[a-z_]{2,30} |rcu )?(?:self-)?detected (?:expedited )?stalls? on/,
        title: 'INFO: rcu detected stall in {fn}',
        alt: ['stall in {fn}'],
        type: 'HANG',
        blame: STALL,
      },
    ],
  },
  {
    opens: ['BUG: soft lockup', 'BUG: workqueue lockup', 'hard LOCKUP on cpu', 'self-detected hard LOCKUP'],
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
    opens: ['Watchdog detected hard LOCKUP', 'CPU self-detected hard LOCKUP', 'Watchdog CPU:'],
    rules: [
      {
        says: /^(?:Watchdog detected hard LOCKUP|Watchdog CPU:\d{1,5} Hard LOCKUP|CPU self-detected hard LOCKUP)/i,
        title: 'BUG: hard lockup in {fn}',
        alt: ['stall in {fn}'],
        type: 'HANG',
        blame: STUCK,
      },
    ],
  },
  {
    opens: ['blocked for more than', "can't die for more than", 'blocked in I/O wait for', 'is blocked on '],
    rules: [],
  },
  {
    opens: ['INFO: task '],
    rules: [
      {
        says: /^INFO: task .{0,80} (?:blocked|blocked in I\/O wait) for more than \d{1,10} seconds/,
        title: 'INFO: task hung in {fn}',
        alt: ['hang in {fn}'],
        type: 'HANG',
        blame: HUNG,
      },
      // The name of a task may hold a line break.
      {
        says: /^INFO: task [^:]{0,20}$/,
        further: /:\d{1,10} blocked for more than \d{1,10} seconds/,
        title: 'INFO: task hung in {fn}',
        alt: ['hang in {fn}'],
        type: 'HANG',
        blame: HUNG,
      },
      {
        says: /^INFO: task .{1,80} can't die for more than \d{1,10} seconds/,
        title: "INFO: task can't die in {fn}",
        type: 'HANG',
        blame: HUNG,
      },
    ],
  },
];
