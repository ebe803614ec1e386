import { CALL_TRACE, FN } from '../patterns.js';
import type { Family, Rule } from '../rule.js';
import { overrunIn } from '../stall.js';

const PANIC = '^Kernel panic - not syncing: ';

/** Reasons that are only ever the end of another report: alone they mean that the log has lost it. */
function consequence(reason: string): Rule {
  return {
    says: new RegExp(`${PANIC}${reason}`),
    title: `kernel panic: ${reason}`,
    type: 'DoS',
    corrupted: 'the report that this panic follows from is not in the log',
  };
}

const RULES: readonly Rule[] = [
  {
    says: new RegExp(
      String.raw`${PANIC}stack-protector: Kernel stack is corrupted in: (?!(?:0x)?[0-9a-f]{8,16}(?:\s|$))${FN}`,
    ),
    title: 'kernel panic: stack is corrupted in {1}',
    type: 'DoS',
    // The name is in the line, and the stack is what is damaged.
    traceless: true,
  },
  {
    says: new RegExp(`${PANIC}stack-protector: Kernel stack is corrupted in: [0-9a-fx]`),
    title: 'kernel panic: stack is corrupted in {fn}',
    type: 'DoS',
    blame: { steps: [CALL_TRACE, 'trace'], skip: /stack_chk/ },
  },
  {
    says: new RegExp(`${PANIC}corrupted stack end detected inside scheduler`),
    title: 'kernel panic: corrupted stack end in {fn}',
    alt: ['stack-overflow in {fn}'],
    type: 'DoS',
    blame: { steps: [], find: overrunIn },
  },
  {
    says: new RegExp(`${PANIC}kernel stack overflow`),
    title: 'kernel stack overflow in {fn}',
    alt: ['stack-overflow in {fn}'],
    type: 'DoS',
    blame: { steps: [], find: overrunIn },
  },
  {
    says: new RegExp(`${PANIC}Attempted to kill init!`),
    title: 'kernel panic: Attempted to kill init!',
    type: 'DoS',
  },
  {
    says: new RegExp(`${PANIC}Couldn't open N_TTY ldisc`),
    title: "kernel panic: Couldn't open N_TTY ldisc",
    type: 'DoS',
  },
  // The hardware's word: no trace of the kernel goes with it (arch/x86/kernel/cpu/mce/core.c, mce_panic).
  {
    says: new RegExp(
      `${PANIC}(Fatal (?:local )?[Mm]achine check|Timeout: Not all CPUs entered broadcast exception handler)`,
    ),
    title: 'kernel panic: {1}',
    type: 'DoS',
    traceless: true,
  },
  consequence('Fatal exception'),
  { ...consequence('panic_on_warn set'), says: new RegExp(`${PANIC}(?:\\w{1,20}: )?panic_on_warn set`) },
  consequence('hung_task: blocked tasks'),
  { says: new RegExp(String.raw`${PANIC}(\S.{0,250})`), title: 'kernel panic: {1}', type: 'DoS' },
  {
    says: /^Kernel panic - not syncing/,
    title: 'kernel panic',
    type: 'DoS',
    corrupted: 'the line that says why the kernel panicked is cut',
  },
];

/** panic(): `Kernel panic - not syncing: why` (kernel/panic.c). */
export const panics: readonly Family[] = [
  { opens: ['Kernel panic - not syncing'], rules: RULES.map(rule => ({ ...rule, panic: true })) },
];
