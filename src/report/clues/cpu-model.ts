import type { Line } from '../line.js';
import type { ClueReader } from '../reader.js';

/** `smpboot: CPU0: Intel(R) Xeon(R) … (family: 0x6, model: 0x55, stepping: 0x4)`, before 4.0 `(fam: 06, model: 2d, stepping: 07)`; all hexadecimal (print_cpu_info). */
const BOOT =
  /CPU\d{0,5}: (.{1,100}?) \((?:family|fam): (?:0x)?([0-9a-f]{1,3}), model: (?:0x)?([0-9a-f]{1,3})(?:, stepping: (?:0x)?([0-9a-f]{1,2}))?\)/;
/** `Booting Linux on physical CPU 0x0000000000 [0x413fd0c1]`: arm64's MIDR (arch/arm64/kernel/setup.c). */
const MIDR = /^Booting Linux on physical CPU 0x[0-9a-f]{1,16} \[(0x[0-9a-f]{8})\]/;
/** A line of /proc/cpuinfo. */
const INFO = /^(model name|cpu family|model|stepping|microcode)\s{0,8}: (.{1,120})$/;

/** The processor. Parts: `family`, `model`, `stepping` as decimal numbers, or `midr`. */
export const cpuModel: ClueReader = {
  name: 'cpu-model',
  anchors: ['(family: 0x', '(fam: 0', 'Booting Linux on physical CPU', 'model name\t', 'model name :'],
  // The neighbours in /proc/cpuinfo.
  context: 512,
  read(lines, index) {
    const line = lines[index]!;
    const text = line.text.trim();
    if (text.length > 400) return [];
    const boot = BOOT.exec(text);
    if (boot !== null) {
      const parts: Record<string, string> = { family: decimal(boot[2]!), model: decimal(boot[3]!) };
      if (boot[4] !== undefined) parts['stepping'] = decimal(boot[4]);
      return [{ name: 'cpu-model', value: boot[1]!.trim(), parts, line: line.number }];
    }
    const midr = MIDR.exec(text);
    if (midr !== null)
      return [{ name: 'cpu-model', value: midr[1]!, parts: { midr: midr[1]! }, line: line.number }];
    const info = INFO.exec(text);
    if (info === null || info[1] !== 'model name') return [];
    return [{ name: 'cpu-model', value: info[2]!.trim(), parts: cpuInfo(lines, index), line: line.number }];
  },
};

function decimal(hex: string): string {
  return String(Number.parseInt(hex, 16));
}

/** The neighbours of `model name` in /proc/cpuinfo, decimal there. */
function cpuInfo(lines: readonly Line[], index: number): Record<string, string> {
  const parts: Record<string, string> = {};
  for (let i = Math.max(0, index - 4); i <= index + 4 && i < lines.length; i++) {
    const match = lines[i]!.text.length > 200 ? null : INFO.exec(lines[i]!.text.trim());
    if (match === null || match[1] === 'model name') continue;
    parts[match[1] === 'cpu family' ? 'family' : match[1]!] = match[2]!.trim();
  }
  return parts;
}
