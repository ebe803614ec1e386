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
import { goesOn } from './same-context.js';
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

interface Parts {
  readonly groups: readonly string[];
  readonly name: string;
  readonly origin: string;
  readonly line: string;
}

function fill(template: string, { groups, name, origin, line }: Parts): string {
  return template.replace(/\{(\d|fn|origin|line)\}/g, (_, key: string) => {
    if (key === 'fn') return name;
    if (key === 'origin') return origin;
    return key === 'line' ? line : (groups[Number(key) - 1] ?? '');
  });
}

/** The type of a report of which only the title is left. */
function cutType(title: string): string {
  if (title.startsWith('WARNING: lock held')) return 'LOCKDEP';
  return title.startsWith('WARNING:') ? 'WARNING' : '';
}

/** Lines that only a kernel prints beside a report. */
const BODY =
  /^\s{0,4}(?:CPU: \d|Call [Tt]race:|Modules linked in:|RIP: |Hardware name: |Oops|PC is at|pc : |Code: |page:)/;

/** So many reports of one title are kept, and the others only counted (keep.ts): their details need not be read. */
const ENOUGH = 200;
const NO_EVIDENCE = kernelDetails([], 0, 0);

/**
 * Makes the report of what was collected, or null where the words were not a kernel's.
 * @param suppressing the line that makes reports of little interest, -1 where there is none
 * @param told how many reports of each title there were before, in this stretch of the log
 */
export function toReport(
  lines: readonly Line[],
  opening: Opening,
  collected: Collected,
  suppressing: number,
  told: Map<string, number>,
): KernelReport | null {
  const read = apply(opening, collected);
  if (read === null) return null;
  const { rule, groups } = read;
  const { body } = collected;
  const opener = lines[opening.index]!;
  if (rule.needsBody === true && !body.some(({ text, frame }) => frame !== null || BODY.test(text)))
    return null;

  const corruptions: (string | null)[] = [rule.corrupted ?? null];
  let names: readonly string[] = [];
  let origin = '';
  if (rule.blame !== undefined && !read.cut) {
    let blamed = findBlamed(body, rule.blame);
    // With caller ids all that follows is of the same context; without, it may be another CPU's.
    if (blamed.names.length === 0 && collected.caller !== null)
      blamed = findBlamed(collected.whole, rule.blame);
    else if (blamed.names.length === 0) {
      const more = rule.blame.proves === true ? collected.whole : goesOn(body, collected.whole);
      if (more !== null) blamed = findBlamed(more, rule.blame);
    }
    names = blamed.names;
    if (names.length === 0 && rule.blame.plain === true && rule.cut !== undefined) {
      const cut = { ...opening, rules: [{ ...rule, further: NEVER }] };
      return toReport(lines, cut, collected, suppressing, told);
    }
    if (blamed.injected) corruptions.push('the trace of a fault injection is mixed in');
    if (names.length === 0) corruptions.push('no function to blame in the trace');
    if (rule.blame.origin !== undefined && blamed.origin === null)
      corruptions.push('the trace that tells where the value came from is missing');
    if (names.length === 0) names = ['corrupted'];
    origin = blamed.origin === null ? 'corrupted' : titleNames(blamed.origin)[0]!;
  }
  const suspect = rule.suspect === undefined ? undefined : findBlamed(body, rule.suspect).names[0];
  const variants = names.flatMap(titleNames);
  const write = (text: string, name: string) =>
    plainTitle(fill(text, { groups, name, origin, line: opening.text }));
  const all = variants.length === 0 ? [''] : variants;
  const titles = all.map(name => write(read.cut ? rule.cut! : rule.title, name));
  const title = titles[0]!;
  const alts = new Set(titles);
  for (const alt of rule.alt ?? []) for (const name of all) alts.add(write(alt, name));
  alts.delete(title);

  if (read.cut) corruptions.push('the report ends after its title');
  if (opening.broken) corruptions.push('another message stands in the middle of the title');
  if (rule.traceless !== true) corruptions.push(tracesBroken(collected.whole));

  const frames: Frame[] = [];
  for (const { frame } of body) if (frame !== null) frames.push(frame);
  const times = (told.get(title) ?? 0) + 1;
  told.set(title, times);
  const own: Line[] = [];
  for (let i = collected.start; i < collected.end && times <= ENOUGH; i++) {
    const line = lines[i]!;
    if (line.caller === collected.caller || line === opener) own.push(line);
  }
  const evidence = times <= ENOUGH ? kernelDetails(own, 0, own.length) : NO_EVIDENCE;
  const blamed: Blamed = {
    function:
      variants[0] ??
      suspect ??
      (groups[0] !== undefined && rule.title.includes(' in {1}')
        ? bareName(groups[0].split(' / ')[0]!.split('+0x')[0]!)
        : null),
    file: times <= ENOUGH ? guiltyFile(collected.whole, title.startsWith('INFO: rcu detected stall')) : null,
  };
  const kernel: KernelIdentity | null = evidence.identity;
  const firstLine = lines[collected.start]!;
  const lastLine = lines[collected.end - 1]!;
  return {
    kind: 'kernel-bug',
    title,
    altTitles: [...alts].sort(),
    type: read.cut ? cutType(title) : typeof rule.type === 'string' ? rule.type : rule.type(groups),
    corrupted: corruptions.find(reason => reason !== null) ?? null,
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
