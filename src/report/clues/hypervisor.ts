import type { ClueReader } from '../reader.js';

/** `Hypervisor detected: KVM` (arch/x86/kernel/cpu/hypervisor.c); `Booting paravirtualized kernel on KVM`: this machine is a virtual one. */
const DETECTED =
  /^(?:Hypervisor detected: |Booting paravirtualized kernel (?:with PVH extensions )?on )(.{1,60})$/;

export const hypervisor: ClueReader = {
  name: 'hypervisor',
  anchors: ['Hypervisor detected: ', 'Booting paravirtualized kernel'],
  read(lines, index) {
    const line = lines[index]!;
    const match = DETECTED.exec(line.text.trim());
    if (match === null) return [];
    const value = match[1]!.trim();
    if (value === 'bare hardware') return [];
    return [{ name: 'hypervisor', value, line: line.number }];
  },
};
