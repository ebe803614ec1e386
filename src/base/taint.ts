/** A reason why a kernel calls itself tainted. */
export interface TaintFlag {
  /** As it stands after `Tainted:`. */
  readonly letter: string;
  /** Its bit in /proc/sys/kernel/tainted. */
  readonly bit: number;
  /** As the verbose line of Linux 6.12 and later names it: `[W]=WARN`. */
  readonly name: string;
  /** What it says, for people. */
  readonly means: string;
}

/** Bits and letters as in `taint_flags` of kernel/panic.c and Documentation/admin-guide/tainted-kernels.rst. */
const MAINLINE: readonly TaintFlag[] = [
  flag(0, 'P', 'PROPRIETARY_MODULE', 'a module with a proprietary licence was loaded'),
  flag(1, 'F', 'FORCED_MODULE', 'a module was loaded by force, past the check of its version'),
  flag(2, 'S', 'CPU_OUT_OF_SPEC', 'the processor or system is used outside its specification'),
  flag(3, 'R', 'FORCED_RMMOD', 'a module was unloaded by force'),
  flag(4, 'M', 'MACHINE_CHECK', 'the processor reported a machine check: a hardware error'),
  flag(5, 'B', 'BAD_PAGE', 'a page or slab in a bad state was found: memory was corrupted'),
  flag(6, 'U', 'USER', 'a program asked for the taint'),
  flag(7, 'D', 'DIE', 'the kernel died before: an oops or BUG came earlier in this boot'),
  flag(8, 'A', 'OVERRIDDEN_ACPI_TABLE', "a table of the firmware's ACPI was replaced by the user"),
  flag(9, 'W', 'WARN', 'a kernel warning came earlier in this boot'),
  flag(10, 'C', 'CRAP', 'a driver of the staging tree was loaded'),
  flag(11, 'I', 'FIRMWARE_WORKAROUND', 'a severe fault of the firmware is worked around'),
  flag(12, 'O', 'OOT_MODULE', 'a module that is not part of the kernel tree was loaded'),
  flag(13, 'E', 'UNSIGNED_MODULE', 'a module without a valid signature was loaded'),
  flag(14, 'L', 'SOFTLOCKUP', 'a soft lockup came earlier in this boot'),
  flag(15, 'K', 'LIVEPATCH', 'the kernel was patched while it ran'),
  flag(16, 'X', 'AUX', "a taint of the distribution's own (on SUSE: a module supported by somebody else)"),
  flag(17, 'T', 'RANDSTRUCT', 'the kernel was built with randomised structure layout'),
  flag(18, 'N', 'TEST', 'an in-kernel test was run (on SUSE: a module without support was loaded)'),
  flag(19, 'J', 'FWCTL', 'a program changed a device through its firmware interface (fwctl)'),
];

/** Red Hat's own, in the bits it keeps for itself (include/linux/panic.h of RHEL kernels). */
const RED_HAT: readonly TaintFlag[] = [
  flag(26, 'p', 'PARTNER_SUPPORTED', 'Red Hat: a driver that a partner supports is in use'),
  flag(27, 'r', 'SUPPORT_REMOVED', 'Red Hat: a driver or device whose support was removed is in use'),
  flag(28, 'H', 'HARDWARE_UNSUPPORTED', 'Red Hat: the hardware is not supported'),
  flag(29, 'T', 'TECH_PREVIEW', 'Red Hat: a feature in technology preview is in use'),
  flag(30, 'u', 'UNPRIVILEGED_BPF', 'Red Hat: unprivileged BPF was allowed'),
];

/** Stands in the place of `P` when every module has a free licence: no taint by itself. */
const FREE = 'G';

function flag(bit: number, letter: string, name: string, means: string): TaintFlag {
  return { letter, bit, name, means };
}

const BY_LETTER = new Map([...RED_HAT, ...MAINLINE].map(known => [known.letter, known]));
const RED_HAT_BY_LETTER = new Map(RED_HAT.map(known => [known.letter, known]));

/**
 * The reasons in a taint mark: what follows `Tainted:` up to the release (`G        W  OE`). Letters that nobody documents are left out.
 * Red Hat's kernels print `-` for their own unused places, and there `T` stands among those.
 */
export function taintFlags(mark: string): readonly TaintFlag[] {
  const found: TaintFlag[] = [];
  let redHat = false;
  for (const letter of mark) {
    if (letter === '-') redHat = true;
    if (letter === ' ' || letter === '-' || letter === FREE) continue;
    const known = (redHat ? RED_HAT_BY_LETTER.get(letter) : undefined) ?? BY_LETTER.get(letter);
    if (known !== undefined && !found.includes(known)) found.push(known);
  }
  return found;
}

/** True for a word that can stand in a taint mark: letters in use, or Red Hat's dashes. */
export function isTaintMark(word: string): boolean {
  if (word.length === 0 || word.length > 40) return false;
  for (const letter of word)
    if (letter !== '-' && letter !== FREE && letter !== '?' && !BY_LETTER.has(letter)) return false;
  return true;
}

/** The reasons in the number of /proc/sys/kernel/tainted; bits that nobody documents are named as such. */
export function taintFlagsOfMask(mask: number): readonly TaintFlag[] {
  const found: TaintFlag[] = [];
  if (!Number.isSafeInteger(mask) || mask <= 0) return found;
  let rest = BigInt(mask);
  for (let bit = 0; rest > 0n; bit++, rest >>= 1n) {
    if ((rest & 1n) === 0n) continue;
    const known = MAINLINE.find(entry => entry.bit === bit) ?? RED_HAT.find(entry => entry.bit === bit);
    found.push(known ?? flag(bit, '?', `BIT_${bit}`, `bit ${bit}, which no kernel known here defines`));
  }
  return found;
}
