/**
 * Patterns of records: text with `*` for any run of characters, nothing else. Matching takes at most
 * pattern × text steps, so no record can make kulprit hang; regular expressions are not offered for that reason.
 */

/** True where the whole text is like the pattern. Upper and lower case differ. */
export function like(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const c = pattern[p];
    if (c === '*') {
      star = p++;
      resume = t;
    } else if (c === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** The first of the patterns that the text is like, or undefined. */
export function firstLike(patterns: readonly string[], text: string): string | undefined {
  return patterns.find(pattern => like(pattern, text));
}
