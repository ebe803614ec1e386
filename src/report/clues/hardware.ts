import type { ClueReader } from '../reader.js';

const NAME = 'Hardware name: ';
const DMI = 'DMI: ';

/** `Hardware name: VENDOR MODEL/BOARD, BIOS …` in dumps (lib/dump_stack.c), `DMI: …, BIOS …` at boot (drivers/firmware/dmi_scan.c). */
export const hardware: ClueReader = {
  name: 'hardware',
  anchors: [NAME, DMI],
  read(lines, index) {
    const line = lines[index]!;
    const text = line.text.trim();
    const value = text.startsWith(NAME)
      ? text.slice(NAME.length)
      : text.startsWith(DMI) && text.includes(', BIOS ')
        ? text.slice(DMI.length)
        : '';
    return value.trim() === ''
      ? []
      : [{ name: 'hardware', value: value.trim().slice(0, 256), line: line.number }];
  },
};
