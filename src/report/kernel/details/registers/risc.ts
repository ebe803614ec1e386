import { eachPair, type RegisterReader } from './dump.js';

const RISCV_PAIR =
  /(?<![a-z0-9])(epc|ra|sp|gp|tp|[ats][0-9]{1,2}|status|badaddr|cause) {0,2}: ([0-9a-f]{8,16})(?![0-9a-f])/g;
const RISCV_SYMBOL = /^epc : (\S{1,160}\+0x[0-9a-f]{1,8}\/0x[0-9a-f]{1,8})/;

/** riscv (arch/riscv/kernel/process.c, __show_regs): `epc : func+0x72/0xb2`, then `epc : … ra : … sp : …`, last `status: … badaddr: … cause: …`. */
export const riscv: RegisterReader = {
  architecture: 'riscv64',
  read(text, found) {
    if (!/^(?:epc|ra|gp|t[0-9]|s[0-9]{1,2}|a[0-9]|status) {0,2}: /.test(text)) return null;
    const symbol = RISCV_SYMBOL.exec(text);
    if (symbol !== null) {
      found('epc-symbol', symbol[1]!);
      return 'begin';
    }
    return eachPair(RISCV_PAIR, text, found) ? 'more' : null;
  },
};

const NUMBERED = /^\$ {0,2}([0-9]{1,2}) {0,4}: {1,3}([0-9a-f ]{8,80})/;
const MIPS_SINGLE = /^(Hi|Lo|Acx|epc|ra|era|Status|Cause|BadVA|PrId) {0,5}: ([0-9a-f]{8,16})(?![0-9a-f])/;
const LOONG_CSR = /(?<![A-Za-z])CSR (crmd|prmd|euen|ecfg|estat): ([0-9a-f]{8})/g;

function numbered(text: string, found: (name: string, value: string) => void): boolean {
  const row = NUMBERED.exec(text);
  if (row === null) return false;
  let index = Number(row[1]);
  for (const value of row[2]!.trim().split(/ +/)) {
    if (!/^[0-9a-f]{8,16}$/.test(value) || index > 31) break;
    found(`$${index++}`, value);
  }
  return true;
}

/** mips (arch/mips/kernel/traps.c, __show_regs): rows `$ 0   : v v v v`, then `epc   : value func`. */
export const mips: RegisterReader = {
  architecture: 'mips',
  read(text, found) {
    if (numbered(text, found)) return 'more';
    const single = MIPS_SINGLE.exec(text);
    if (single === null || single[1] === 'era') return null;
    if (single[1] === 'Status' && /\bUSER\b/.test(text)) return 'user';
    found(single[1]!, single[2]!);
    return 'more';
  },
};

const LOONG_NEW = /(?<![a-z0-9])(pc|ra|tp|sp|[ast][0-9]|u0|fp) ([0-9a-f]{16})(?![0-9a-f])/g;
const LOONG_NAMED = /^(ra|ERA|CRMD|PRMD|EUEN|ECFG|ESTAT|BADV|PRID): ([0-9a-f]{8,16})(?![0-9a-f])/;

/** loongarch (arch/loongarch/kernel/traps.c): `pc … ra … tp … sp …` since 6.2, mips-like rows with `era` before. */
export const loongarch: RegisterReader = {
  architecture: 'loongarch64',
  read(text, found) {
    if (/^(?:pc|a[04]|t[048]|s[15]) [0-9a-f]{16} /.test(text)) {
      const any = eachPair(LOONG_NEW, text, found);
      return any ? (text.startsWith('pc ') ? 'begin' : 'more') : null;
    }
    const named = LOONG_NAMED.exec(text);
    if (named !== null) {
      found(named[1]!, named[2]!);
      return 'more';
    }
    const single = /^(era) {0,5}: ([0-9a-f]{16})/.exec(text);
    if (single !== null) {
      found(single[1]!, single[2]!);
      return 'more';
    }
    if (text.startsWith('CSR ')) return eachPair(LOONG_CSR, text, found) ? 'more' : null;
    return numbered(text, found) ? 'more' : null;
  },
};
