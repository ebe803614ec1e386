import { ALONE, CALL_TRACE, LOCK_AT } from '../patterns.js';
import type { Blame, Family, Rule } from '../rule.js';

const DEADLOCK = 'possible deadlock in {fn}';
/** Work items take locks of their own: a deadlock there is the work's. */
const WORK = /process_one_work|flush_workqueue|drain_workqueue|destroy_workqueue/;
/** Who takes the lock, as the line after the message says; whoever it is. */
const TAKER: Blame = { steps: [LOCK_AT], plain: true };
const LOCKED_TRACE: Blame = { steps: [CALL_TRACE, 'trace'] };

interface Wording {
  readonly says: string;
  readonly further?: RegExp;
  readonly title: string;
  readonly type?: string;
  readonly blame: Blame;
  readonly traceless?: true;
}

/** What is said the same under either mark. The title of a report that ends after its first line is that line. */
function rules(mark: 'WARNING' | 'BUG' | 'INFO', wordings: readonly Wording[]): readonly Rule[] {
  return wordings.map(({ says, ...rest }) => ({
    says: new RegExp(`^${mark}: ${says}`),
    cut: '{line}',
    type: 'LOCKDEP',
    ...rest,
  }));
}

/** Since 4.12 (kernel/locking/lockdep.c, print_circular_bug_header and its like). */
const now = rules('WARNING', [
  {
    says: 'possible circular locking dependency detected',
    further: /is trying to acquire lock/,
    title: DEADLOCK,
    blame: { steps: [LOCK_AT, LOCK_AT, CALL_TRACE, 'trace'], skip: WORK },
  },
  {
    says: 'possible recursive locking detected',
    further: /is trying to acquire lock/,
    title: DEADLOCK,
    blame: TAKER,
  },
  {
    says: 'possible irq lock inversion dependency detected',
    further: /just changed the state of lock/,
    title: DEADLOCK,
    blame: { steps: [/just changed the state of lock/, LOCK_AT], plain: true },
  },
  {
    says: '.{1,20}-safe -> .{1,20}-unsafe lock order detected',
    title: DEADLOCK,
    // The function that made the lock safe for interrupts.
    blame: { steps: [/which became .{1,80} at:/, 'trace'] },
  },
  {
    says: 'inconsistent lock state',
    further: /takes:/,
    title: 'inconsistent lock state in {fn}',
    blame: LOCKED_TRACE,
  },
  {
    says: 'bad unlock balance detected!',
    title: 'WARNING: bad unlock balance in {fn}',
    blame: { steps: [ALONE, CALL_TRACE, 'trace'] },
  },
  { says: 'held lock freed!', title: 'WARNING: held lock freed in {fn}', blame: TAKER },
  {
    says: 'lock held when returning to user space',
    title: 'WARNING: lock held when returning to user space in {fn}',
    blame: { steps: [/leaving the kernel with locks still held/, LOCK_AT], plain: true },
    traceless: true,
  },
  { says: '.{0,80}still has locks held!', title: 'WARNING: still has locks held in {fn}', blame: TAKER },
  {
    says: 'Nested lock was not taken',
    title: 'WARNING: nested lock was not taken in {fn}',
    blame: { steps: ['pointer', CALL_TRACE, 'trace'] },
  },
  {
    says: '[Ii]nvalid wait context',
    title: 'WARNING: locking bug in {fn}',
    blame: { steps: [CALL_TRACE, 'trace'], skip: /lock_sock|release_sock/ },
  },
  {
    says: 'suspicious (?:RCU|rcu) usage',
    further: /[\w./-]{1,200}\.[a-z]{1,3}:\d/,
    title: 'WARNING: suspicious RCU usage in {fn}',
    blame: { steps: [CALL_TRACE, 'trace'], skip: /rcu|kmem|slab/ },
  },
]);

/** Up to 4.11. */
const before = rules('INFO', [
  {
    says: 'possible (?:circular|recursive) locking (?:dependency )?detected',
    further: /is trying to acquire lock/,
    title: DEADLOCK,
    blame: TAKER,
  },
  {
    says: 'possible irq lock inversion dependency detected',
    further: /just changed the state of lock/,
    title: DEADLOCK,
    blame: { steps: [/just changed the state of lock/, LOCK_AT], plain: true },
  },
  {
    says: '.{1,20}-safe -> .{1,20}-unsafe lock order detected',
    further: /is trying to acquire/,
    title: DEADLOCK,
    blame: TAKER,
  },
  {
    says: 'inconsistent lock state',
    further: /takes:/,
    title: 'inconsistent lock state in {fn}',
    blame: TAKER,
  },
  {
    says: 'suspicious (?:RCU|rcu) usage',
    further: /[\w./-]{1,200}\.[a-z]{1,3}:\d/,
    title: 'INFO: suspicious RCU usage in {fn}',
    type: '',
    blame: { steps: [CALL_TRACE, 'trace'], skip: /rcu|kmem|slab/ },
  },
  {
    says: 'trying to register non-static key',
    title: 'INFO: trying to register non-static key in {fn}',
    type: '',
    blame: { steps: [CALL_TRACE, 'trace'], skip: /stack|lock|IRQ/ },
  },
]);

const old = rules('BUG', [
  {
    says: 'bad unlock balance detected!',
    title: 'BUG: bad unlock balance in {fn}',
    blame: { steps: [ALONE, CALL_TRACE, 'trace'] },
  },
  { says: 'held lock freed!', title: 'BUG: held lock freed in {fn}', blame: TAKER },
  {
    says: 'lock held when returning to user space',
    title: 'BUG: lock held when returning to user space in {fn}',
    type: '',
    blame: { steps: [/leaving the kernel with locks still held/, LOCK_AT], plain: true },
    traceless: true,
  },
  { says: '.{0,80}still has locks held!', title: 'BUG: still has locks held in {fn}', blame: TAKER },
  {
    says: '[Ii]nvalid wait context',
    title: 'WARNING: locking bug in {fn}',
    blame: { steps: [CALL_TRACE, 'trace'], skip: /lock_sock|release_sock/ },
  },
]);

export const lockdep: readonly Family[] = [
  {
    opens: [
      'WARNING: possible ',
      'IRQ-unsafe lock order',
      'WARNING: inconsistent lock',
      'WARNING: bad unlock',
      'WARNING: held lock',
      'WARNING: lock held',
      'WARNING: Nested lock',
      'WARNING: invalid wait',
      'WARNING: suspicious ',
    ],
    lead: /^(?:WARNING: \S{1,20} -> \S{0,12}|\[ INFO: \S{1,20} -> \S{0,12})$/,
    rules: [...now, ...before],
  },
  { opens: ['still has locks held'], lead: /^(?:WARNING: |\[ BUG: )\S{1,60} $/, rules: [...now, ...old] },
  {
    opens: ['INFO: possible ', 'INFO: inconsistent lock', 'INFO: suspicious ', 'INFO: trying to register'],
    rules: before,
  },
  { opens: ['BUG: bad unlock', 'BUG: held lock', 'BUG: lock held', 'BUG: Invalid wait'], rules: old },
  {
    opens: ['BUG: MAX_'],
    rules: [
      {
        says: /^BUG: (MAX_[A-Z_]{3,40} too (?:low|small)!)/,
        title: 'BUG: {1}',
        type: '',
        traceless: true,
      },
    ],
  },
];
