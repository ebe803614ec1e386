/** Signals by number (include/uapi/asm-generic/signal.h); x86, Arm, RISC-V, PowerPC and s390 agree on all of these. */
const BY_NUMBER: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
  16: 'SIGSTKFLT',
  24: 'SIGXCPU',
  25: 'SIGXFSZ',
  31: 'SIGSYS',
};

/** The name of a signal; null for a number without one here. */
export function signalName(number: number): string | null {
  return BY_NUMBER[number] ?? null;
}
