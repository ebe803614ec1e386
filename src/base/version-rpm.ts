/**
 * Orders two RPM versions (`[epoch:]version[-release]`) as rpm does: negative, 0 or positive; never throws.
 * A part that one side does not write (epoch, release) is taken as 0 for the epoch and is not compared for the release.
 * Rules: rpm's rpmio/rpmvercmp.c and lib/rpmds.c; `~` sorts before and `^` after the version it follows.
 */
export function compareRpmVersions(a: string, b: string): number {
  const x = split(a.trim());
  const y = split(b.trim());
  const first = rpmvercmp(x.epoch, y.epoch) || rpmvercmp(x.version, y.version);
  if (first !== 0 || x.release === null || y.release === null) return first;
  return rpmvercmp(x.release, y.release);
}

function split(text: string): { epoch: string; version: string; release: string | null } {
  const colon = /^\d{0,10}:/.exec(text)?.[0].length ?? 0;
  const rest = text.slice(colon);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: text.slice(0, Math.max(0, colon - 1)) || '0',
    version: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? null : rest.slice(dash + 1),
  };
}

/** Orders one part, segment by segment: numbers against numbers, letters against letters, a number after letters. */
export function rpmvercmp(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    i = skipSeparators(a, i);
    j = skipSeparators(b, j);
    if (a[i] === '~' || b[j] === '~') {
      if (a[i] !== '~') return 1;
      if (b[j] !== '~') return -1;
      i++;
      j++;
      continue;
    }
    if (a[i] === '^' || b[j] === '^') {
      // The end of one side loses against a `^` on the other; anything else wins against it.
      if (i >= a.length) return -1;
      if (j >= b.length) return 1;
      if (a[i] !== '^') return 1;
      if (b[j] !== '^') return -1;
      i++;
      j++;
      continue;
    }
    if (i >= a.length || j >= b.length) break;
    const kind = isDigit(a, i) ? isDigit : isLetter;
    const ei = endOf(a, i, kind);
    const ej = endOf(b, j, kind);
    if (ej === j) return kind === isDigit ? 1 : -1;
    const difference =
      kind === isDigit
        ? compareDigits(a.slice(i, ei), b.slice(j, ej))
        : compareText(a.slice(i, ei), b.slice(j, ej));
    if (difference !== 0) return difference;
    i = ei;
    j = ej;
  }
  if (i >= a.length && j >= b.length) return 0;
  return i >= a.length ? -1 : 1;
}

function isDigit(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return c >= 48 && c <= 57;
}

function isLetter(text: string, at: number): boolean {
  const c = text.charCodeAt(at) | 32;
  return c >= 97 && c <= 122;
}

function skipSeparators(text: string, from: number): number {
  let at = from;
  while (
    at < text.length &&
    !isDigit(text, at) &&
    !isLetter(text, at) &&
    text[at] !== '~' &&
    text[at] !== '^'
  )
    at++;
  return at;
}

function endOf(text: string, from: number, kind: (text: string, at: number) => boolean): number {
  let end = from;
  while (end < text.length && kind(text, end)) end++;
  return end;
}

function compareDigits(a: string, b: string): number {
  const x = a.replace(/^0+/, '');
  const y = b.replace(/^0+/, '');
  return x.length - y.length || compareText(x, y);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
