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
  let framed = false;
  for (const { text, frame } of body) {
    if (frame === null) {
      if (NOT_THE_STALLED.test(text)) {
        announcedOther = true;
        continue;
      }
      if (beginsTrace(text) || text.startsWith('NMI backtrace for cpu')) {
        // Registers before a trace belong to it: the pointer is its innermost frame.
        if (framed) {
          found.push(names);
          names = [];
        }
        framed = false;
        if (announcedOther) names = [];
        inOther = announcedOther;
        announcedOther = false;
        continue;
      }
      if (inOther || announcedOther) continue;
      const pointer = POINTER.exec(text)?.[1];
      if (pointer !== undefined) names.push(bareName(pointer));
    } else if (frame.certain && frame.inlined !== true && !inOther) {
      // On arm the trace of the grace-period thread has no title of its own.
      if (announcedOther) {
        if (framed) found.push(names);
        names = [];
        inOther = true;
        announcedOther = false;
        continue;
      }
      names.push(frame.function);
      framed = true;
    }
  }
  if (framed) found.push(names);
  return found;
}

/** Of RCU's own functions none stalls. */
function isNoise(name: string): boolean {
  return name.includes('rcu') || isGeneric(name);
}

/**
 * The function in which a CPU is caught while the others wait for it. Only a trace with the watchdog's interrupt in it is the stalled
 * CPU's own; the kernel also prints traces of others.
 */
export function stalledIn(body: readonly Said[]): readonly string[] {
  for (const names of traces(body)) {
    const beneath = beneathWatchdog(names);
    const found = beneath === null ? [] : stalled(beneath, isNoise);
    if (found.length > 0) return found;
  }
  return byInterrupt(body);
}

/** `0-...!: (2099 ticks this GP) …`: a CPU that stalls (print_cpu_stall_info). */
const STALLED_CPU = /^(?:rcu: )?\s{0,8}(\d{1,5})-[.!O0ox?]{2,8}(?::| )/;
/** `… detected expedited stalls on CPUs/tasks: { 0-...D 1-.... } 26 jiffies …` (kernel/rcu/tree_exp.h). */
const EXPEDITED = /[{ ](\d{1,5})-[.!O0oND]{3,5}/g;
const NMI_TRACE = /^NMI backtrace for cpu (\d{1,5})/;

/** The trace that a stalled CPU was made to print of itself. */
function byInterrupt(body: readonly Said[]): readonly string[] {
  const stalledCpus = new Set<string>();
  for (let i = 0; i < body.length; i++) {
    const { text } = body[i]!;
    if (text.includes('expedited stalls on'))
      for (const match of text.slice(0, 1000).matchAll(EXPEDITED)) stalledCpus.add(match[1]!);
    const cpu = STALLED_CPU.exec(text)?.[1];
    if (cpu !== undefined) stalledCpus.add(cpu);
    const printed = NMI_TRACE.exec(text)?.[1];
    if (printed === undefined || !stalledCpus.has(printed)) continue;
    let end = i + 1;
    while (end < body.length && !NMI_TRACE.test(body[end]!.text)) end++;
    for (const names of traces(body.slice(i, end))) {
      const found = stalled(beneathWatchdog(names) ?? names, isNoise);
      if (found.length > 0) return found;
    }
  }
  return [];
}

/** The function in which a CPU is stuck: the watchdog prints that CPU's trace first. */
export function stuckIn(body: readonly Said[]): readonly string[] {
  for (const names of traces(body)) {
    const found = stalled(beneathWatchdog(names) ?? names, isGeneric);
    if (found.length > 0) return found;
  }
  return [];
}

/** What prints the panic about a stack, and what was about to run on it. */
function isOverrun(name: string): boolean {
  return /schedule|retint_kernel|bad_stack/.test(name) || isGeneric(name);
}

/** The function whose work overran the stack: recursion makes the innermost frames chance. */
export function overrunIn(body: readonly Said[]): readonly string[] {
  for (const names of traces(body)) {
    const found = stalled(names, isOverrun);
    if (found.length > 0) return found;
  }
  return [];
}
