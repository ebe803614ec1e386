import { CALL_TRACE } from '../patterns.js';
import type { Rule } from '../rule.js';

/**
 * Messages in the form of a report whose words no rule knows: a new kernel's, a vendor's, a driver's. By the convention of syzbot's titles the
 * line itself is the title, without the numbers of one run.
 */
export const UNKNOWN: readonly Rule[] = [
  {
    says: /^(?:BUG|WARNING|INFO): \S/,
    title: '{line}',
    type: '',
    suspect: { steps: ['pointer', CALL_TRACE, 'trace'] },
  },
];

/**
 * What begins like one of these and is none: said by the way, often in the middle of a report or before somebody else's trace
 * (kernel/locking/lockdep.c, arch/x86/kernel/nmi.c, fs/namespace.c, arch/x86/kernel/cpu/bugs.c, kernel/hung_task.c, mm/slub.c).
 */
const ASIDE =
  /^(?:INFO: (?:lockdep is turned off|NMI handler |recovery required|Stall ended|task .{1,80} is blocked on|task .{1,80} blocked on|(?:Slab|Object|Freed|Allocated|Padding|0x)|(?:self-detected|rcu)|Cannot |No )|WARNING: (?:[Tt]he mand mount|Unprivileged eBPF|See http|kernel not compiled|Spectre|CPU: ?\d{1,5} ?$)|BUG: Bad page (?:state|map): \d)/;

/** Whether a line may open a report that no rule knows. */
export function maybeReport(text: string): boolean {
  const first = text.charCodeAt(0);
  // B, W, I.
  if (first !== 66 && first !== 87 && first !== 73) return false;
  return UNKNOWN[0]!.says.test(text) && text.length < 400 && !ASIDE.test(text);
}
