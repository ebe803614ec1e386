/** Pieces of patterns that rules share. */

/** A function's name as it stands before `+0x…`. */
export const FN = String.raw`(<[^+<]{1,300}|[A-Za-z_$.][\w$.]{0,200})`;
/** An address in brackets, as kernels printed it before names. */
const PC = String.raw`(?:\[?<?[0-9a-f]{4,16}>?\]? {1,2}){0,2}`;

/** `…, at: [<ffffffff…>] func+0x…`: where lockdep says a lock was taken (kernel/locking/lockdep.c, print_lock). */
export const LOCK_AT = new RegExp(String.raw`(?:^|[ ,}])at: ${PC}${FN}(?:\+0x| [\w./-]{1,200}:\d)`);
/** ` [<ffffffff…>] func+0x…` on a line of its own. */
export const ALONE = new RegExp(String.raw`^ ?${PC}${FN}\+0x`);
/** The instruction pointer, on every architecture (arch/<arch>/kernel/traps.c, process.c: show_regs). */
export const POINTER = new RegExp(
  String.raw`^\s{0,4}(?:RIP: {1,2}(?:[0-9a-f]{4}:)?|EIP: (?:[0-9a-f]{4}:)?|EIP is at |PC is at |pc : |epc : |epc {1,3}: [0-9a-f]{8,16} |NIP \[[0-9a-f]{8,16}\] |IP: |pc {0,9}: [0-9a-f]{8,16} |ERA: [0-9a-f]{8,16} |Krnl PSW : [0-9a-f]{16} [0-9a-f]{16} \(|IAOQ\[0\]: )\(?${PC}${FN}(?:\+0x|$| [\w./-]{1,200}:\d)`,
);
/** Where the trace of the reporting context begins. */
export const CALL_TRACE = /^\s{0,4}(?:(?:[0-9a-f]{8,16}\s{0,4})?[Cc]all [Tt]race|Backtrace):?/;
