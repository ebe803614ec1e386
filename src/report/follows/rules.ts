import type { Report } from '../types.js';
import {
  isCorruption,
  isDeath,
  isDisk,
  isFatalHardware,
  isFileSystem,
  isHung,
  isPanic,
  isSanitizer,
  isStall,
  isWarning,
  storageLayer,
  taintOf,
} from './kinds.js';

/** The reports of the boot so far that others may follow from, by index. */
export interface Earlier {
  readonly reports: readonly Report[];
  firstDeath: number | null;
  lastDeath: number | null;
  lastWarning: number | null;
  firstStall: number | null;
  lastStall: number | null;
  lastHung: number | null;
  lastOom: number | null;
  firstCorruption: number | null;
  lastDisk: number | null;
  lastFileSystem: number | null;
  lastSanitizer: number | null;
  /** The last report of each storage layer. */
  readonly layers: (number | null)[];
  firstFatalHardware: number | null;
  readonly byTitle: Map<string, number>;
}

export interface Follows {
  readonly index: number;
  readonly because: string;
}

/** A rule states one way in which a report follows from an earlier one of the same boot, or says nothing. */
type Rule = (report: Report, earlier: Earlier) => Follows | null;

function at(earlier: Earlier, index: number): string {
  return `line ${earlier.reports[index]!.span.line}`;
}

/** Seconds between two reports; null where a time is lacking. */
function seconds(report: Report, earlier: Earlier, index: number): number | null {
  const before = earlier.reports[index]!.time;
  return before === null || report.time === null ? null : report.time - before;
}

/** Within so many seconds; without times within so many lines. */
function near(report: Report, earlier: Earlier, index: number, most: number, lines: number): boolean {
  const gap = seconds(report, earlier, index);
  if (gap !== null) return gap <= most;
  return report.span.line - earlier.reports[index]!.span.endLine <= lines;
}

const dieCounter: Rule = (report, earlier) => {
  if (report.kind !== 'kernel-bug' || (report.details.die ?? 1) < 2 || earlier.firstDeath === null)
    return null;
  const first = earlier.reports[earlier.firstDeath]!;
  if (!isDeath(first) || first.details.die! >= report.details.die!) return null;
  return {
    index: earlier.firstDeath,
    because: `the kernel counts it as death number ${report.details.die} of this boot; number ${first.details.die} stands at ${at(earlier, earlier.firstDeath)}`,
  };
};

/** What a panic's own words point back to. */
const panicAfter: Rule = (report, earlier) => {
  if (!isPanic(report)) return null;
  const { title } = report;
  const back = (index: number | null, because: string): Follows | null =>
    index === null ? null : { index, because: `${because} (${at(earlier, index)})` };
  if (/fatal exception/i.test(title))
    return back(earlier.lastDeath, 'the panic is the end of the oops before it');
  if (/panic_on_warn/.test(title))
    return back(earlier.lastWarning, 'kernel.panic_on_warn made a panic of the warning before it');
  if (/hung_task/.test(title))
    return back(earlier.lastHung, 'kernel.hung_task_panic made a panic of the hung task before it');
  if (/softlockup|hard lockup|rcu stall/i.test(title))
    return back(earlier.lastStall, 'the settings make a panic of a stall, and one stands before it');
  if (/out of memory|panic_on_oom|deadlocked on memory/i.test(title))
    return back(earlier.lastOom, 'memory had run out before it');
  if (/machine check|hardware error|memory error/i.test(title))
    return back(earlier.firstFatalHardware, 'the hardware had reported an error that cannot be corrected');
  if (/panic forced after error/i.test(title))
    return back(earlier.lastFileSystem, 'the file system is mounted to panic on an error, and had one');
  if (/attempted to kill init/i.test(title)) return initDied(report, earlier);
  return null;
};

function initDied(report: Report, earlier: Earlier): Follows | null {
  const death = earlier.lastDeath === null ? null : earlier.reports[earlier.lastDeath]!;
  if (death !== null && isDeath(death) && death.details.pid === 1)
    return {
      index: earlier.lastDeath!,
      because: `the oops at ${at(earlier, earlier.lastDeath!)} killed process 1`,
    };
  const bus =
    report.kind === 'kernel-bug' && report.details.explanation.some(({ says }) => says.includes('SIGBUS'));
  if (bus && earlier.lastDisk !== null && near(report, earlier, earlier.lastDisk, 600, 5000))
    return {
      index: earlier.lastDisk,
      because: `process 1 was killed by SIGBUS, as when its file cannot be read, after errors of a disk at ${at(earlier, earlier.lastDisk)}`,
    };
  return null;
}

