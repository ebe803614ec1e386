import type { KernelReport, Reading, Report } from '../../report/index.js';
import type { Case, Lean, Rule } from '../types.js';
import { leanOn, reportsOf } from './lean.js';

/** What an oops or a kernel's own checker says of the cause. Only the first of a chain counts: the others follow from it. */
export const kernelRule: Rule = {
  name: 'kernel',
  judge(about) {
    return reportsOf(about.reading, 'kernel-bug').map(({ report, index }) => judge(about, report, index));
  },
};

function judge(about: Case, report: KernelReport, index: number): Lean {
  const { reading } = about;
  const say = (cause: Lean['cause'], confidence: number, depth: Lean['depth'], says: string) =>
    leanOn(reading, index, cause, confidence, depth, says);

  if (report.follows !== null) {
    return say(
      'unknown',
      0,
      0,
      `${report.title} follows from an earlier report and says nothing of the cause`,
    );
  }
  if (askedFor(report, reading)) {
    return say(
      'unknown',
      0.9,
      2,
      'the crash was asked for through sysrq: a test, or a way to get a dump, and no fault',
    );
  }
  const test = crashTest(report, reading);
  if (test !== null) {
    return say(
      'kernel',
      0.6,
      2,
      `${report.title}: the kernel’s crash test module made the kernel fail on purpose (${test})`,
    );
  }
  const panic = panicOfItsOwn(report, say);
  if (panic !== null) return panic;
  if (machineCheckBefore(reading.reports, index)) {
    return say('hardware', 0.6, 3, `${report.title} came after an uncorrected hardware error`);
  }
  if (/^(HANG|LOCKUP)$/.test(report.type) || /lockup|stall|task hung|blocked for more/i.test(report.title)) {
    return say(
      'unknown',
      0.5,
      2,
      `${report.title}: something waited too long, which a kernel, a device or an overcommitted host can cause`,
    );
  }
  if (
    /^(KASAN|KMSAN|KCSAN|KFENCE|UBSAN)/.test(report.type) ||
    /^(LOCKDEP|ATOMIC_SLEEP|LEAK)$/.test(report.type)
  ) {
    return say(
      'kernel',
      0.9,
      2,
      `${report.title}: a checker inside the kernel caught the kernel’s own code at it`,
    );
  }
  const third = outOfTree(report);
  if (third !== null) {
    return say(
      'kernel',
      0.6,
      2,
      `${report.title}: the trace runs through ${third}, a module that is not part of the kernel; ask its vendor first`,
    );
  }
  if (/^WARNING/.test(report.title)) {
    return say(
      'kernel',
      0.55,
      2,
      `${report.title}: the kernel met a state its authors thought impossible, and went on`,
    );
  }
  if (/wild|general protection|paging request/i.test(report.title)) {
    return say(
      'kernel',
      0.65,
      2,
      `${report.title}: kernel code followed a bad pointer; a kernel bug is likelier than bad memory unless such reports differ each time`,
    );
  }
  return say('kernel', 0.75, 2, `${report.title}: the kernel’s own code failed`);
}

/** Lines between the announcement of a provoked crash and the crash. */
const SOON = 40;

/** A crash that somebody asked for through sysrq: no fault of anything. */
function askedFor(report: KernelReport, reading: Reading): boolean {
  return (
    report.frames.some(frame => frame.function === 'sysrq_handle_crash') ||
    /sysrq.triggered crash/i.test(report.title) ||
    announced(report, reading) === 'sysrq'
  );
}

/** The kernel's crash test module at work: its code fails on purpose, and what fails is the kernel all the same. */
function crashTest(report: KernelReport, reading: Reading): string | null {
  const said = announced(report, reading);
  if (said !== null && said !== 'sysrq') return said;
  return report.frames.find(frame => /^lkdtm_/.test(frame.function))?.function ?? null;
}

/** What announced the crash a few lines before it. */
function announced(report: KernelReport, { observations }: Reading): string | null {
  const { line, endLine } = report.span;
  return (
    observations.find(o => o.name === 'provoked' && o.line <= endLine && line - o.line <= SOON)?.value ?? null
  );
}

/** Panics that name a cause outside the kernel’s code. */
function panicOfItsOwn(
  report: KernelReport,
  say: (c: Lean['cause'], n: number, d: Lean['depth'], s: string) => Lean,
): Lean | null {
  const title = report.title;
  if (/Attempted to kill init/.test(title)) {
    return say(
      'program',
      0.7,
      2,
      'the first program of user space (init) ended, which the kernel does not survive; look at why init died',
    );
  }
  if (/Unable to mount root fs|No working init|No init found/.test(title)) {
    return say(
      'unknown',
      0.6,
      2,
      'the kernel found no root file system or no init: a matter of the boot configuration, not of a crash',
    );
  }
  if (/[Oo]ut of memory/.test(title))
    return say('program', 0.5, 2, 'the machine ran out of memory and was told to panic on that');
  if (/machine check/i.test(title))
    return say('hardware', 0.9, 3, 'the processor reported a fatal machine check');
  if (/NMI: Not continuing|hardware error/i.test(title))
    return say('hardware', 0.7, 3, 'the panic names the hardware');
  return null;
}

function machineCheckBefore(reports: readonly Report[], index: number): boolean {
  return reports
    .slice(0, index)
    .some(
      r =>
        r.kind === 'hardware-error' &&
        r.details.source !== 'memory-test' &&
        ['fatal', 'recoverable'].includes(r.details.severity) &&
        ['mce', 'ghes', 'edac'].includes(r.details.source),
    );
}

/** A module near the top of the trace that the module list marks as proprietary (P) or out of tree (O). */
function outOfTree(report: KernelReport): string | null {
  const flags = report.details.moduleFlags ?? {};
  const foreign = report.frames
    .filter(frame => frame.certain)
    .slice(0, 6)
    .find(frame => frame.module !== null && /[PO]/.test(flags[frame.module] ?? ''));
  return foreign?.module ?? null;
}
