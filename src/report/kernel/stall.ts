import { beginsTrace } from './blame.js';
import type { Said } from './body.js';
import { isGeneric } from './generic.js';
import { bareName } from './names.js';
import { POINTER } from './patterns.js';
import { beneathWatchdog, stalled } from './picks.js';

/** Traces in a stall report that are not the stalled CPU's (kernel/rcu/tree_stall.h, rcu_check_gp_kthread_starvation). */
const NOT_THE_STALLED = /RCU grace-period kthread stack dump|Stack dump where RCU GP kthread last ran/;

/** The traces of a report: the names in each, with the instruction pointers that stand between. */
function traces(body: readonly Said[]): string[][] {
  const found: string[][] = [];
  let names: string[] = [];
  let announcedOther = false;
  let inOther = false;
  for (const { text, frame } of body) {
    if (frame === null) {
      if (NOT_THE_STALLED.test(text)) {
        announcedOther = true;
        continue;
      }
      if (beginsTrace(text)) {
        if (names.length > 0) found.push(names);
        names = [];
        inOther = announcedOther;
        announcedOther = false;
        continue;
      }
      if (inOther || announcedOther) continue;
      const pointer = POINTER.exec(text)?.[1];
      if (pointer !== undefined) names.push(bareName(pointer));
    } else if (frame.certain && !inOther) names.push(frame.function);
  }
  if (names.length > 0) found.push(names);
  return found;
}

/** The function in which a CPU is caught: from the first trace with the watchdog's interrupt in it, else from the first that tells. */
export function stalledIn(body: readonly Said[]): readonly string[] {
  const all = traces(body);
  for (const names of all) {
    const beneath = beneathWatchdog(names);
    if (beneath === null) continue;
    const found = stalled(beneath, isGeneric);
    if (found.length > 0) return found;
  }
  for (const names of all) {
    const found = beneathWatchdog(names) === null ? stalled(names, isGeneric) : [];
    if (found.length > 0) return found;
  }
  return [];
}

/** The function whose work overran the stack: recursion makes the innermost frames chance. */
export function overrunIn(body: readonly Said[]): readonly string[] {
  for (const names of traces(body)) {
    const found = stalled(names, isGeneric);
    if (found.length > 0) return found;
  }
  return [];
}
