import type { ClueReader } from '../reader.js';

const KERNEL = 'ernel command line: ';
const EARLY = 'Command line: ';
/** Parameters that a boot loader or an installation passes to nearly every kernel. */
const USUAL =
  /(?:^| )(?:BOOT_IMAGE=|root=|console=|initrd=|rdinit=|init=|crashkernel=|ro(?: |$)|rw(?: |$)|quiet(?: |$)|panic=|nokaslr|mem=|earlyprintk)/;

/** `Kernel command line: BOOT_IMAGE=…` (init/main.c) and x86's earlier `Command line: …`. Other programs have command lines too. */
export const commandLine: ClueReader = {
  name: 'command-line',
  anchors: [KERNEL, EARLY],
  read(lines, index) {
    const line = lines[index]!;
    const match = /^(?:Kernel command|Command) line: {0,4}(.{1,4096})$/.exec(line.text.trim());
    if (match === null || !(line.prefixed || USUAL.test(match[1]!))) return [];
    return [{ name: 'command-line', value: match[1]!.trim(), line: line.number }];
  },
};