const taintDied: Rule = (report, earlier) => {
  if (earlier.firstDeath === null || !taintOf(report).includes('D')) return null;
  return {
    index: earlier.firstDeath,
    because: `the kernel was marked as having died (taint D), which the report at ${at(earlier, earlier.firstDeath)} did`,
  };
};

const taintMachineCheck: Rule = (report, earlier) => {
  const cause = earlier.firstFatalHardware;
  if (cause === null || report.kind !== 'kernel-bug') return null;
  if (!taintOf(report).includes('M') && !(near(report, earlier, cause, 10, 200) && isPanic(report)))
    return null;
  return {
    index: cause,
    because: `the processor had reported an error that was not corrected at ${at(earlier, cause)}`,
  };
};

const refusedAfterSanitizer: Rule = (report, earlier) => {
  const index = earlier.lastSanitizer;
  if (index === null || !isDeath(report)) return null;
  const finding = earlier.reports[index]!;
  const gap = seconds(report, earlier, index);
  if (!isSanitizer(finding) || gap === null || gap > 1 || finding.details.pid !== report.details.pid)
    return null;
  if (finding.blamed?.function == null || finding.blamed.function !== report.blamed?.function) return null;
  return {
    index,
    because: `a sanitizer had reported the access in ${finding.blamed.function} at ${at(earlier, index)}, before the processor refused it`,
  };
};

const taintBadPage: Rule = (report, earlier) => {
  const cause = earlier.firstCorruption;
  // A sanitizer finds each damage where it is done: a second finding is one of its own.
  if (
    cause === null ||
    report.kind !== 'kernel-bug' ||
    isCorruption(report) ||
    isStall(report) ||
    isWarning(report)
  )
    return null;
  if (!taintOf(report).includes('B')) return null;
  return { index: cause, because: `memory had been found damaged (taint B) at ${at(earlier, cause)}` };
};

const stallAfterDeath: Rule = (report, earlier) => {
  if (
    !isStall(report) ||
    earlier.firstDeath === null ||
    !near(report, earlier, earlier.firstDeath, 3600, 20_000)
  )
    return null;
  return {
    index: earlier.firstDeath,
    because: `a task died at ${at(earlier, earlier.firstDeath)}, and what it held then is never given back`,
  };
};

const WAITS_FOR_DISK =
  /^(?:io_schedule|bit_wait_io|blk_mq_get_tag|wait_on_page_(?:bit|writeback)|folio_wait_|submit_bio_wait|jbd2_|__jbd2_|ext4_|xfs_|btrfs_|blk_execute_rq|md_|wait_on_buffer|__wait_on_buffer|dm_)/;

const hungAfterDisk: Rule = (report, earlier) => {
  if (!isHung(report) || earlier.lastDisk === null || !near(report, earlier, earlier.lastDisk, 900, 5000))
    return null;
  const waits = report.frames.find(frame => WAITS_FOR_DISK.test(frame.function));
  if (waits === undefined) return null;
  return {
    index: earlier.lastDisk,
    because: `it waits for a disk (${waits.function}), and a disk had errors at ${at(earlier, earlier.lastDisk)}`,
  };
};

/** The block layer names what a drive failed at, a moment later. */
const layerAbove: Rule = (report, earlier) => {
  const layer = storageLayer(report);
  if (layer < 1 || layer > 3) return null;
  const below = Math.max(...earlier.layers.slice(0, layer).map(index => index ?? -1));
  if (below < 0 || !near(report, earlier, below, 5, 60)) return null;
  return {
    index: below,
    because: `the layer below had reported ${earlier.reports[below]!.title.slice(0, 80)} at ${at(earlier, below)}`,
  };
};

const fileSystemAfterDisk: Rule = (report, earlier) => {
  if (!isFileSystem(report) || earlier.lastDisk === null) return null;
  const disk = earlier.reports[earlier.lastDisk]!;
  if (!isDisk(disk)) return null;
  const below = disk.kind === 'storage-error' ? disk.details.device : disk.details.where;
  const same = below !== null && report.details.device !== null && sameDisk(below, report.details.device);
  // Without a common name only errors at nearly the same moment are taken together: ata1 is not called sda.
  const anonymous =
    below === null || report.details.device === null || !/^(?:sd|nvme|vd|xvd|mmcblk|hd)[a-z0-9]/.test(below);
  if (!near(report, earlier, earlier.lastDisk, same ? 600 : 30, same ? 5000 : 200) || !(same || anonymous))
    return null;
  return {
    index: earlier.lastDisk,
    because: same
      ? `its disk ${below} had errors at ${at(earlier, earlier.lastDisk)}`
      : `a disk or its controller had errors just before, at ${at(earlier, earlier.lastDisk)}`,
  };
};

