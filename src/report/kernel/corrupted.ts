import type { Said } from './body.js';

/** Lines after the beginning of a trace within which a frame must come; and how many lines must come at all. */
const NEAR = 15;
const FEWEST = 2;

/** Lines that promise a trace, by kind; the first of each kind must keep it. */
const PROMISES: readonly RegExp[] = [
  /Call [Tt]race/,
  /Allocated:/,
  /Allocated by task \d{1,10}:/,
  /Freed:/,
  /Freed by task \d{1,10}:/,
  /(?:^\s{0,8}|[^k] )backtrace(?: \(crc [0-9a-f]{0,16}\))?:/,
  /Backtrace:/,
  /Uninit was stored to memory at/,
];
/** riscv prints the stack after its registers without a title (arch/riscv/kernel/process.c, show_regs). */
const UNTITLED = /status: [0-9a-f]{16} badaddr: [0-9a-f]{16} cause: [0-9a-f]{16}/;

/** Why the traces of a report cannot be trusted to be whole, or null: each that is promised must have a frame, and there must be one. */
export function tracesBroken(report: readonly Said[]): string | null {
  const body = report.filter(({ frame }) => frame?.certain !== false);
  let any = false;
  const open = new Set(PROMISES);
  for (let i = 0; i < body.length; i++) {
    const { text, frame } = body[i]!;
    // arm's unwinder has no heading (arch/arm/kernel/unwind.c).
    if (frame !== null) {
      if (!any && frame.offset === null && text.includes(' from ') && body[i + 1]?.frame?.certain === true)
        any = true;
      continue;
    }
    if (text.length > 300) continue;
    if (text.startsWith('status: ') && UNTITLED.test(text) && framedAfter(body, i)) any = true;
    if (!/[tT]race|Allocated|Freed|stored/.test(text)) continue;
    for (const promise of open) {
      if (!promise.test(text)) continue;
      open.delete(promise);
      if (body.length - 1 - i < FEWEST) return 'the log ends in a stack trace';
      if (!framedAfter(body, i)) return 'a stack trace is announced but has no frames';
      any = true;
    }
  }
  return any ? null : 'no stack trace';
}

function framedAfter(body: readonly Said[], from: number): boolean {
  for (let i = from + 1; i < body.length && i <= from + NEAR; i++) {
    const { text, frame } = body[i]!;
    if (frame !== null || text.includes('(stack is not available)')) return true;
    if (PROMISES.some(promise => promise.test(text))) return false;
  }
  return false;
}
