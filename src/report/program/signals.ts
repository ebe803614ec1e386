/** Signals by number (asm-generic/signal.h; x86, Arm, RISC-V, PowerPC and s390 agree on all of these). */
const BY_NUMBER: Readonly<Record<number, string>> = {
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  15: 'SIGTERM',
  16: 'SIGSTKFLT',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
};

/** What strsignal says (glibc's sigdescr-list), as shells and debuggers print it. */
const BY_TEXT: Readonly<Record<string, string>> = {
  'Segmentation fault': 'SIGSEGV',
  Aborted: 'SIGABRT',
  'Abort trap': 'SIGABRT',
  'Bus error': 'SIGBUS',
  'Illegal instruction': 'SIGILL',
  'Floating point exception': 'SIGFPE',
  'Arithmetic exception': 'SIGFPE',
  'Trace/breakpoint trap': 'SIGTRAP',
  'Bad system call': 'SIGSYS',
};

/** Signals that a program dies of by its own fault (signal(7), those whose action is to dump core, without SIGQUIT and the limits). */
const FAULTS = new Set([
  'SIGSEGV',
  'SIGABRT',
  'SIGBUS',
  'SIGILL',
  'SIGFPE',
  'SIGTRAP',
  'SIGSYS',
  'SIGSTKFLT',
]);

/** `SIGSEGV` for 11; null for a number that names no signal programs die of. */
export function signalName(number: number): string | null {
  return BY_NUMBER[number] ?? null;
}

/** `SIGSEGV` for `Segmentation fault`. */
export function signalOfText(text: string): string | null {
  return BY_TEXT[text] ?? null;
}

export function isFault(signal: string): boolean {
  return FAULTS.has(signal);
}
