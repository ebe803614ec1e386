import type { ClueReader } from '../reader.js';
import { decodeSignature } from './cpuid.js';

/**
 * What the microcode loader says (arch/x86/kernel/cpu/microcode): `microcode updated early to revision 0xf0, date = …`, since 6.7
 * `Current revision: 0x…`; `sig=0x50654, pf=0x1, revision=0x2000064`; AMD `patch_level=0x0830107a`.
 */
const REVISIONS: readonly RegExp[] = [
  /^microcode: Current revision: (0x[0-9a-f]{1,8})/,
  /microcode updated early to (?:new )?(?:revision |patch_level=)(0x[0-9a-f]{1,8})/,
  /^microcode: (?:CPU\d{1,5}:? )?sig=0x([0-9a-f]{3,8}), pf=0x[0-9a-f]{1,8}, revision=(0x[0-9a-f]{1,8})/,
  /^microcode: CPU\d{1,5}: (?:new )?patch_level=(0x[0-9a-f]{1,8})/,
];
/** A machine check names it too: `PROCESSOR 0:50654 TIME 1564 SOCKET 0 APIC 0 microcode 2000043` (arch/x86/kernel/cpu/mce/core.c). */
const MACHINE_CHECK =
  /PROCESSOR \d{1,3}:([0-9a-f]{3,8}) TIME \d{1,12} SOCKET \d{1,6} APIC [0-9a-f]{1,6} microcode ([0-9a-f]{1,8})/;

/** The microcode revision, as `0x…`. Parts: family, model and stepping where the line has the processor's signature. */
export const microcode: ClueReader = {
  name: 'microcode',
  anchors: ['microcode: ', 'microcode updated early', 'PROCESSOR '],
  read(lines, index) {
    const line = lines[index]!;
    const text = line.text.trim();
    if (text.length > 400) return [];
    const check = MACHINE_CHECK.exec(text);
    if (check !== null) return observe(`0x${check[2]}`, check[1]!, line.number);
    for (const pattern of REVISIONS) {
      const match = pattern.exec(text);
      if (match === null) continue;
      return match[2] === undefined
        ? observe(match[1]!, null, line.number)
        : observe(match[2], match[1]!, line.number);
    }
    return [];
  },
};

function observe(value: string, signature: string | null, line: number) {
  const parts = signature === null ? null : decodeSignature(signature);
  return [{ name: 'microcode' as const, value, ...(parts === null ? {} : { parts }), line }];
}
