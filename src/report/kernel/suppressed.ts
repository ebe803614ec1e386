import type { Hit, Line } from '../line.js';

/**
 * Something that went wrong in user space and takes the kernel with it: init died, or what the machine cannot do without was killed. A crash
 * in the same log is of little interest. The texts are those of init, of the kernel's OOM killer, and of syzkaller's programs.
 */
const CAUSES =
  /INIT: PANIC: segmentation violation!|signal SIGBUS: bus error|SYZFAIL: SIGBUS|(?:Out of memory: Kill process|Killed process) .{0,80}\((?:sshd|syz-executor)\)|lowmemorykiller: Killing '(?:sshd|syz-executor)'|panic: (?:failed to (?:start executor binary|create temp dir)|executor failed: pthread_create failed)|fatal error: unexpected signal during runtime execution|\*\*\* stack smashing detected \*\*\*: terminated/;
/** Texts one of which is in every such line: anchors of the reader, so that no line without them is looked at. */
export const SUPPRESSING: readonly string[] = [
  'INIT: PANIC: segmentation',
  'signal SIGBUS: bus error',
  'SYZFAIL: SIGBUS',
  'Out of memory: Kill process',
  'Killed process ',
  "lowmemorykiller: Killing '",
  'panic: failed to start executor',
  'panic: failed to create temp',
  'panic: executor failed: pthread',
  'fatal error: unexpected signal during',
  '*** stack smashing detected ***',
];
const ANCHORS: ReadonlySet<string> = new Set(SUPPRESSING);

/** Index of the first line that makes the reports which end after it of little interest; -1 where there is none. */
export function firstSuppressing(lines: readonly Line[], hits: readonly Hit[]): number {
  for (const { index, anchor } of hits) {
    if (!ANCHORS.has(anchor)) continue;
    const { text } = lines[index]!;
    if (text.length < 4000 && CAUSES.test(text)) return index;
  }
  return -1;
}
