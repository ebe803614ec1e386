import { CALL_TRACE, FN } from '../patterns.js';
import type { Family } from '../rule.js';
import { overrunIn } from '../stall.js';

/** panic(): `Kernel panic - not syncing: why` (kernel/panic.c). */
export const panics: readonly Family[] = [
  {
    opens: ['Kernel panic - not syncing'],
    rules: [
      {
        says: /^Kernel panic - not syncing: Attempted to kill init!/,
        title: 'kernel panic: Attempted to kill init!',
        type: 'DoS',
        panic: true,
        traceless: true,
      },
      {
        says: /^Kernel panic - not syncing: (Couldn't open N_TTY ldisc)/,
        title: 'kernel panic: {1}',
        type: 'DoS',
        panic: true,
      },
      {
        says: /^Kernel panic - not syncing: corrupted stack end detected inside scheduler/,
        title: 'kernel panic: corrupted stack end in {fn}',
        alt: ['stack-overflow in {fn}'],
        type: 'DoS',
        panic: true,
        blame: { steps: [], find: overrunIn },
      },
      {
        says: /^Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: (?:0x)?[0-9a-f]{8,16}(?:\s|$)/,
        title: 'kernel panic: stack is corrupted in {fn}',
        type: 'DoS',
        panic: true,
        blame: { steps: [CALL_TRACE, 'trace'], skip: /^__stack_chk/ },
      },
      {
        says: new RegExp(`^Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: ${FN}`),
        title: 'kernel panic: stack is corrupted in {1}',
        type: 'DoS',
        traceless: true,
        panic: true,
      },
      {
        says: /^Kernel panic - not syncing: (?:kernel: )?panic_on_warn set/,
        title: 'kernel panic: panic_on_warn set',
        type: 'DoS',
        panic: true,
        corrupted: 'the panic follows a warning that the log does not have',
      },
      {
        says: /^Kernel panic - not syncing: (Fatal exception|Attempted to kill the idle task|hung_task: blocked tasks|softlockup: hung tasks|Out of memory|System is deadlocked on memory|Fatal hardware error|Fatal machine check|Hard LOCKUP|Watchdog detected hard LOCKUP|VFS: Unable to mount root fs|No working init found|sysrq triggered crash|RCU Stall)/,
        title: 'kernel panic: {1}',
        type: 'DoS',
        panic: true,
      },
      {
        says: /^Kernel panic - not syncing: (\S.{0,200})/,
        title: 'kernel panic: {1}',
        type: 'DoS',
        panic: true,
      },
      {
        says: /^Kernel panic - not syncing/,
        title: 'kernel panic',
        type: 'DoS',
        panic: true,
        corrupted: 'the line that says why the kernel panicked is cut',
      },
    ],
  },
];
