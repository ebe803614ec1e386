import type { ClueReader } from '../reader.js';

const ANCHOR = 'Linux version ';

/** `Linux version 6.1.0-28-amd64 (build@host) (gcc …) #1 SMP …` (init/version.c, linux_banner): the machine that wrote the log. */
export const linuxVersion: ClueReader = {
  name: 'linux-version',
  anchors: [ANCHOR],
  read(lines, index) {
    const line = lines[index]!;
    const at = line.text.indexOf(ANCHOR);
    // The banner begins its line; in the middle of a sentence it is somebody talking about kernels.
    if (at < 0 || at > 2) return [];
    return [{ name: 'linux-version', value: line.text.slice(at).trim().slice(0, 1024), line: line.number }];
  },
};
