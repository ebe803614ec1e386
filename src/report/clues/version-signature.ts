import type { ClueReader } from '../reader.js';

/** Ubuntu's own name of a kernel with its upstream base: /proc/version_signature, and in parentheses at the end of `Linux version …`. */
const SIGNATURE =
  /Ubuntu \d{1,3}\.\d{1,4}(?:\.\d{1,4})?-[\w.~+-]{1,64} \d{1,3}\.\d{1,4}(?:\.\d{1,6})?(?:-rc\d{1,2})?/;
const WHOLE = new RegExp(`^${SIGNATURE.source}$`);
const IN_BANNER = new RegExp(`\\((${SIGNATURE.source})\\)$`);

export const versionSignature: ClueReader = {
  name: 'version-signature',
  anchors: ['Ubuntu '],
  read(lines, index) {
    const line = lines[index]!;
    const text = line.text.trim();
    if (text.length > 1024) return [];
    const whole = WHOLE.exec(text);
    const inBanner = text.includes('Linux version ') ? IN_BANNER.exec(text) : null;
    const value = whole?.[0] ?? inBanner?.[1];
    return value === undefined ? [] : [{ name: 'version-signature', value, line: line.number }];
  },
};
