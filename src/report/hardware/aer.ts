import type { Channel, Line } from '../line.js';
import type { Reader } from '../reader.js';
import { foldHardware, following, type HardwareEvent, hitLines, type Severity } from './event.js';

/** The device a line of the PCI core speaks of: `pcieport 0000:00:1c.0: …`, `nvme 0000:01:00.0: …` */
const DEVICE = /(?:^|\s)([0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]): /;
/** `PCIe Bus Error: severity=%s, type=%s, (%s)` (drivers/pci/pcie/aer.c, aer_print_error; `id=00e4(Receiver ID)` before 4.17). */
const ERROR =
  /(PCIe|CXL) Bus Error: severity=([A-Za-z]{5,15}(?: \([A-Za-z-]{5,12}\))?), type=([A-Za-z ]{4,40})/;
/** `aer_status: 0x%08x, aer_mask: 0x%08x` (cper_print_aer: errors the firmware passed on). */
const FIRMWARE = /aer_status: (0x[0-9a-f]{1,8}), aer_mask: (0x[0-9a-f]{1,8})/;
/** `Corrected error received: 0000:01:00.0`; since 6.9 `Correctable error message received from 0000:01:00.0`. */
const HEADER =
  /AER: (Multiple )?(Correct(?:ed|able)|Uncorrect(?:ed|able) \((?:Non-)?Fatal\)) error (?:message )?received(?: from|:) (?:id=)?([0-9a-f:.]{4,12})/;
/** `   [12] Timeout                (First)` (__aer_print_error) */
const BIT = /: {1,8}\[ ?(\d{1,2})\] (\S.{0,40}?)\s*(?:\(First\)\s*)?$/;
const STATUS = /device \[([0-9a-f]{4}):([0-9a-f]{4})\] error status\/mask=([0-9a-f]{1,8})\/([0-9a-f]{1,8})/;
/** `containment event, status:0x1f01 source:0x0000` (drivers/pci/pcie/dpc.c) */
const CONTAINED = /DPC: containment event, status:(0x[0-9a-f]{1,8})/;

/** PCI Express advanced error reporting, and downstream port containment. */
export const aer: Reader = {
  name: 'aer',
  anchors: [
    'Bus Error: severity=',
    'aer_status: 0x',
    'AER: Correct',
    'AER: Uncorrect',
    'AER: Multiple ',
    'DPC: containment event',
  ],
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    let header: { readonly line: Line; readonly index: number; readonly match: RegExpExecArray } | null =
      null;
    const dropHeader = () => {
      if (header !== null) events.push(headerEvent(header.line, header.match));
      header = null;
    };
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const match = HEADER.exec(line.text);
      if (match !== null) {
        dropHeader();
        header = { line, index, match };
        continue;
      }
      const event = detailEvent(channel, index);
      if (event === null) continue;
      // The port says that a message came, then the device what it was: one error.
      const near: { line: Line; index: number; match: RegExpExecArray } | null = header;
      const same = near !== null && severityOf(near.match[2]!) === event.severity && event.decoded['layer'];
      if (near !== null && same && index - near.index <= 8) {
        events.push({ ...event, first: near.line });
        header = null;
      } else events.push(event);
    }
    dropHeader();
    return foldHardware(events);
  },
};

function severityOf(text: string): Severity {
  if (text.startsWith('Correct')) return 'corrected';
  return text.includes('Non-Fatal') ? 'recoverable' : text.includes('Fatal') ? 'fatal' : 'unknown';
}

/** Since 6.9 the kernel says "Correctable" where it said "Corrected": one title for both. */
function steady(severity: string): string {
  return severity.replace('Correctable', 'Corrected').replace('Uncorrectable', 'Uncorrected');
}

function headerEvent(line: Line, match: RegExpExecArray): HardwareEvent {
  return {
    title: `PCIe AER: ${steady(match[2]!)} error received`,
    type: 'AER',
    source: 'aer',
    severity: severityOf(match[2]!),
    where: match[3]!,
    decoded: {
      from: match[3]!,
      note: 'no details in the log',
      ...(match[1] === undefined ? {} : { multiple: 'yes' }),
    },
    first: line,
    last: line,
  };
}

