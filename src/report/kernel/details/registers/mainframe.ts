import { eachPair, type RegisterReader } from './dump.js';

const PPC_PAIR =
  /(?<![A-Za-z0-9])(NIP|LR|CTR|MSR|CR|XER|CFAR|DAR|DEAR|DSISR|IRQMASK|TRAP|ESR): {1,2}([0-9a-f]{1,16})(?![0-9a-f])/g;
const PPC_ROW = /^GPR([0-9]{2}): ([0-9a-f ]{8,90})/;

/**
 * powerpc (arch/powerpc/kernel/process.c, __show_regs): `NIP: … LR: … CTR: …`, `MSR: … <SF,EE,…>  CR: …  XER: …`, rows `GPR00: v v v v`.
 * Problem state (PR in the MSR) is user space.
 */
export const ppc64: RegisterReader = {
  architecture: 'ppc64',
  read(text, found) {
    if (/^NIP: {1,2}[0-9a-f]/.test(text)) return eachPair(PPC_PAIR, text, found) ? 'begin' : null;
    if (/^MSR: {1,2}[0-9a-f]/.test(text)) {
      if (/<[A-Z,]{0,60}\bPR\b[A-Z,]{0,60}>/.test(text)) return 'user';
      return eachPair(PPC_PAIR, text, found) ? 'more' : null;
    }
    const row = PPC_ROW.exec(text);
    if (row !== null) {
      let index = Number(row[1]);
      for (const value of row[2]!.trim().split(/ +/)) {
        if (!/^[0-9a-f]{8,16}$/.test(value) || index > 31) break;
        found(`GPR${String(index++).padStart(2, '0')}`, value);
      }
      return 'more';
    }
    if (/^(?:CFAR|DAR|REGS|DEAR): /.test(text)) return eachPair(PPC_PAIR, text, found) ? 'more' : null;
    return null;
  },
};

const PSW = /^Krnl PSW : ([0-9a-f]{16}|[0-9a-f]{8}) {1,2}([0-9a-f]{8,16})(?: \((\S{1,160})\))?/;
const GPRS = /^Krnl GPRS: ([0-9a-f ]{8,80})/;

/**
 * s390 (arch/s390/kernel/dumpstack.c, show_registers): `Krnl PSW : mask address (func)`, `Krnl GPRS: v v v v` and three rows more.
 * The reader keeps count of the rows, so each dump needs one of its own.
 */
export function s390x(): RegisterReader {
  let next = -1;
  const row = (values: string, found: (name: string, value: string) => void) => {
    for (const value of values.trim().split(/ +/)) {
      if (!/^[0-9a-f]{8,16}$/.test(value) || next > 15) break;
      found(`R${next++}`, value);
    }
    if (next > 15) next = -1;
  };
  return {
    architecture: 's390x',
    read(text, found) {
      if (text.startsWith('User PSW')) return 'user';
      const psw = PSW.exec(text);
      if (psw !== null) {
        found('PSW-mask', psw[1]!);
        found('PSW', psw[2]!);
        return 'begin';
      }
      const gprs = GPRS.exec(text);
      if (gprs !== null) {
        next = 0;
        row(gprs[1]!, found);
        return 'more';
      }
      if (next > 0 && /^[0-9a-f]{16} [0-9a-f]{16}/.test(text)) {
        row(text, found);
        return 'more';
      }
      return null;
    },
  };
}
