import type { Line } from '../line.js';
import type { Collected } from './collect.js';

/**
 * A crash that only follows from something else having gone wrong in user space: init died, or the kernel killed what the machine cannot do
 * without. Looked for in the lines before the report and its own.
 */
const CAUSES =
  /INIT: PANIC: segmentation violation!|signal SIGBUS: bus error|SYZFAIL: SIGBUS|(?:Out of memory: Kill process|Killed process) .{0,80}\((?:sshd|syz-executor)\)|lowmemorykiller: Killing '(?:sshd|syz-executor)'|panic: (?:failed to (?:start executor binary|create temp dir)|executor failed: pthread_create failed)|fatal error: unexpected signal during runtime execution|\*\*\* stack smashing detected \*\*\*: terminated/;

/** Quickly tells most lines apart. */
const MAYBE = /SIG|PANIC|ill|panic|fatal|smash/;

/** The line that makes a report of little interest, or null. */
export function suppressedBy(lines: readonly Line[], collected: Collected): Line | null {
  for (let i = Math.max(0, collected.start - 400); i < collected.end; i++) {
    const { text } = lines[i]!;
    if (MAYBE.test(text) && CAUSES.test(text)) return lines[i]!;
  }
  return null;
}
