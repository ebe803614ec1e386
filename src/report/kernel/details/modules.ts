import type { Line } from '../../line.js';

export interface LoadedModules {
  /** Names, without flags. */
  readonly names: readonly string[];
  /** What stands in parentheses after a name: taint letters (`OE`), `+` being loaded, `-` being unloaded. */
  readonly flags: Readonly<Record<string, string>>;
  readonly lastUnloaded: string | null;
  readonly line: number;
  /** Index of the last line that belongs to the list. */
  readonly last: number;
}

const LINKED = 'Modules linked in:';
/** More than the longest list known; what follows is noise. */
const MOST = 2000;
const NAME = /^([A-Za-z0-9_][A-Za-z0-9_-]{0,63})(?:\(([A-Z+-]{1,12})\))?$/;

/**
 * Reads `Modules linked in: a b(OE) c(+) [last unloaded: d]` (print_modules in kernel/module), which printk and mail break over several lines.
 * Null when `lines[index]` does not hold it.
 */
export function readModules(lines: readonly Line[], index: number): LoadedModules | null {
  const line = lines[index];
  const at = line?.text.indexOf(LINKED) ?? -1;
  if (line === undefined || at < 0) return null;
  const names: string[] = [];
  const flags: Record<string, string> = Object.create(null) as Record<string, string>;
  let unloaded: string | null = null;
  let last = index;
  let text = line.text.slice(at + LINKED.length);
  for (;;) {
    const open = text.indexOf('[last unloaded:');
    const list = open < 0 ? text : text.slice(0, open);
    if (open >= 0)
      unloaded = text.slice(open + 15, (text.indexOf(']', open) + 1 || text.length + 1) - 1).trim();
    const whole = takeNames(list, names, flags);
    if (!whole || open >= 0) break;
    const next = lines[last + 1];
    if (next === undefined || !continues(next.text, lines[last]!.text, next.caller === line.caller)) break;
    last++;
    text = next.text;
  }
  return {
    names,
    flags: { ...flags },
    lastUnloaded: unloaded === '' ? null : unloaded,
    line: line.number,
    last,
  };
}

/** Takes names until something is no name; true when all of the text was taken. */
function takeNames(text: string, names: string[], flags: Record<string, string>): boolean {
  for (const word of text.split(/\s/)) {
    if (word === '') continue;
    const match = NAME.exec(word);
    // `Unloaded tainted modules: x(OE):1` may follow on the same line (since 5.18).
    if (match === null || word === 'Unloaded' || names.length >= MOST) return false;
    names.push(match[1]!);
    if (match[2] !== undefined) flags[match[1]!] = match[2];
  }
  return true;
}

/** Whether a line goes on with the list: names and nothing else, and either indented by printk or after a line that was long enough to break. */
function continues(text: string, before: string, sameCaller: boolean): boolean {
  if (!sameCaller || text.length > 8192) return false;
  const words = text.trim().split(/\s+/);
  const open = words.indexOf('[last');
  const list = open < 0 ? words : words.slice(0, open);
  if (open >= 0 && list.every(word => NAME.test(word))) return true;
  if (list.length === 0 || list[0] === '') return false;
  const indented = text.startsWith(' ');
  if (!indented && before.length < 60) return false;
  // A frame of a trace has no blank in it either: names have neither `+0x` nor `/`, and one name alone is no continuation of a short line.
  return (
    list.every(word => NAME.test(word) && /[a-z]/.test(word)) && (list.length > 1 || before.length >= 60)
  );
}

/** The first list of loaded modules in the lines. */
export function findModules(lines: readonly Line[]): LoadedModules | null {
  for (let i = 0; i < lines.length; i++) {
    if (!lines[i]!.text.includes(LINKED)) continue;
    const read = readModules(lines, i);
    if (read !== null) return read;
  }
  return null;
}
