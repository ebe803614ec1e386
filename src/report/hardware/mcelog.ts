import type { Channel, Line } from '../line.js';
import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hexValue, hitLines } from './event.js';
import { mceTitle, statusWords } from './mce.js';
import { type CpuVendor, decodeMceStatus } from './mce-status.js';

/** The line mcelog prints before each record (mcelog.c, disclaimer; the older wording until 2009). */
const STARTS = ['Hardware event. This is not a software error', 'This is *NOT* a software problem'];
const PLACE = /^CPU (\d{1,5}) (?:BANK |(?=[A-Z]))([^\n]{1,60})/;
const STATUS = /\bSTATUS ([0-9a-f]{1,16}) MCGSTATUS ([0-9a-f]{1,16})/;
const VENDOR = /^CPUID Vendor (\w{1,20}) Family (\d{1,4}) Model (\d{1,4})/;

/** mcelog's text, from its log file or the journal. */
export const mcelog: Reader = {
  name: 'mcelog',
  anchors: STARTS,
  from: 'any',
  read(channel, hits) {
    return foldHardware(
      hitLines(hits)
        .map(index => recordAt(channel, index))
        .filter(event => event !== null),
    );
  },
};

interface Fields {
  readonly decoded: Record<string, string>;
  cpu: string | null;
  bank: string | null;
  error: string | null;
  uncorrected: boolean | null;
  vendor: CpuVendor;
  status: bigint | null;
  last: Line;
}

function recordAt(channel: Channel, index: number): HardwareEvent | null {
  const first = channel.lines[index]!;
  const fields: Fields = {
    decoded: {},
    cpu: null,
    bank: null,
    error: null,
    uncorrected: null,
    vendor: null,
    status: null,
    last: first,
  };
  for (let i = index + 1; i < channel.lines.length && i <= index + 40; i++) {
    const line = channel.lines[i]!;
    if (STARTS.some(start => line.text.includes(start))) break;
    const text = line.text.replace(/^mcelog: /, '').trim();
    if (take(text, fields)) fields.last = line;
  }
  const { status, vendor, decoded } = fields;
  const meaning = status === null ? null : decodeMceStatus(status, vendor);
  if (meaning === null && fields.bank === null && fields.error === null) return null;
  const severity =
    meaning?.severity ??
    (fields.uncorrected === null ? 'unknown' : fields.uncorrected ? 'recoverable' : 'corrected');
  const place = [
    fields.cpu === null ? null : `CPU ${fields.cpu}`,
    fields.bank === null ? null : `bank ${fields.bank}`,
  ];
  return {
    title: mceTitle(meaning?.error ?? fields.error ?? 'not decoded', severity),
    type: 'MCE',
    source: 'mcelog',
    severity,
    where: place.filter(Boolean).join(', ') || null,
    decoded: { ...(meaning === null ? {} : statusWords(status!, meaning)), ...decoded },
    first,
    last: fields.last,
    single: severity === 'fatal' || severity === 'recoverable',
  };
}

/** True for a line that belongs to the record. */
function take(text: string, fields: Fields): boolean {
  const { decoded } = fields;
  const place = PLACE.exec(text);
  if (place !== null) {
    fields.cpu = place[1]!;
    fields.bank = /^\d{1,3}/.exec(place[2]!)?.[0] ?? place[2]!.trim();
    return true;
  }
  const status = STATUS.exec(text);
  if (status !== null) {
    fields.status = hexValue(status[1]);
    decoded['MCGSTATUS'] = `0x${status[2]}`;
    return true;
  }
  const vendor = VENDOR.exec(text);
  if (vendor !== null) {
    fields.vendor =
      vendor[1] === 'Intel' ? 'intel' : vendor[1] === 'AMD' || vendor[1] === 'Hygon' ? 'amd' : 'other';
    decoded['cpu'] = `${vendor[1]}, family ${vendor[2]}, model ${vendor[3]}`;
    return true;
  }
  if (text === 'Uncorrected error') fields.uncorrected = true;
  else if (text === 'Corrected error') fields.uncorrected = false;
  else if (text.startsWith('MCA: ')) {
    fields.error = text.slice(5, 125).trim();
    decoded['mcelog says'] = fields.error;
  } else if (text.startsWith('Transaction: ')) decoded['transaction'] = text.slice(13, 113);
  else {
    let used = /^(?:MCE \d|MCG status|MCi status|Error |MCi_|Processor context|MCGCAP|Threshold based)/.test(
      text,
    );
    for (const [, name, value] of text.matchAll(/\b(ADDR|MISC|TIME) ([0-9a-f]{1,20})\b/g)) {
      decoded[name!] = name === 'TIME' ? value! : `0x${value}`;
      used = true;
    }
    return used;
  }
  return true;
}
