import { signalName } from '../../../../base/index.js';
import type { Explain, Explanation } from './context.js';

const PANIC = 'Kernel panic - not syncing';

/** Texts of panic() that say why, and what that means. */
const REASONS: readonly { readonly text: RegExp; readonly says: (match: RegExpExecArray) => string }[] = [
  {
    text: /Attempted to kill init! ?(?:exitcode=0x([0-9a-f]{8}))?/,
    says: match => initDied(match[1]),
  },
  {
    text: /Attempted to kill the idle task|Attempted to kill the idle/,
    says: () => 'The fault hit the idle task, which cannot be ended: the whole machine had to stop.',
  },
  {
    text: /Fatal exception in interrupt/,
    says: () =>
      'The fault came while an interrupt was served: no task could be ended for it, so the machine had to stop.',
  },
  {
    text: /panic_on_warn set/,
    says: () =>
      'The warning before it would not stop the machine by itself: the setting kernel.panic_on_warn made a panic of it.',
  },
  {
    text: /hung_task: blocked tasks/,
    says: () =>
      'Tasks that waited too long would not stop the machine by themselves: kernel.hung_task_panic made a panic of it.',
  },
  {
    text: /softlockup: hung tasks/,
    says: () =>
      'A processor that did not switch tasks in time would not stop the machine by itself: kernel.softlockup_panic made a panic of it.',
  },
  {
    text: /Hard LOCKUP/,
    says: () =>
      'A processor took no interrupts for some ten seconds, and the settings make a panic of that (kernel.nmi_watchdog with panic, or kernel.hardlockup_panic).',
  },
  {
    text: /[oO]ut of memory[:.] (?:compulsory )?panic_on_oom|Out of memory: (?:system-wide|compulsory) panic_on_oom/,
    says: () =>
      'Memory ran out, and vm.panic_on_oom makes a panic of that where otherwise a process would be killed.',
  },
  {
    text: /System is deadlocked on memory|Out of memory and no killable processes/,
    says: () =>
      'Memory ran out and no process was left that could be killed: what holds the memory is the kernel, or processes that may not be killed.',
  },
  {
    text: /sysrq triggered crash|SysRq : Trigger a crash/,
    says: () =>
      'Somebody asked for this crash (SysRq c): it is a test or was done to get a dump, and no fault.',
  },
  {
    text: /Fatal (?:local )?machine check|Machine check from unknown source|Timeout: Not all CPUs entered broadcast exception handler|Memory error not recovered|Fatal hardware error/i,
    says: () =>
      'The processor or the firmware reported an error of the hardware that cannot be worked around: look at the machine-check lines before it, not at the trace.',
  },
  {
    text: /NMI: Not continuing|An NMI occurred|NMI: Memory parity error|NMI: IOCK error/,
    says: () =>
      'A non-maskable interrupt stopped the machine: hardware errors, the watchdog of the board, or an NMI button raise it.',
  },
  {
    text: /VFS: Unable to mount root fs/,
    says: () =>
      'No root file system could be mounted: the driver or the initramfs is missing, or root= names what is not there. The kernel itself is in order.',
  },
  {
    text: /No working init found|Requested init \S{1,200} failed/,
    says: () =>
      'No program could be started as the first process: it is missing, for another architecture, or its loader or libraries are missing.',
  },
];

/** What a panic's own words mean. */
export const panic: Explain = ({ lines }) => {
  const said: Explanation[] = [];
  for (const { text, number } of lines) {
    const at = text.indexOf(PANIC);
    if (at < 0) continue;
    const reason = text.slice(at + PANIC.length, at + 400);
    for (const { text: pattern, says } of REASONS) {
      const match = pattern.exec(reason);
      if (match === null) continue;
      const sentence = says(match);
      if (!said.some(known => known.says === sentence)) said.push({ says: sentence, line: number });
      break;
    }
  }
  return said;
};

/** The wait status of process 1 (kernel/exit.c): signal in the low seven bits, exit status in the next eight. */
function initDied(code: string | undefined): string {
  const first = 'The first process (PID 1) ended, and without it the kernel cannot go on';
  if (code === undefined) return `${first}.`;
  const value = Number.parseInt(code, 16);
  const signal = value & 0x7f;
  if (signal === 0) {
    const status = (value >> 8) & 0xff;
    return `${first}: it exited by itself with status ${status}. The cause is in user space (the init program, its files or libraries), if no oops precedes it.`;
  }
  const name = signalName(signal) ?? `signal ${signal}`;
  const rest =
    signal === 7
      ? 'SIGBUS at that place mostly means that its file could not be read: look for errors of the disk before it.'
      : signal === 9
        ? 'A kernel oops in its name, or somebody with the right to do so, killed it.'
        : 'An oops in its name, damaged files or libraries, or bad memory can be behind it.';
  return `${first}: it was killed by ${name}. ${rest}`;
}
