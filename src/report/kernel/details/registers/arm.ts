import { eachPair, type RegisterReader } from './dump.js';

/** `pc : func+0x14/0x28` since 4.x, `PC is at func+0x14/0x28` before; `pc : [<addr>] lr : [<addr>] pstate: 60000145`. */
const POINTER = /(?<![a-z0-9])(pc|lr) : (?:\[<([0-9a-f]{8,16})>\]|(\S{1,200}))/g;
const IS_AT = /^(PC|LR) is at (\S{1,200})/;

function pointers(text: string, found: (name: string, value: string) => void): boolean {
  const at = IS_AT.exec(text);
  if (at !== null) {
    found(at[1]!.toLowerCase(), at[2]!);
    return true;
  }
  let any = false;
  for (const match of text.matchAll(POINTER)) {
    found(match[1]!, match[2] ?? match[3]!);
    any = true;
  }
  return any;
}

const ARM64_PAIR =
  /(?<![A-Za-z0-9])(x[0-9]{1,2}|sp|pstate|psr|pmr_save|pmr) {0,1}: ([0-9a-f]{8,16})(?![0-9a-f])/g;

/** arm64 (arch/arm64/kernel/process.c, __show_regs). */
export const arm64: RegisterReader = {
  architecture: 'aarch64',
  read(text, found) {
    // 32-bit arm says `psr:` and r-registers; the pair `pc : … lr : …` alone tells the two apart by the width of addresses.
    if (/^(?:x[0-9]{1,2} ?: |pstate: )/.test(text)) {
      const any = eachPair(ARM64_PAIR, text, found);
      return any ? (text.startsWith('pstate') ? 'begin' : 'more') : null;
    }
    if (/^sp : [0-9a-f]{16}/.test(text)) return eachPair(ARM64_PAIR, text, found) ? 'more' : null;
    if (/^(?:pc|lr) : /.test(text) || /^(?:PC|LR) is at /.test(text)) {
      if (text.includes('psr: ')) return null;
      eachPair(ARM64_PAIR, text, found);
      return pointers(text, found) ? 'more' : null;
    }
    return null;
  },
};

const ARM_PAIR =
  /(?<![A-Za-z0-9])(r[0-9]{1,2}|sp|ip|fp|psr|Control|Table|DAC) {0,2}: {0,2}([0-9a-f]{8})(?![0-9a-f])/g;

/** arm (arch/arm/kernel/process.c, __show_regs). */
export const arm: RegisterReader = {
  architecture: 'arm',
  read(text, found) {
    if (/^(?:r[0-9]{1,2} {0,2}:|sp : [0-9a-f]{8} {1,2}ip : |Control: )/.test(text))
      return eachPair(ARM_PAIR, text, found) ? 'more' : null;
    if (/^pc : \[<[0-9a-f]{8}>\]/.test(text) || /^(?:PC|LR) is at /.test(text)) {
      eachPair(ARM_PAIR, text, found);
      return pointers(text, found) ? 'more' : null;
    }
    // `Flags: nzCv  IRQs on  FIQs on  Mode SVC_32  ISA ARM`: the mode at the fault.
    return /^Flags: .{1,120}Mode USER_/.test(text) ? 'user' : null;
  },
};