function detailEvent(channel: Channel, index: number): HardwareEvent | null {
  const line = channel.lines[index]!;
  const device = DEVICE.exec(line.text)?.[1] ?? null;
  const contained = CONTAINED.exec(line.text);
  if (contained !== null) {
    const decoded = { status: contained[1]! };
    return {
      title: 'PCIe DPC: containment event',
      type: 'AER',
      source: 'aer',
      severity: 'recoverable',
      where: device,
      decoded,
      first: line,
      last: line,
    };
  }
  const error = ERROR.exec(line.text);
  const firmware = FIRMWARE.exec(line.text);
  if (error === null && firmware === null) return null;
  const decoded: Record<string, string> = {};
  if (error !== null) {
    decoded['severity'] = steady(error[2]!);
    decoded['layer'] = error[3]!.trim();
  } else {
    decoded['aer_status'] = firmware![1]!;
    decoded['aer_mask'] = firmware![2]!;
  }
  const { names, last } = gather(channel, index, device, decoded);
  if (names.length > 0) decoded['errors'] = names.join(', ');
  const severity = decoded['severity'] ?? 'reported by firmware';
  const kind = names.length > 0 ? ` (${names.join(', ')})` : '';
  return {
    title: `${error?.[1] ?? 'PCIe'} Bus Error: severity=${severity}, type=${decoded['layer'] ?? 'unknown'}${kind}`,
    type: 'AER',
    source: 'aer',
    severity: severityOf(severity),
    where: device,
    decoded,
    first: line,
    last,
  };
}

/** The lines of the same device that follow: status, the bits' names, the TLP's header. */
function gather(channel: Channel, index: number, device: string | null, decoded: Record<string, string>) {
  const names: string[] = [];
  let last = channel.lines[index]!;
  for (const line of following(channel, index, 24)) {
    if (device !== null && DEVICE.exec(line.text)?.[1] !== device) continue;
    if (ERROR.test(line.text) || FIRMWARE.test(line.text) || HEADER.test(line.text)) break;
    const status = STATUS.exec(line.text);
    const bit = status === null ? BIT.exec(line.text) : null;
    const tlp = /TLP Header: ((?:0x)?[0-9a-f]{8}(?: (?:0x)?[0-9a-f]{8}){3})/.exec(line.text);
    const layer = /aer_layer=([A-Za-z ]{4,30}), aer_agent=([A-Za-z ]{4,30})/.exec(line.text);
    if (status !== null) {
      decoded['device'] = `${status[1]}:${status[2]}`;
      decoded['status'] = `0x${status[3]}`;
      decoded['mask'] = `0x${status[4]}`;
    } else if (bit !== null && names.length < 8) names.push(bit[2]!.trim());
    else if (tlp !== null) decoded['TLP header'] = tlp[1]!;
    else if (layer !== null) {
      decoded['layer'] = layer[1]!;
      decoded['agent'] = layer[2]!.trim();
    } else if (line.text.includes('aer_uncor_severity: ')) {
      // Only uncorrected errors print this; the register says which bits would be fatal.
      decoded['severity'] ??= uncorrectedSeverity(decoded['aer_status'], line.text);
    } else continue;
    last = line;
  }
  // cper_print_aer() prints no severity, but of corrected errors no aer_uncor_severity either.
  if (decoded['aer_status'] !== undefined) decoded['severity'] ??= 'Corrected';
  return { names, last };
}

function uncorrectedSeverity(status: string | undefined, text: string): string {
  const register = /aer_uncor_severity: 0x([0-9a-f]{1,8})/.exec(text)?.[1];
  const fatal = (Number.parseInt(status ?? '0', 16) & Number.parseInt(register ?? '0', 16)) !== 0;
  return fatal ? 'Uncorrected (Fatal)' : 'Uncorrected (Non-Fatal)';
}
