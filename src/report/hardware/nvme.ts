import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hitLines, normalised } from './event.js';

/** `nvme nvme0: I/O 12 QID 3 timeout, aborting`; `I/O 12 (Read) QID …` since 6.0, `I/O tag 12 (100c) opcode 0x2 (…) QID …` since 6.8 (drivers/nvme/host/pci.c, nvme_timeout). */
const TIMEOUT = /nvme (nvme\d{1,5}): I\/O (?:tag )?(\d{1,6}) .{0,80}?\bQID (\d{1,6}) timeout, ([^\n]{3,80})/;
const OPCODE = /opcode (0x[0-9a-f]{1,4})|I\/O \d{1,6} \(([^)]{1,40})\)/;
/** `controller is down; will reset: CSTS=0x%x, PCI_STATUS=0x%hx` (nvme_warn_reset) */
const DOWN =
  /nvme (nvme\d{1,5}): controller is down; will reset: CSTS=(0x[0-9a-f]{1,8})(?:, PCI_STATUS=(0x[0-9a-f]{1,8}))?/;
/** `nvme0n1: Read(0x2) @ LBA %llu, %llu blocks, %s (sct 0x%x / sc 0x%x) MORE DNR` (drivers/nvme/host/core.c, nvme_log_error) */
const FAILED =
  /(nvme\d{1,5}(?:c\d{1,5})?(?:n\d{1,5})?): (\w[\w /-]{1,40})\((0x[0-9a-f]{1,4})\)(?: @ LBA (\d{1,20}), (\d{1,20}) blocks)?, (.{3,60}?) \(sct (0x[0-9a-f]{1,4}) \/ sc (0x[0-9a-f]{1,4})\)/;
const REMOVED = /nvme (nvme\d{1,5}): (?:Removing after probe failure|Disabling device after reset failure)/;
const NOT_READY = /nvme (nvme\d{1,5}): Device not ready; aborting (\w{4,20})/;
const FROZEN = /nvme (nvme\d{1,5}): (frozen|failure) state error detected/;

/** NVMe controllers that stop answering, go away, or fail commands. */
export const nvme: Reader = {
  name: 'nvme',
  anchors: [
    ' timeout, abort',
    ' timeout, reset contr',
    ' timeout, completion polled',
    ' timeout, disable contr',
    'controller is down; will reset',
    'Removing after probe failure',
    'Disabling device after reset failure',
    'Device not ready; aborting',
    ' (sct 0x',
    ' state error detected',
  ],
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const told = timeout(line.text) ?? failed(line.text) ?? gone(line.text);
      if (told !== null) events.push({ type: 'NVME', source: 'nvme', ...told, first: line, last: line });
    }
    return foldHardware(events);
  },
};

type Told = Omit<HardwareEvent, 'first' | 'last' | 'type' | 'source'>;

function timeout(text: string): Told | null {
  const match = TIMEOUT.exec(text);
  if (match === null) return null;
  const action = match[4]!.split(/ req_op| cmd/)[0]!.trim();
  const opcode = OPCODE.exec(text);
  return {
    title: `nvme: I/O timeout, ${normalised(action)}`,
    severity: 'recoverable',
    where: match[1]!,
    decoded: {
      tag: match[2]!,
      queue: match[3]!,
      action,
      ...(opcode === null ? {} : { command: opcode[1] ?? opcode[2]! }),
      ...(action.startsWith('completion polled')
        ? { note: 'the command had completed: its interrupt was lost' }
        : {}),
    },
  };
}

/** Status code types: NVM Express Base Specification, "Status Code Type"; 2 is media and data integrity errors. */
const TYPES = [
  'generic command status',
  'command specific status',
  'media and data integrity error',
  'path related status',
];

/** Without CONFIG_NVME_VERBOSE_ERRORS the kernel prints `I/O Cmd` and `I/O Error`: the numbers say more (include/linux/nvme.h). */
const MEDIA_ERRORS: Readonly<Record<number, string>> = {
  128: 'Write Fault',
  129: 'Unrecovered Read Error',
  130: 'End-to-end Guard Check Error',
  131: 'End-to-end Application Tag Check Error',
  132: 'End-to-end Reference Tag Check Error',
  133: 'Compare Failure',
  134: 'Access Denied',
  135: 'Deallocated or Unwritten Logical Block',
};
const COMMANDS: Readonly<Record<number, string>> = {
  0: 'Flush',
  1: 'Write',
  2: 'Read',
  8: 'Write Zeroes',
  9: 'Dataset Management',
};

function failed(text: string): Told | null {
  const match = FAILED.exec(text);
  if (match === null) return null;
  const [, device, printed, opcode, lba, blocks, words, sct, sc] = match;
  const type = Number.parseInt(sct!, 16);
  const command = printed === 'I/O Cmd' ? (COMMANDS[Number.parseInt(opcode!, 16)] ?? printed) : printed!;
  const known = type === 2 && words === 'I/O Error' ? MEDIA_ERRORS[Number.parseInt(sc!, 16)] : undefined;
  const says = known ?? words!;
  return {
    title: `nvme: ${command} failed: ${says}`,
    // Only the third type says that the medium is at fault; a command that the device does not know is no defect.
    severity: type === 2 ? 'recoverable' : 'unknown',
    where: device!,
    decoded: {
      command: `${command} (${opcode})`,
      ...(lba === undefined ? {} : { LBA: lba, blocks: blocks! }),
      status: says,
      'status code': `sct ${sct}, sc ${sc}`,
      'status type': TYPES[type] ?? 'vendor specific or reserved',
    },
  };
}

function gone(text: string): Told | null {
  const down = DOWN.exec(text);
  if (down !== null) {
    const dead = Number.parseInt(down[2]!, 16) === 0xffffffff;
    return {
      title: 'nvme: controller is down; will reset',
      severity: 'recoverable',
      where: down[1]!,
      decoded: {
        CSTS: down[2]!,
        ...(down[3] === undefined ? {} : { PCI_STATUS: down[3] }),
        // All ones: reads of the device's registers are not answered any more (nvme_warn_reset).
        ...(dead ? { note: 'registers read as all ones: the device does not answer on PCI Express' } : {}),
      },
    };
  }
  const removed = REMOVED.exec(text);
  if (removed !== null)
    return {
      title: 'nvme: controller given up after a failed reset',
      severity: 'fatal',
      where: removed[1]!,
      decoded: {},
    };
  const notReady = NOT_READY.exec(text);
  if (notReady !== null)
    return {
      title: 'nvme: Device not ready; aborting',
      severity: 'recoverable',
      where: notReady[1]!,
      decoded: { during: notReady[2]! },
    };
  const frozen = FROZEN.exec(text);
  if (frozen === null) return null;
  return {
    title: `nvme: ${frozen[2]} state error detected`,
    severity: 'recoverable',
    where: frozen[1]!,
    decoded: { note: 'PCI error recovery stopped the device' },
  };
}
