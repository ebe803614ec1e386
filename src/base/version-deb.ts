/**
 * Orders two Debian package versions (`[epoch:]upstream[-revision]`) as dpkg does: negative, 0 or positive; never throws.
 * Rules: deb-version(7); dpkg's lib/dpkg/version.c.
 */
export function compareDebVersions(a: string, b: string): number {
  const x = split(a.trim());
  const y = split(b.trim());
  return (
    compareDigits(x.epoch, y.epoch) ||
    comparePart(x.upstream, y.upstream) ||
    comparePart(x.revision, y.revision)
  );
}

function split(version: string): { epoch: string; upstream: string; revision: string } {
  const colon = version.indexOf(':');
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon < 0 ? '' : version.slice(0, colon),
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    revision: dash < 0 ? '' : rest.slice(dash + 1),
  };
}

/** Runs of non-digits and of digits in turn; `~` sorts before the end of the part, letters before everything else. */
function comparePart(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const difference = order(a, i) - order(b, j);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const ei = endOfDigits(a, i);
    const ej = endOfDigits(b, j);
    const difference = compareDigits(a.slice(i, ei), b.slice(j, ej));
    if (difference !== 0) return difference;
    i = ei;
    j = ej;
  }
  return 0;
}

function order(text: string, at: number): number {
  if (at >= text.length || isDigit(text, at)) return 0;
  const c = text.charCodeAt(at);
  if (c === 126) return -1;
  return (c >= 65 && c <= 90) || (c >= 97 && c <= 122) ? c : c + 256;
}

function isDigit(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return c >= 48 && c <= 57;
}

function endOfDigits(text: string, from: number): number {
  let end = from;
  while (end < text.length && isDigit(text, end)) end++;
  return end;
}

/** Compares digits of any length as numbers, without the limit of a double. */
function compareDigits(a: string, b: string): number {
  const x = a.replace(/^0+/, '');
  const y = b.replace(/^0+/, '');
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
}
