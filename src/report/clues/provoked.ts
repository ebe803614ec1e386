import type { ClueReader } from '../reader.js';

const LKDTM = 'lkdtm: Performing direct entry ';
const SYSRQ = ': Trigger a crash';

/**
 * A crash that somebody asked for: the kernel's crash test module says what it is about to do (drivers/misc/lkdtm/core.c), and so does
 * the sysrq key (drivers/tty/sysrq.c).
 */
export const provoked: ClueReader = {
  name: 'provoked',
  anchors: [LKDTM, SYSRQ],
  read(lines, index) {
    const { text, number } = lines[index]!;
    const entry = /^lkdtm: Performing direct entry (\w{1,64})/.exec(text)?.[1];
    if (entry !== undefined) return [{ name: 'provoked', value: `lkdtm ${entry}`, line: number }];
    return /^sys[rR]q ?: Trigger a crash/.test(text)
      ? [{ name: 'provoked', value: 'sysrq', line: number }]
      : [];
  },
};
