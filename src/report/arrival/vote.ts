import type { Context, Piece } from './types.js';

/** Times behind which either a kernel message or `host tag: text` may stand. */
const TIME =
  /^[ \t]{0,16}(?:\[ {0,8}\d{1,10}\.\d{6}(?: <? {0,8}\d{1,10}\.\d{6}[ *]?>| {16})?\]|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?) /;
const HOST_TAG = /^([^\s:[\]"'{}]{1,255}) ([^\s:[\]"{}]{1,128})(?:\[(\d{1,10})\])?: /;
/** Lines looked at in one region: the first ones, and as many spread over the rest. */
const SAMPLE = 200;

const MOST_HOSTS = 1000;

interface Ballot {
  lines: number;
  fromKernel: number;
  fromPrograms: number;
}

/**
 * Decides which words are host names. `[   12.3] usb 1-1: new` alone might be `host tag: text`; but a log that names its host has the same
 * word there on nearly every line, and behind it `kernel:` or `program[pid]:`.
 */
export function voteForHosts(pieces: readonly Piece[], context: Context): void {
  const ballots = new Map<string, Ballot>();
  let timed = 0;
  const step = Math.max(1, Math.floor((pieces.length - SAMPLE) / SAMPLE));
  for (let i = 0; i < pieces.length; i += i < SAMPLE ? 1 : step) {
    const { raw } = pieces[i]!;
    const first = raw.charCodeAt(0);
    if (first !== 0x5b && first !== 0x20 && first !== 9 && !(first >= 0x30 && first <= 0x39)) continue;
    const time = TIME.exec(raw);
    if (time === null) continue;
    timed++;
    const match = HOST_TAG.exec(raw.slice(time[0].length, time[0].length + 400));
    if (match === null) continue;
    const ballot = ballots.get(match[1]!) ?? { lines: 0, fromKernel: 0, fromPrograms: 0 };
    ballot.lines++;
    if (match[2] === 'kernel') ballot.fromKernel++;
    else if (match[3] !== undefined) ballot.fromPrograms++;
    ballots.set(match[1]!, ballot);
  }
  // A server that collects the logs of many machines has many hosts, none of them common.
  let strong = 0;
  for (const { fromKernel, fromPrograms } of ballots.values()) strong += fromKernel + fromPrograms;
  const collected = strong >= 4 && strong * 2 >= timed;
  for (const [host, { lines, fromKernel, fromPrograms }] of ballots) {
    const sure = fromKernel >= 1 || fromPrograms >= 2;
    const common = lines * 2 >= timed || (lines >= 4 && lines * 5 >= timed);
    const own = (fromKernel + fromPrograms) * 4 >= lines;
    if (
      ((sure && common) || (collected && fromKernel + fromPrograms > 0)) &&
      own &&
      context.hosts.size < MOST_HOSTS
    )
      context.hosts.add(host);
  }
}
