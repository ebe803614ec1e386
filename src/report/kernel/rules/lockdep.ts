import { ALONE, CALL_TRACE, LOCK_AT } from '../patterns.js';
import type { Blame, Family, Rule } from '../rule.js';

const DEADLOCK = 'possible deadlock in {fn}';
/** Circular and recursive locking: who wants the lock, then who holds the other, then the trace. */
const WANTS: Blame = { steps: [LOCK_AT, LOCK_AT, CALL_TRACE, 'trace'], skip: /^perf_trace_/ };
const USAGE: Blame = { steps: [LOCK_AT, CALL_TRACE, 'trace'] };
/** An order between interrupt-safe and unsafe locks: who made the lock interrupt-safe. */
const BECAME: Blame = {
  steps: [/which became .{1,60}irq-safe at:/i, 'trace'],
  otherwise: [[LOCK_AT, CALL_TRACE, 'trace']],
};

/**
 * kernel/locking/lockdep.c. Up to 4.11 the lines read `[ INFO: … ]` or `[ BUG: … ]`, since then `WARNING: …`; a few are `[ BUG: … ]` to this
 * day.
 */
function wordings(mark: 'WARNING' | 'BUG' | 'INFO'): readonly Rule[] {
  const says = (what: string) => new RegExp(`^${mark}: ${what}`);
  const old = mark === 'BUG';
  return [
    {
      says: says('possible circular locking dependency detected'),
      further: /is trying to acquire lock|at:/,
      cut: 'possible deadlock in corrupted',
      title: DEADLOCK,
      type: 'LOCKDEP',
      blame: WANTS,
    },
    {
      says: says('possible recursive locking detected'),
      title: DEADLOCK,
      type: 'LOCKDEP',
      blame: WANTS,
    },
    {
      says: says('(?:possible irq lock inversion dependency|possible interrupt-unsafe locking scenario)'),
      title: DEADLOCK,
      type: 'LOCKDEP',
      blame: {
        steps: [/just changed the state of lock/, LOCK_AT, CALL_TRACE, 'trace'],
        otherwise: [USAGE.steps],
      },
    },
    {
      says: says('[A-Z_]{3,12}-safe -> [A-Z_]{3,12}-unsafe lock order detected'),
      title: DEADLOCK,
      type: 'LOCKDEP',
      blame: BECAME,
    },
    {
      says: says('inconsistent lock state'),
      further: /takes:|at:/,
      cut: 'inconsistent lock state in corrupted',
      title: 'inconsistent lock state in {fn}',
      type: 'LOCKDEP',
      blame: USAGE,
    },
    {
      says: says('bad unlock balance detected!'),
      title: `${mark}: bad unlock balance in {fn}`,
      type: 'LOCKDEP',
      blame: { steps: [/is trying to release lock/, ALONE, CALL_TRACE, 'trace'] },
    },
    {
      says: says('held lock freed!'),
      title: `${mark}: held lock freed in {fn}`,
      type: 'LOCKDEP',
      blame: { steps: [LOCK_AT, CALL_TRACE, 'trace'] },
    },
    {
      says: says('lock held when returning to user space!'),
      title: `${mark}: lock held when returning to user space in {fn}`,
      type: old ? '' : 'LOCKDEP',
      blame: { steps: [/still held!/, LOCK_AT] },
      traceless: true,
    },
    {
      says: says('.{0,60}still has locks held!'),
      title: `${mark}: still has locks held in {fn}`,
      type: 'LOCKDEP',
      blame: { steps: [LOCK_AT, CALL_TRACE, 'trace'] },
    },
    {
      says: says('(?:lock held at task exit time|.{0,60}(?:task|thread) exiting with locks held)'),
      title: `${mark}: lock held at task exit time in {fn}`,
      type: 'LOCKDEP',
      blame: { steps: [LOCK_AT] },
    },
    {
      says: says('Nested lock was not taken'),
      title: `${mark}: nested lock was not taken in {fn}`,
      type: 'LOCKDEP',
      blame: USAGE,
    },
    {
      says: says('[Ii]nvalid wait context'),
      title: 'WARNING: locking bug in {fn}',
      type: 'LOCKDEP',
      blame: { steps: [LOCK_AT, CALL_TRACE, 'trace'] },
    },
    {
      says: says('suspicious (?:RCU|rcu) usage'),
      title: `${mark}: suspicious RCU usage in {fn}`,
      type: mark === 'WARNING' ? 'LOCKDEP' : '',
      blame: { steps: [CALL_TRACE, 'trace'], skip: /lockdep|rcu_|suspicious|_stack/ },
    },
    {
      says: says('trying to register non-static key'),
      title: `${mark}: trying to register non-static key in {fn}`,
      type: '',
      blame: { steps: [CALL_TRACE, 'trace'], skip: /stack|lock|IRQ/ },
    },
  ];
}

const TABLES =
  /^BUG: ((?:MAX_LOCKDEP_[A-Z_]{3,20}|MAX_STACK_TRACE_ENTRIES|MAX_LOCK_DEPTH|MAX_[A-Z_]{3,30}) too (?:low|small)!)/;

export const lockdep: readonly Family[] = [
  {
    opens: [
      'WARNING: possible ',
      'WARNING: HARDIRQ-safe',
      'WARNING: SOFTIRQ-safe',
      'WARNING: inconsistent lock',
      'WARNING: bad unlock',
      'WARNING: held lock',
      'WARNING: lock held',
      'WARNING: Nested lock',
      'WARNING: invalid wait',
      'WARNING: suspicious ',
      'still has locks held',
    ],
    lead: /^(?:WARNING: \S{1,40} )$/,
    rules: wordings('WARNING'),
  },
  {
    opens: [
      'INFO: possible ',
      'INFO: inconsistent lock',
      'INFO: suspicious ',
      'INFO: trying to register',
      'INFO: HARDIRQ-safe',
      'INFO: SOFTIRQ-safe',
    ],
    rules: wordings('INFO'),
  },
  {
    opens: [
      'BUG: bad unlock',
      'BUG: held lock',
      'BUG: lock held',
      'BUG: Invalid wait',
      'BUG: Nested lock',
      'still has locks held',
      'with locks held',
    ],
    rules: wordings('BUG'),
  },
  {
    opens: ['BUG: MAX_', 'BUG: looking up invalid', 'BUG: key '],
    rules: [
      { says: TABLES, title: 'BUG: {1}', type: '', traceless: true },
      { says: /^BUG: (looking up invalid subclass)/, title: 'BUG: {1}', type: 'LOCKDEP' },
      {
        says: /^BUG: key .{1,40} (?:not in \.data|has not been registered)!/,
        title: 'BUG: key not in .data',
        type: 'LOCKDEP',
      },
    ],
  },
];
