import type { Line } from '../line.js';
import type { Collected } from './collect.js';

/**
 * A crash that only follows from something else having gone wrong in user space: init died, or the kernel killed what the machine cannot do
 * without. Looked for in the lines before the report and its own.
 */
const CAUSES =
  /INIT: PANIC: segmentation violation!|SIGBUS: bus error|SYZFAIL: SIGBUS|(?:Out of memory: Killed? process|Killed process) [^(]{0,40}\((?:sshd|syz-fuzzer|syz-executor|init|systemd)\)|lowmemorykiller: Killing '(?:sshd|syz-fuzzer)/;

/** The line that makes a report of little interest, or null. */
export function suppressedBy(lines: readonly Line[], collected: Collected): Line | null {
  for (let i = Math.max(0, collected.start - 400); i < collected.end; i++) {
    const { text } = lines[i]!;
    if ((text.includes('IN') || text.includes('SIG') || text.includes('ill')) && CAUSES.test(text))
      return lines[i]!;
  }
  return null;
}
