import type { Line } from '../line.js';
import type { Blamed, Frame, KernelIdentity, KernelReport } from '../types.js';
import { findBlamed } from './blame.js';
import type { Collected } from './collect.js';
import { tracesBroken } from './corrupted.js';
import { kernelDetails } from './details/index.js';
import { guiltyFile } from './guilty.js';
import { bareName, titleNames } from './names.js';
import type { Opening } from './opening.js';
import type { Rule } from './rule.js';
import { plainTitle } from './title.js';

/** Lines within which the second half of a rule's wording must come. */
const FURTHER_WITHIN = 80;

/** Nothing matches it: makes a rule fall back on its `cut`. */
const NEVER = /(?!)/;

interface Reading {
  readonly rule: Rule;
  readonly groups: readonly string[];
  /** The second half of the wording is missing. */
  readonly cut: boolean;
}

function apply(opening: Opening, collected: Collected): Reading | null {
  for (const rule of opening.rules) {
    const match = rule.says.exec(opening.text);
    if (match === null) continue;
    const groups = match.slice(1).map(group => group ?? '');
    const { further } = rule;
    if (further === undefined) return { rule, groups, cut: false };
    for (const { text } of collected.body.slice(1, FURTHER_WITHIN)) {
      const second = further.exec(text);
      if (second === null) continue;
      return { rule, groups: [...groups, ...second.slice(1).map(group => group ?? '')], cut: false };
    }
    if (rule.cut !== undefined) return { rule, groups, cut: true };
  }
  return null;
}

function fill(template: string, groups: readonly string[], names: readonly string[], line: string): string {
  return template.replace(/\{(\d|fn2?|line)\}/g, (_, key: string) =>
    key === 'line'
      ? line
      : key === 'fn'
        ? names[0]!
        : key === 'fn2'
          ? (names[1] ?? names[0]!)
          : (groups[Number(key) - 1] ?? ''),
  );
}

/** Lines that only a kernel prints beside a report. */
const BODY =
  /^\s{0,4}(?:CPU: \d|Call [Tt]race:|Modules linked in:|RIP: |Hardware name: |Oops|PC is at|pc : |Code: |page:)/;

/**
 * Makes the report of what was collected, or null where the words were not a kernel's.
 * @param suppressing the line that makes reports of little interest, -1 where there is none
 */
export function toReport(
  lines: readonly Line[],
  opening: Opening,
  collected: Collected,
  suppressing: number,
): KernelReport | null {
  const read = apply(opening, collected);
  if (read === null) return null;
  const { rule, groups } = read;
  const { body } = collected;
  const opener = lines[opening.index]!;
  if (rule.needsBody === true && !body.some(({ text, frame }) => frame !== null || BODY.test(text)))
    return null;

  let corrupted: string | null = rule.corrupted ?? null;
  let names: readonly string[] = [];
  if (rule.blame !== undefined && !read.cut) {
    let blamed = findBlamed(body, rule.blame);
    // With caller ids all that follows is of the same context; without, it may be another CPU's.
    if (blamed.names.length === 0 && opener.caller !== null) blamed = findBlamed(collected.whole, rule.blame);
    if (blamed.names.length === 0) {
      if (rule.blame.plain === true && rule.cut !== undefined)
        return toReport(
          lines,
          { ...opening, rules: [{ ...rule, blame: { steps: [] }, further: NEVER }] },
          collected,
          suppressing,
        );
      corrupted ??= blamed.injected
        ? 'the trace of a fault injection is mixed in'
        : 'no function to blame in the trace';
      names = ['corrupted'];
    } else names = blamed.names;
  }
  const variants = names.flatMap((name, i) => (i === 0 || rule.twoNames !== true ? titleNames(name) : []));
  const template = read.cut ? rule.cut! : rule.title;
  const second = rule.twoNames === true && names[1] !== undefined ? titleNames(names[1])[0]! : undefined;
  const write = (text: string, name: string) =>
    plainTitle(fill(text, groups, second === undefined ? [name] : [name, second], opening.text));
  const titles =
    variants.length === 0
      ? [plainTitle(fill(template, groups, [''], opening.text))]
      : variants.map(name => write(template, name));
  const title = titles[0]!;
  const alts = new Set(titles.slice(1));
  for (const alt of rule.alt ?? []) for (const name of variants) alts.add(write(alt, name));
  for (const alt of rule.alt ?? [])
    if (variants.length === 0) alts.add(plainTitle(fill(alt, groups, [''], opening.text)));
  alts.delete(title);

  if (read.cut) corrupted ??= 'the report ends after its title';
  if (opening.broken) corrupted ??= 'another message stands in the middle of the title';
  if (rule.traceless !== true) corrupted ??= tracesBroken(collected.whole);

  const frames: Frame[] = [];
  for (const { frame } of body) if (frame !== null) frames.push(frame);
  const own = lines.slice(collected.start, collected.end).filter(line => line.caller === opener.caller);
  const evidence = kernelDetails(own, 0, own.length);
  const blamed: Blamed = {
    function:
      variants[0] ??
      (groups[0] !== undefined && rule.title.includes(' in {1}')
        ? bareName(groups[0].split(' / ')[0]!.replace(/\+0x.*$/, ''))
        : null),
    file: guiltyFile(collected.whole, title.startsWith('INFO: rcu detected stall')),
  };
  const kernel: KernelIdentity | null = evidence.identity;
  const firstLine = lines[collected.start]!;
  const lastLine = lines[collected.end - 1]!;
  return {
    kind: 'kernel-bug',
    title,
    altTitles: [...alts].sort(),
    type: typeof rule.type === 'string' ? rule.type : rule.type(groups),
    corrupted,
    panicked: collected.panicked,
    suppressed: suppressing >= 0 && suppressing < collected.end,
    span: {
      line: firstLine.number,
      endLine: lastLine.endNumber,
      offset: firstLine.offset,
      endOffset: lastLine.endOffset,
    },
    kernel,
    blamed,
    frames,
    time: opener.time,
    follows: null,
    details: evidence.details,
  };
}
