import type { Channel, Line } from '../line.js';
import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hitLines } from './event.js';

/** `ata1.00: exception Emask 0x%x SAct 0x%x SErr 0x%x action 0x%x frozen t4` (drivers/ata/libata-eh.c, ata_eh_link_report). */
const EXCEPTION =
  /(ata\d{1,4}(?:\.\d{1,3})?): exception Emask (0x[0-9a-f]{1,8}) SAct (0x[0-9a-f]{1,8}) SErr (0x[0-9a-f]{1,8}) action (0x[0-9a-f]{1,8})( frozen)?/;
const OTHER =
  /(ata\d{1,4}(?:\.\d{1,3})?): (qc timeout|failed to IDENTIFY|reset failed, giving up|disable device$|disabled$)/;
/** Every line of the error handler names its port. */
const PORT = /^(?:.{0,40}\s)?(ata\d{1,4})(?:\.\d{1,3})?: (.{1,300})/;
/** `res 41/40:…  Emask 0x409 (media error) <F>`: ata_err_string() says which kind. */
const RESULT = /\bres [0-9a-f/:]{20,60} Emask (0x[0-9a-f]{1,8}) \(([^)]{1,40})\)/;
/** What the error handler then did, or found. */
const NOTE =
  /^(hard resetting link|soft resetting link|SATA link down|disable device|disabled|NCQ disabled due to excessive errors|limiting SATA link speed to [\d.]{1,5} Gbps|reset failed, giving up|link is slow to respond)/;
const FLAGS = /^(SError|status|error): \{ ?([^}]{0,200}?) ?\}/;

/** SATA and PATA: failed commands, timeouts, link errors, with what the drive and the link said about them. */
export const ata: Reader = {
  name: 'ata',
  anchors: [
    ': exception Emask 0x',
    ': qc timeout',
    'failed to IDENTIFY',
    ': reset failed, giving up',
    ': disable device',
  ],
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    let until = -1;
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const match = EXCEPTION.exec(line.text);
      if (match !== null) {
        const { event, end } = exceptionAt(channel, index, match);
        events.push(event);
        until = end;
        continue;
      }
      const other = OTHER.exec(line.text);
      // Inside an exception's lines these are part of it, and named among its decoded fields.
      if (other !== null && index > until) events.push(otherEvent(line, other));
    }
    return foldHardware(events);
  },
};

interface Told {
  commands: string[];
  reason: string | null;
  flags: Record<string, string>;
  notes: string[];
}

function exceptionAt(channel: Channel, index: number, match: RegExpExecArray) {
  const [, device, emask, sact, serr, action, frozen] = match;
  const first = channel.lines[index]!;
  const port = device!.split('.')[0]!;
  const told: Told = { commands: [], reason: null, flags: {}, notes: [] };
  let last: Line = first;
  let end = index;
  for (let i = index + 1; i < channel.lines.length && i <= index + 120; i++) {
    const line = channel.lines[i]!;
    const result = line.text.includes('res ') ? RESULT.exec(line.text) : null;
    const own = line.text.includes(port) ? PORT.exec(line.text) : null;
    if (own === null || own[1] !== port) {
      // `         res …` stands on a line of its own: cmd and res are one message of two lines.
      if (result === null || i - end > 2) continue;
    } else {
      if (line.text.includes(': exception Emask')) break;
      take(own[2]!, told);
    }
    if (result !== null) told.reason ??= result[2]!;
    last = line;
    end = i;
    if (own?.[2] === 'EH complete') break;
  }
  const failed = told.commands[0];
  const error = told.flags['error'];
  const reason = [told.reason, error].filter(Boolean).join(', ');
  const link = linkTrouble(told);
  const event: HardwareEvent = {
    title: `ata: ${failed === undefined ? 'exception' : `${failed} failed`}${reason === '' ? '' : ` (${reason})`}`,
    type: 'ATA',
    source: 'ata',
    severity: 'recoverable',
    where: device!,
    decoded: {
      Emask: emask!,
      SAct: sact!,
      SErr: serr!,
      action: action!,
      ...(frozen === undefined ? {} : { frozen: 'yes' }),
      ...(told.commands.length > 1 ? { 'failed commands': `${told.commands.length}` } : {}),
      ...(told.reason === null ? {} : { reason: told.reason }),
      ...told.flags,
      ...(link ? { suspect: 'the link: cable, connector or port' } : {}),
      ...(told.notes.length > 0 ? { afterwards: told.notes.slice(0, 6).join('; ') } : {}),
    },
    first,
    last,
  };
  return { event, end };
}

function take(text: string, told: Told): void {
  if (text.startsWith('failed command: ')) {
    if (told.commands.length < 64) told.commands.push(text.slice(16).trim().slice(0, 60));
    return;
  }
  const flags = FLAGS.exec(text);
  if (flags !== null) {
    told.flags[flags[1]!] ??= flags[2]!.trim();
    return;
  }
  const note = NOTE.exec(text);
  if (note !== null && !told.notes.includes(note[1]!)) told.notes.push(note[1]!);
}

/** CRC errors on the wire: the flags' meaning is the SATA specification's (SError DIAG, ATA error register bit 7). */
function linkTrouble(told: Told): boolean {
  const serror = told.flags['SError'] ?? '';
  return /BadCRC|Handshk|10B8B|Dispar/.test(serror) || /ICRC/.test(told.flags['error'] ?? '');
}

function otherEvent(line: Line, match: RegExpExecArray): HardwareEvent {
  const says = match[2]!.startsWith('disable') ? 'device disabled' : match[2]!;
  const command = /\(cmd (0x[0-9a-f]{1,2})\)/.exec(line.text);
  const cause = /failed to IDENTIFY \(([^,)]{1,60})/.exec(line.text);
  return {
    title: `ata: ${says}`,
    type: 'ATA',
    source: 'ata',
    severity: 'recoverable',
    where: match[1]!,
    decoded: {
      ...(command === null ? {} : { command: command[1]! }),
      ...(cause === null ? {} : { reason: cause[1]! }),
    },
    first: line,
    last: line,
  };
}
