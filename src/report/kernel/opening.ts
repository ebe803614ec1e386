import type { Hit, Line } from '../line.js';
import { messages } from './body.js';
import type { Family, Rule } from './rule.js';
import { FAMILIES } from './rules/index.js';

/** A line on which a report opens. */
export interface Opening {
  /** Index into the channel's lines, and which message of that line. */
  readonly index: number;
  readonly part: number;
  /** The line from the anchor on. */
  readonly text: string;
  /** The message was cut by another one's time stamp. */
  readonly broken: boolean;
  /** The rules whose wording this is, best first. */
  readonly rules: readonly Rule[];
}

const byAnchor = new Map<string, Family[]>();
for (const family of FAMILIES) {
  for (const anchor of family.opens) {
    const known = byAnchor.get(anchor);
    if (known === undefined) byAnchor.set(anchor, [family]);
    else known.push(family);
  }
}

/** The literal texts that kernel reports open with. */
export const ANCHORS: readonly string[] = [...byAnchor.keys()];

/**
 * What may stand before the anchor on its line: `[ INFO: …`, the name of the subsystem that prints (pr_fmt), the time of a log that quotes
 * the kernel. In the middle of a sentence the same words are somebody talking about crashes.
 */
const LEAD =
  /^\s{0,8}(?:.{0,60} login: )?(?:\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d )?(?:\[ |(?:NMI )?watchdog: |rcu: |workqueue: |Oops: |Oops - |traps: |BUG: |CPU \d{1,5} |kasan: GPF could be caused by NULL-ptr deref or user memory access\s{0,2}|\[?#?\d?\]?)?$/;

/** Words in a form that only a crash has, wherever on a line of the kernel they stand. */
const CERTAIN =
  /^(?:BUG: KASAN: [a-z-]{3,40} in \w|general protection fault(?:, probably for non-canonical address 0x[0-9a-f]{1,16})?: 0000 \[#\d|kernel BUG at \S{1,200}:\d{1,6}!|Kernel panic - not syncing: |nable to handle kernel paging request at )/;

/** `[ ` before a lockdep title of old. */
const MARK = /^\s{0,8}\[? ?/;

/** Reads the line as the opening of a report, or null where it is none. */
export function openingAt(lines: readonly Line[], hits: readonly Hit[]): Opening | null {
  const { index } = hits[0]!;
  const { prefixed } = lines[index]!;
  const parts = messages(lines[index]!.text);
  for (let part = 0; part < parts.length; part++) {
    const text = parts[part]!;
    for (const { anchor } of hits) {
      const at = text.indexOf(anchor);
      if (at < 0) continue;
      // Where the console lost the end of another message these still tell by themselves that a crash begins.
      const lead = at === 0 || LEAD.test(text.slice(0, at)) || (prefixed && CERTAIN.test(text.slice(at)));
      for (const family of byAnchor.get(anchor) ?? []) {
        if (!lead && family.lead?.test(text.slice(0, at)) !== true) continue;
        // A family with a lead of its own reads the whole line.
        let rest =
          family.lead === undefined
            ? text.slice(at)
            : text.slice(at > 0 ? (MARK.exec(text)?.[0].length ?? 0) : 0);
        let first = family.rules.findIndex(rule => rule.says.test(rest));
        if (first < 0 && lead && at > 0 && family.lead !== undefined) {
          rest = text.slice(at);
          first = family.rules.findIndex(rule => rule.says.test(rest));
        }
        if (first < 0) continue;
        return { index, part, text: rest, broken: part < parts.length - 1, rules: family.rules.slice(first) };
      }
    }
  }
  return null;
}
