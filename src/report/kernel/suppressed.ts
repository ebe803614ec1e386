import type { Line } from '../line.js';

/**
 * Something that went wrong in user space and takes the kernel with it: init died, or what the machine cannot do without was killed. A crash
 * in the same log is of little interest. The texts are those of init, of the kernel's OOM killer, and of syzkaller's programs.
 */
const CAUSES =
  /INIT: PANIC: segmentation violation!|signal SIGBUS: bus error|SYZFAIL: SIGBUS|(?:Out of memory: Kill process|Killed process) .{0,80}\((?:sshd|syz-executor)\)|lowmemorykiller: Killing '(?:sshd|syz-executor)'|panic: (?:failed to (?:start executor binary|create temp dir)|executor failed: pthread_create failed)|fatal error: unexpected signal during runtime execution|\*\*\* stack smashing detected \*\*\*: terminated/;
/** Quickly tells most lines apart. */
const MAYBE = /SIG|PANIC|Kill|panic:|fatal|smash/;

/** Index of the first line that makes the reports which end after it of little interest; -1 where there is none. */
export function firstSuppressing(lines: readonly Line[]): number {
  return lines.findIndex(({ text }) => text.length < 4000 && MAYBE.test(text) && CAUSES.test(text));
}
