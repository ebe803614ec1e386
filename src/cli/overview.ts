import { table } from '../render/index.js';
import { COMMANDS } from './commands.js';
import { terminalLook } from './output.js';

/** What `kulprit --help` prints. */
export function overview(): string {
  const look = terminalLook();
  return `kulprit answers four questions about a crash nobody can explain:
was it the kernel? which bug? can you prove it? what fixes it?

Usage: kulprit COMMAND [ARGUMENTS]

Commands:
${table(
  look,
  COMMANDS.map(({ name, summary }) => [name, summary]),
  '  ',
)}

  -V, --version  print the version
  -h, --help     this help; kulprit COMMAND --help for one command

Examples:
  kulprit diagnose dmesg.txt          what happened, which known bug, what to do
  journalctl -k -b -1 | kulprit diagnose -
  kulprit diagnose                    this machine's own records
  kulprit check                       which known bugs this host is open to

Exit status: 0 done (diagnose, parse: a crash was found; check: open to none),
1 no crash found, 2 check: open to a bug, 3 check: not decided, 64 wrong usage,
70 a defect of kulprit, 130 interrupted.
`;
}

/** The command a mistyped word is closest to; null when none is close. */
export function nearest(word: string): string | null {
  let best: string | null = null;
  let bestDistance = 3;
  for (const { name } of COMMANDS) {
    const d = distance(word.slice(0, 40), name);
    if (d < bestDistance) {
      bestDistance = d;
      best = name;
    }
  }
  return best;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