/** `sda1` lies on `sda`, `nvme0n1p2` on `nvme0n1` and `nvme0`. */
function sameDisk(disk: string, part: string): boolean {
  const [a, b] = [disk, part].map(name => name.replace(/^\/dev\//, ''));
  if (!b!.startsWith(a!)) return false;
  return b === a || /^(?:p?\d{1,3}|n\d{1,3}(?:p\d{1,3})?)$/.test(b!.slice(a!.length));
}

const warnedBefore: Rule = (report, earlier) => {
  if (earlier.lastWarning === null || !isDeath(report) || !taintOf(report).includes('W')) return null;
  const warning = earlier.reports[earlier.lastWarning]!;
  if (!isWarning(warning) || warning.details.pid === null || warning.details.pid !== report.details.pid)
    return null;
  const gap = seconds(report, earlier, earlier.lastWarning);
  if (gap === null || gap > 5) return null;
  return {
    index: earlier.lastWarning,
    because: `the same task (PID ${report.details.pid}) had set off a warning ${gap.toFixed(1)} seconds before, at ${at(earlier, earlier.lastWarning)}`,
  };
};

const stallAgain: Rule = (report, earlier) => {
  if (!isStall(report) || earlier.firstStall === null) return null;
  const first = earlier.reports[earlier.firstStall]!;
  if (!isStall(first) || isHung(first) !== isHung(report)) return null;
  const sameTask =
    first.details.pid !== null && first.details.pid !== 0 && first.details.pid === report.details.pid;
  const sameCpu = first.details.cpu !== null && first.details.cpu === report.details.cpu;
  if (
    !(sameTask || (sameCpu && taintOf(report).includes('L'))) ||
    !near(report, earlier, earlier.firstStall, 600, 5000)
  )
    return null;
  return {
    index: earlier.firstStall,
    because: `the same ${sameTask ? `task (PID ${report.details.pid})` : `CPU (${report.details.cpu})`} was stuck already at ${at(earlier, earlier.firstStall)}`,
  };
};

const sameAgain: Rule = (report, earlier) => {
  if (report.kind !== 'kernel-bug') return null;
  const index = earlier.byTitle.get(report.title);
  return index === undefined
    ? null
    : { index, because: `it is the report of ${at(earlier, index)} once more` };
};

/** Asked in this order: the surest sign first. */
const RULES: readonly Rule[] = [
  dieCounter,
  panicAfter,
  taintMachineCheck,
  taintDied,
  refusedAfterSanitizer,
  taintBadPage,
  layerAbove,
  fileSystemAfterDisk,
  hungAfterDisk,
  stallAfterDeath,
  warnedBefore,
  stallAgain,
  sameAgain,
];

export function follows(report: Report, earlier: Earlier): Follows | null {
  for (const rule of RULES) {
    const found = rule(report, earlier);
    if (found !== null) return found;
  }
  return null;
}

export function noneYet(reports: readonly Report[]): Earlier {
  return {
    reports,
    firstDeath: null,
    lastDeath: null,
    lastWarning: null,
    firstStall: null,
    lastStall: null,
    lastHung: null,
    lastOom: null,
    firstCorruption: null,
    lastDisk: null,
    lastFileSystem: null,
    lastSanitizer: null,
    layers: [null, null, null, null, null],
    firstFatalHardware: null,
    byTitle: new Map(),
  };
}

/** Enters a report among the earlier ones. */
export function remember(earlier: Earlier, report: Report, index: number): void {
  if (isDeath(report)) {
    earlier.firstDeath ??= index;
    earlier.lastDeath = index;
  }
  if (isWarning(report)) earlier.lastWarning = index;
  if (isStall(report)) {
    earlier.firstStall ??= index;
    earlier.lastStall = index;
  }
  if (isHung(report)) earlier.lastHung = index;
  if (report.kind === 'oom-kill') earlier.lastOom = index;
  if (isCorruption(report)) earlier.firstCorruption ??= index;
  if (isDisk(report)) earlier.lastDisk = index;
  if (isFileSystem(report)) earlier.lastFileSystem = index;
  if (isSanitizer(report)) earlier.lastSanitizer = index;
  const layer = storageLayer(report);
  if (layer >= 0) earlier.layers[layer] = index;
  if (isFatalHardware(report)) earlier.firstFatalHardware ??= index;
  if (report.kind === 'kernel-bug' && !earlier.byTitle.has(report.title))
    earlier.byTitle.set(report.title, index);
}
