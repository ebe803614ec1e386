import type { Channel, Line } from '../line.js';
import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hitLines, type Severity } from './event.js';

/** `sd 0:0:0:0: [sda] tag#12 FAILED Result: hostbyte=DID_OK driverbyte=DRIVER_OK cmd_age=0s` (drivers/scsi/scsi_logging.c, scsi_print_result; no FAILED before 4.1). */
const RESULT =
  /\b(\d{1,5}:\d{1,5}:\d{1,5}:\d{1,10}): (?:\[([\w-]{1,32})\] )?(?:tag#(\d{1,10}) )?(?:(?:UNKNOWN\(0x[0-9a-f]{1,8}\) )|FAILED )?Result: hostbyte=(\w{1,40}) driverbyte=(\w{1,40})/;
const SENSE = /Sense Key : ([A-Z0-9][\w /]{1,30}?) \[(?:current|deferred)\]/;
const ADDITIONAL = /(Add\. Sense: |ASC=)(.{1,120})/;
const COMMAND = /CDB: (.{1,80})/;
const OFFLINE =
  /\b(\d{1,5}:\d{1,5}:\d{1,5}:\d{1,10}): (?:\[([\w-]{1,32})\] )?(rejecting I\/O to (?:offline|dead) device|Device offlined)/;

/** Without CONFIG_SCSI_CONSTANTS the numbers are printed (drivers/scsi/constants.c). */
const SENSE_NAMES = [
  'No Sense',
  'Recovered Error',
  'Not Ready',
  'Medium Error',
  'Hardware Error',
  'Illegal Request',
  'Unit Attention',
  'Data Protect',
  'Blank Check',
  'Vendor Specific',
  'Copy Aborted',
  'Aborted Command',
];
const HOST = [
  'DID_OK',
  'DID_NO_CONNECT',
  'DID_BUS_BUSY',
  'DID_TIME_OUT',
  'DID_BAD_TARGET',
  'DID_ABORT',
  'DID_PARITY',
  'DID_ERROR',
  'DID_RESET',
  'DID_BAD_INTR',
];

function senseName(text: string): string {
  return text.startsWith('0x') ? (SENSE_NAMES[Number.parseInt(text, 16)] ?? text) : text;
}

/** Commands that a SCSI device (or the path to it) failed, with the sense data. */
export const scsi: Reader = {
  name: 'scsi',
  anchors: ['Result: hostbyte=', 'rejecting I/O to ', 'Device offlined'],
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const offline = OFFLINE.exec(line.text);
      if (offline !== null) {
        events.push(offlineEvent(line, offline));
        continue;
      }
      const match = RESULT.exec(line.text);
      const event = match === null ? null : failed(channel, index, match);
      if (event !== null) events.push(event);
    }
    return foldHardware(events);
  },
};

function offlineEvent(line: Line, match: RegExpExecArray): HardwareEvent {
  return {
    title: `scsi: ${match[3]!.startsWith('Device') ? 'Device offlined' : match[3]}`,
    type: 'SCSI',
    source: 'scsi',
    severity: 'recoverable',
    where: match[2] ?? match[1]!,
    decoded: { address: match[1]! },
    first: line,
    last: line,
  };
}

function failed(channel: Channel, index: number, match: RegExpExecArray): HardwareEvent | null {
  const [, address, disk, tag, hostText, driver] = match;
  const host = (hostText!.startsWith('0x') ? HOST[Number.parseInt(hostText!, 16)] : undefined) ?? hostText!;
  const first = channel.lines[index]!;
  let last = first;
  let sense: string | null = null;
  let additional: string | null = null;
  let command: string | null = null;
  for (let i = index + 1; i < channel.lines.length && i <= index + 12; i++) {
    const line = channel.lines[i]!;
    if (!line.text.includes(`${address}: `)) continue;
    if (line.text.includes('Result: hostbyte=')) break;
    const key = SENSE.exec(line.text);
    const more = key === null ? ADDITIONAL.exec(line.text) : null;
    const cdb = COMMAND.exec(line.text);
    if (key !== null) sense = senseName(key[1]!);
    else if (more !== null) additional = `${more[1]!.startsWith('ASC') ? 'ASC=' : ''}${more[2]!.trim()}`;
    else if (cdb !== null) command = cdb[1]!.trim();
    else continue;
    last = line;
  }
  const severity = severityOf(host, sense);
  if (severity === null) return null;
  const what =
    sense === null ? `hostbyte=${host}` : `${sense}${additional === null ? '' : `, ${additional}`}`;
  return {
    title: `scsi: command failed: ${what}`,
    type: 'SCSI',
    source: 'scsi',
    severity,
    where: disk ?? address!,
    decoded: {
      address: address!,
      ...(tag === undefined ? {} : { tag }),
      hostbyte: host,
      driverbyte: driver!,
      ...(sense === null ? {} : { 'sense key': sense }),
      ...(additional === null ? {} : { 'additional sense': additional }),
      ...(command === null ? {} : { command }),
    },
    first,
    last,
  };
}

/**
 * What a sense key says of the hardware (SPC-4, "Sense key and additional sense code definitions"); null for what is no failure: a
 * command the device does not know, a drive without medium, a changed one.
 */
function severityOf(host: string, sense: string | null): Severity | null {
  switch (sense) {
    case 'Medium Error':
    case 'Hardware Error':
    case 'Aborted Command':
    case 'Not Ready':
      return 'recoverable';
    case 'Recovered Error':
      return 'corrected';
    case 'Illegal Request':
    case 'Unit Attention':
    case 'No Sense':
    case 'Blank Check':
    case 'Data Protect':
      return null;
    default:
      return host === 'DID_OK' ? 'unknown' : 'recoverable';
  }
}
