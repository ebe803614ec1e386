/** Longer titles are two lines run together. */
const LONGEST = 120;

/** What differs between two crashes of the same bug, and what stands for it in a title; each until nothing changes. */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
  [/syz-executor\.?\d{1,10}(?:[/:]\d{1,10})?/g, 'syz-executor'],
  [/syzkaller\d{1,12}(?:[/:]\d{1,10})?/g, 'syzkaller'],
  [/(?<![a-zA-Z0-9])(?<=.)(?:0x)?[0-9a-f]{6,}/g, 'ADDR'],
  [/\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}/g, 'IP'],
  [/(\.\w{1,20}):\d{1,10}(?::\d{1,10})?/g, '$1:LINE'],
  [/([a-zA-Z][\w.]{1,200})\+0x[0-9a-z]{1,16}\/0x[0-9a-z]{1,16}/g, '$1'],
  [/CPU#\d{1,5}/g, 'CPU'],
  [/(?<=\W)\d{1,20}(?=\W|$)/g, 'NUM'],
  [/\d{7,}/g, 'NUM'],
];

/** A title without the numbers of one machine and one run, and without what a console cannot print. */
export function plainTitle(title: string): string {
  let plain = title
    .slice(0, LONGEST)
    .replace(/\t/g, ' ')
    .replace(/[^ -~]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  for (const [what, by] of VARIABLE) plain = plain.replace(what, by);
  return plain;
}
