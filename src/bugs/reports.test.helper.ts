/** Reports made by hand, for the tests of matching. */
import type {
  Frame,
  GoClass,
  GoKernelNote,
  GoReport,
  KernelDetails,
  KernelReport,
  Observation,
  Reading,
  Report,
  Usercopy,
} from '../report/index.js';

export const frame = (name: string, line: number, module: string | null = null): Frame => ({
  function: name,
  offset: 1,
  size: 2,
  module,
  certain: true,
  line,
});

export const COMMON = {
  altTitles: [],
  corrupted: null,
  panicked: false,
  suppressed: false,
  blamed: null,
  time: null,
  follows: null,
};

export const RECEIVE = [
  'memcpy_toiovec',
  'skb_copy_datagram_iovec',
  'tcp_recvmsg',
  'inet_recvmsg',
  'vfs_read',
];

export interface Panic {
  readonly release?: string;
  readonly modules?: readonly string[];
  readonly frames?: readonly string[];
  readonly usercopy?: Partial<Usercopy> | null;
  readonly comm?: string;
}

export function usercopyReport(panic: Panic = {}): KernelReport {
  const usercopy: Usercopy | null =
    panic.usercopy === null
      ? null
      : {
          direction: 'exposure',
          address: 'ffff888000000400',
          object: 'kmalloc-512',
          objectSize: 512,
          offset: null,
          length: 1024,
          problem: 'length',
          line: 1,
          ...panic.usercopy,
        };
  const details: KernelDetails = {
    cpu: 1,
    pid: 100,
    comm: panic.comm ?? 'targetd',
    architecture: 'x86_64',
    hardware: null,
    taint: null,
    modules: panic.modules ?? ['xfs', 'iscsi_tcp', 'libiscsi_tcp', 'libiscsi'],
    registers: {},
    code: null,
    faultAddress: null,
    at: { file: 'mm/usercopy.c', line: 72 },
    usercopy,
    otherTraces: [],
    explanation: [],
  };
  return {
    ...COMMON,
    kind: 'kernel-bug',
    title: 'BUG: bad usercopy in memcpy_toiovec',
    type: 'BUG',
    panicked: true,
    span: { line: 1, endLine: 40, offset: 0, endOffset: 4000 },
    kernel: {
      release: panic.release ?? '3.10.0-957.27.2.el7.x86_64',
      version: null,
      compiler: null,
      procVersion: null,
      line: 6,
    },
    frames: (panic.frames ?? RECEIVE).map((name, i) => frame(name, 20 + i)),
    details,
  };
}

export function goReport(
  kind: GoClass,
  more: { error?: string; goVersion?: string; notes?: GoKernelNote[] } = {},
): GoReport {
  return {
    ...COMMON,
    kind: 'go-crash',
    title: more.error ?? 'fatal error: found bad pointer in Go heap',
    type: 'go-fatal',
    span: { line: 10, endLine: 30, offset: 0, endOffset: 900 },
    kernel: null,
    frames: [],
    details: {
      error: more.error ?? 'found bad pointer in Go heap',
      class: kind,
      why: 'the collector found a pointer that leads nowhere',
      signal: null,
      goroutines: [],
      runtimeLines: [],
      servedFor: null,
      goVersion: more.goVersion ?? null,
      kernelNotes: more.notes ?? [],
    },
  };
}

export const note = (
  what: GoKernelNote['what'],
  says: string,
  errno: number | null = null,
): GoKernelNote => ({
  what,
  errno,
  errnoName: errno === 12 ? 'ENOMEM' : null,
  url: null,
  says,
  line: 3,
});

export const NOTES = [
  note('may-be-buggy', 'runtime: note: your Linux kernel may be buggy'),
  note('mlock-failed', 'runtime: note: mlock workaround for kernel bug failed with errno 12', 12),
];

export function notesAlone(notes = NOTES): Report {
  return {
    ...COMMON,
    kind: 'go-kernel-note',
    title: 'runtime: note: your Linux kernel may be buggy',
    type: 'go-note',
    span: { line: 3, endLine: 5, offset: 0, endOffset: 200 },
    kernel: null,
    frames: [],
    details: { notes },
  };
}

export function reading(reports: readonly Report[], observations: readonly Observation[] = []): Reading {
  return { source: 'crash.log', reports, observations, problems: [], lines: 100, bytes: 5000, arrivals: [] };
}
