/** What differs between two crashes of the same bug, and what stands for it in a title. */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
  [/\b0x[0-9a-f]+/gi, 'ADDR'],
  [/\b[0-9a-f]{12,16}\b/gi, 'ADDR'],
  [/\b(?=[0-9a-f]{8}\b)(?=[a-f]{0,8}\d)(?=\d{0,8}[a-f])[0-9a-f]{8}\b/gi, 'ADDR'],
  [/\+ADDR\/ADDR/g, ''],
  [/\bcpu ?#?\d+/gi, 'cpuNUM'],
  [/\b\d+(?![\w])/g, 'NUM'],
];

/** A title without the numbers of one machine and one run. */
export function plainTitle(title: string): string {
  let plain = title.slice(0, 300);
  for (const [what, by] of VARIABLE) plain = plain.replace(what, by);
  return plain.trim();
}
