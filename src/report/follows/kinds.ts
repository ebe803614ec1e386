import type { HardwareReport, KernelReport, Report, StorageReport } from '../types.js';

/** What a report is to the ones after it. */

/** The kernel died of it (an oops or BUG, not a warning): whoever ran left his work half done and his locks held. */
export function isDeath(report: Report): report is KernelReport {
  return report.kind === 'kernel-bug' && report.details.die !== undefined;
}

export function isWarning(report: Report): report is KernelReport {
  return report.kind === 'kernel-bug' && report.title.startsWith('WARNING');
}

/** Somebody waits: hung task, soft or hard lockup, RCU stall. */
export function isStall(report: Report): report is KernelReport {
  return (
    report.kind === 'kernel-bug' &&
    /\b(?:task hung|hung task|rcu detected stall|soft lockup|hard lockup|workqueue lockup|lockup in|stall in)/i.test(
      report.title.slice(0, 200),
    )
  );
}

export function isHung(report: Report): report is KernelReport {
  return (
    report.kind === 'kernel-bug' &&
    /\b(?:task hung|hung task|blocked for more than)/.test(report.title.slice(0, 200))
  );
}

/** The report says that memory is damaged, and where that was found. */
export function isCorruption(report: Report): report is KernelReport {
  return (
    report.kind === 'kernel-bug' &&
    (/^(?:KASAN(?!: null-ptr-deref)|KFENCE)\b|Bad page|BUG: corrupted list|list_(?:add|del) corruption|Redzone|Poison overwritten|Object already free/.test(
      report.title.slice(0, 200),
    ) ||
      /^KASAN-(?!NULL)/.test(report.type))
  );
}

/** A sanitizer spoke: what the processor refuses next may be the same access. */
export function isSanitizer(report: Report): report is KernelReport {
  return report.kind === 'kernel-bug' && /^K(?:ASAN|FENCE|MSAN|CSAN)\b|^UBSAN/.test(report.title);
}

export function isPanic(report: Report): report is KernelReport {
  return report.kind === 'kernel-bug' && /^kernel panic/i.test(report.title);
}

const DISK_SOURCES = /^(?:ata|nvme|scsi|mmc|usb-storage|block|md|dm)\b/;

/** A disk, its controller or the cable between: errors and resets below the file system. */
export function isDisk(report: Report): report is HardwareReport | StorageReport {
  return (
    (report.kind === 'hardware-error' || report.kind === 'storage-error') &&
    DISK_SOURCES.test(report.details.source)
  );
}

export function isFileSystem(report: Report): report is StorageReport {
  return (
    report.kind === 'storage-error' &&
    /^(?:ext[234]|jbd2|xfs|btrfs|f2fs|filesystem|buffer|zfs)/i.test(report.details.source)
  );
}

/** Bus, drive, command, block, file system: what fails below shows above. -1 for what is none of them. */
export function storageLayer(report: Report): number {
  if (report.kind !== 'hardware-error' && report.kind !== 'storage-error') return -1;
  if (isFileSystem(report)) return 4;
  const { source } = report.details;
  const layers = [/^aer\b/, /^(?:ata|nvme|mmc|usb)/, /^scsi\b/, /^(?:block|md|dm)\b/];
  return layers.findIndex(pattern => pattern.test(source));
}

/** A machine check or memory error that was not corrected. */
export function isFatalHardware(report: Report): report is HardwareReport {
  return (
    report.kind === 'hardware-error' &&
    /^(?:mce|ghes|edac|cper)\b/.test(report.details.source) &&
    (report.details.severity === 'fatal' || report.details.severity === 'recoverable')
  );
}

/** The taint letters of a kernel report, '' where it prints none. */
export function taintOf(report: Report): string {
  if (report.kind !== 'kernel-bug') return '';
  return (report.details.taint?.letters ?? []).map(({ letter }) => letter).join('');
}
