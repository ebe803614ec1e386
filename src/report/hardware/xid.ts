import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hitLines, type Severity } from './event.js';

/** `NVRM: Xid (PCI:0000:3b:00): 79, pid=1234, name=python, GPU has fallen off the bus.`; without `PCI:` in drivers before 2014. */
const XID = /NVRM: Xid \((?:PCI:)?([0-9a-fA-F:.]{4,20})\): (\d{1,4})(?:,|$)(.{0,400})/;

interface Meaning {
  readonly means: string;
  readonly severity: Severity;
  /** Whom NVIDIA's list allows as the cause. */
  readonly causes: string;
}

const PROGRAM = 'the program, the driver or the hardware';
const DRIVER = 'the driver or the hardware';
const HARDWARE = 'the hardware';

/**
 * The common numbers: NVIDIA's "Xid Errors" (docs.nvidia.com/deploy/xid-errors) and nverror.h of open-gpu-kernel-modules.
 * A number by itself seldom tells hardware from software: severity is unknown where it does not.
 */
const MEANINGS: Readonly<Record<number, Meaning>> = {
  8: { means: 'GPU stopped processing', severity: 'unknown', causes: PROGRAM },
  13: { means: 'graphics engine exception', severity: 'unknown', causes: PROGRAM },
  31: { means: 'GPU memory page fault', severity: 'unknown', causes: PROGRAM },
  32: { means: 'invalid or corrupted push buffer stream', severity: 'unknown', causes: PROGRAM },
  38: { means: 'driver firmware error', severity: 'unknown', causes: DRIVER },
  43: { means: 'GPU stopped processing (channel reset)', severity: 'unknown', causes: PROGRAM },
  44: { means: 'graphics engine fault during a context switch', severity: 'unknown', causes: DRIVER },
  45: {
    means: 'preemptive cleanup after an earlier error',
    severity: 'unknown',
    causes: 'the error before it',
  },
  48: { means: 'double bit ECC error', severity: 'fatal', causes: HARDWARE },
  54: { means: 'auxiliary power is not connected to the GPU board', severity: 'fatal', causes: HARDWARE },
  61: { means: 'internal micro-controller breakpoint or warning', severity: 'unknown', causes: DRIVER },
  62: { means: 'internal micro-controller halt', severity: 'recoverable', causes: DRIVER },
  63: { means: 'ECC page retirement or row remapping recorded', severity: 'recoverable', causes: HARDWARE },
  64: { means: 'ECC page retirement or row remapping failed', severity: 'fatal', causes: HARDWARE },
  68: { means: 'video decoder exception', severity: 'unknown', causes: PROGRAM },
  69: { means: 'graphics engine class error', severity: 'unknown', causes: PROGRAM },
  74: { means: 'NVLink error', severity: 'recoverable', causes: HARDWARE },
  78: { means: 'vGPU start error', severity: 'unknown', causes: DRIVER },
  79: { means: 'GPU has fallen off the bus', severity: 'fatal', causes: HARDWARE },
  80: { means: 'corrupted data sent to the GPU', severity: 'unknown', causes: PROGRAM },
  92: { means: 'high single-bit ECC error rate', severity: 'corrected', causes: HARDWARE },
  94: { means: 'contained uncorrectable ECC error', severity: 'recoverable', causes: HARDWARE },
  95: { means: 'uncontained uncorrectable ECC error', severity: 'fatal', causes: HARDWARE },
  119: { means: 'GPU system processor (GSP) call timed out', severity: 'recoverable', causes: DRIVER },
  120: { means: 'GPU system processor (GSP) error', severity: 'recoverable', causes: DRIVER },
  121: { means: 'chip-to-chip link error', severity: 'corrected', causes: HARDWARE },
};

/** NVIDIA's driver: numbered errors. */
export const xid: Reader = {
  name: 'xid',
  anchors: ['NVRM: Xid'],
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const match = XID.exec(line.text);
      if (match === null) continue;
      const number = Number(match[2]);
      const meaning = MEANINGS[number];
      const pid = /\bpid='?(\d{1,10})/.exec(match[3]!);
      const name = /\bname=([^,\s]{1,64})/.exec(match[3]!);
      events.push({
        title: `NVIDIA Xid ${number}${meaning === undefined ? '' : `: ${meaning.means}`}`,
        altTitles: [`NVRM: Xid ${number}`],
        type: 'XID',
        source: 'gpu',
        severity: meaning?.severity ?? 'unknown',
        where: match[1]!,
        decoded: {
          xid: `${number}`,
          ...(meaning === undefined ? {} : { means: meaning.means, 'possible causes': meaning.causes }),
          ...(pid === null ? {} : { pid: pid[1]! }),
          ...(name === null || name[1]!.includes('unknown') ? {} : { program: name[1]! }),
          says: match[3]!.trim().slice(0, 300),
        },
        first: line,
        last: line,
      });
    }
    return foldHardware(events);
  },
};
