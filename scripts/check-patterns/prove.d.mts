/** Whether a pattern is linear or bounded (then `fault` is null), and the ways through it for each character. */
export function judge(
  source: string,
  flags: string,
): { readonly fault: string | null; readonly ways: number };
