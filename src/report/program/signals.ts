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

/** `SIGSEGV` for `Segmentation fault`. */
export function signalOfText(text: string): string | null {
  return BY_TEXT[text] ?? null;
}

export function isFault(signal: string): boolean {
  return FAULTS.has(signal);
}
