import type { ClueReader } from '../reader.js';

const ANCHOR = 'Linux version ';
/**
 * `Linux version RELEASE (builder@host) (compiler) VERSION` (init/version.c, linux_banner; /proc/version is the same text). The builder's
 * address is what tells it from a sentence about kernels; web pages hide it as `[email protected]`.
 */
const BANNER =
  /^Linux version (\d{1,3}\.\d{1,4}[\w.+~:-]{0,120}) \(([^()\s]{1,100}@[^()\s]{1,120}|\[email.protected\]\S{0,60})\) \(/;

/** The kernel that wrote the log. Parts: `release`, `version` (from `#`) and `compiler` where they can be told. */
export const linuxVersion: ClueReader = {
  name: 'linux-version',
  anchors: [ANCHOR],
  read(lines, index) {
    const line = lines[index]!;
    const at = line.text.indexOf(ANCHOR);
    if (at < 0) return [];
    const value = line.text.slice(at, at + 1024).trim();
    const match = BANNER.exec(value);
    if (match === null) return [];
    const close = closing(value, match[0].length - 1);
    const compiler = close < 0 ? null : value.slice(match[0].length, close).trim();
    const hash = value.indexOf('#', close < 0 ? match[0].length : close);
    return [
      {
        name: 'linux-version',
        value,
        parts: {
          release: match[1]!,
          ...(compiler === null ? {} : { compiler }),
          ...(hash < 0 ? {} : { version: value.slice(hash) }),
        },
        line: line.number,
      },
    ];
  },
};

/** Where the parenthesis that opens at `from` closes; compilers' names have parentheses of their own. -1 when it does not. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && --depth === 0) return i;
  }
  return -1;
}
