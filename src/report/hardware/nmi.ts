import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hitLines, type Severity } from './event.js';

/** arch/x86/kernel/nmi.c: pci_serr_error, io_check_error, unknown_nmi_error. */
const KINDS: readonly {
  readonly text: string;
  readonly title: string;
  readonly severity: Severity;
  readonly means: string;
}[] = [
  {
    text: 'NMI: PCI system error (SERR)',
    title: 'NMI: PCI system error (SERR)',
    severity: 'recoverable',
    means: 'a PCI device or bridge signalled an error it could not handle',
  },
  {
    text: 'NMI: IOCK error',
    title: 'NMI: IOCK error',
    severity: 'recoverable',
    means: 'an I/O channel check: a device or the memory signalled an error',
  },
  {
    text: 'NMI received for unknown reason',
    title: 'Uhhuh. NMI received for unknown reason',
    severity: 'unknown',
    means: 'no driver knows why: a watchdog, the NMI button, power saving, or hardware',
  },
];
const REASON = /reason ([0-9a-f]{2}) on CPU (\d{1,5})/;

/** Non-maskable interrupts that hardware raises. */
export const nmi: Reader = {
  name: 'nmi',
  anchors: KINDS.map(({ text }) => text),
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const kind = KINDS.find(({ text }) => line.text.includes(text));
      if (kind === undefined) continue;
      const reason = REASON.exec(line.text);
      const next = channel.lines[index + 1];
      events.push({
        title: kind.title,
        type: 'NMI',
        source: 'nmi',
        severity: kind.severity,
        where: null,
        decoded: {
          means: kind.means,
          ...(reason === null ? {} : { reason: `0x${reason[1]}`, cpu: reason[2]! }),
        },
        first: line,
        last: next?.text.includes('Dazed and confused') ? next : line,
      });
    }
    return foldHardware(events);
  },
};
