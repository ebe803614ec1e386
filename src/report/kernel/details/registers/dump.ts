import type { Line } from '../../../line.js';

/** Names and values as they are found, with the line of each. */
export interface RegisterDump {
  readonly architecture: string;
  readonly registers: Readonly<Record<string, string>>;
  readonly lines: Readonly<Record<string, number>>;
}

/** How one architecture prints its registers. */
export interface RegisterReader {
  /** The name `uname -m` gives, without the variants of one family: `x86_64`, `aarch64`, `arm`, `mips`. */
  readonly architecture: string;
  /**
   * Reads one line, leading blanks off.
   * @returns `begin` when the line opens a dump, `user` when it opens one of user space, `more` when it goes on with one,
   *   null when it holds no register of this architecture; and in `found` what it holds
   */
  read(text: string, found: (name: string, value: string) => void): 'begin' | 'user' | 'more' | null;
}

/** No dump has more lines between its first and its last register. */
const LONGEST = 64;

/** The first dump of kernel registers in these lines, from the given index on, that this architecture prints; later dumps (user space, other processors) are not mixed in. */
export function readDump(reader: RegisterReader, lines: readonly Line[], from: number): RegisterDump | null {
  const registers = new Map<string, { value: string; line: number }>();
  let state: 'before' | 'kernel' | 'user' = 'before';
  let began = 0;
  const pending: [string, string][] = [];
  const take = (name: string, value: string) => {
    pending.push([name, value]);
  };
  for (let i = from; i < lines.length; i++) {
    const text = lines[i]!.text.trimStart();
    if (text.length > 512 || text.length < 6) continue;
    if (state === 'kernel' && i - began > LONGEST) break;
    pending.length = 0;
    const role = reader.read(text, take);
    if (role === null) continue;
    if (role === 'user') {
      if (registers.size > 0) break;
      state = 'user';
      continue;
    }
    if (role === 'begin') {
      // A symbolizer prints the pointer once for every inlined function: the last one is the function itself.
      const repeated = pending.every(([name]) => registers.has(name));
      if (repeated && registers.size > pending.length) break;
      for (const [name] of pending) registers.delete(name);
      if (state !== 'kernel') began = i;
      state = 'kernel';
    } else if (state === 'user') {
      continue;
    } else if (state === 'before') {
      state = 'kernel';
      began = i;
    }
    for (const [name, value] of pending) {
      if (!registers.has(name)) registers.set(name, { value, line: lines[i]!.number });
    }
  }
  if (registers.size === 0) return null;
  const values: Record<string, string> = {};
  const places: Record<string, number> = {};
  for (const [name, { value, line }] of registers) {
    values[name] = value;
    places[name] = line;
  }
  return { architecture: reader.architecture, registers: values, lines: places };
}

/** Calls `found` for every `NAME: value` of a line that the pattern (global, two groups) finds; true when there was one. */
export function eachPair(
  pattern: RegExp,
  text: string,
  found: (name: string, value: string) => void,
): boolean {
  let any = false;
  for (const match of text.matchAll(pattern)) {
    found(match[1]!, match[2]!);
    any = true;
  }
  return any;
}
