import type { Channel } from '../line.js';
import type { Reader } from '../reader.js';
import { foldHardware, following, type HardwareEvent, hexValue, hitLines } from './event.js';
import { mceTitle, statusWords } from './mce.js';
import { decodeMceStatus } from './mce-status.js';

/** `CPU:%d (%x:%x:%x) MC%d_STATUS[Over|UE|…]: 0x…` (drivers/edac/mce_amd.c, amd_decode_mce; without the CPU before 2011). */
const STATUS =
  /(?:CPU:(\d{1,5})\s{1,4}(?:\(([0-9a-f]{1,4}):([0-9a-f]{1,4}):([0-9a-f]{1,4})\) )?)?MC(\d{1,3})_STATUS\[([^\]]{0,160})\]: 0x([0-9a-f]{1,16})/;
const MARK = '[Hardware Error]: ';
/** `Unified Memory Controller Ext. Error Code: 0, DRAM ECC error.` and, before 4.20, `… Extended Error Code: 0` */
const EXTENDED = /^(.{1,80}?) Ext(?:\.|ended) Error Code: (\d{1,3})(?:, (.{1,120}?)\.?)?$/;
/** `MC4 Error (node 1): DRAM ECC error detected on the NB.`, `Unified Memory Controller Error: DRAM ECC error.` */
const WORDS = /^(MC\d{1,2}|[A-Z][\w ,/.]{2,60}) Error ?(?:\(node (\d{1,4})\))?:? ?(.{3,160})/;
const CODE = /^(?:cache level: |internal: )/;

/** Machine checks decoded by the kernel's AMD EDAC decoder. */
export const mceAmd: Reader = {
  name: 'mce-amd',
  anchors: ['_STATUS['],
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    for (const index of hitLines(hits)) {
      const match = STATUS.exec(channel.lines[index]!.text);
      if (match !== null) events.push(eventOf(channel, index, match));
    }
    return foldHardware(events);
  },
};

function eventOf(channel: Channel, index: number, match: RegExpExecArray): HardwareEvent {
  const [, cpu, family, model, stepping, bank, shown, statusText] = match;
  const status = hexValue(statusText) ?? 0n;
  const meaning = decodeMceStatus(status, 'amd');
  const decoded: Record<string, string> = {
    ...statusWords(status, meaning),
    printed: shown!,
    vendor: 'amd',
    ...(family === undefined ? {} : { cpu: `family 0x${family}, model 0x${model}, stepping 0x${stepping}` }),
  };
  const first = firstLine(channel, index);
  let last = channel.lines[index]!;
  let words: string | null = null;
  for (const line of following(channel, index, 16)) {
    const at = line.text.indexOf(MARK);
    if (at < 0) continue;
    const text = line.text.slice(at + MARK.length).trim();
    if (text.includes('_STATUS[') || isSeverity(text)) break;
    words = readLine(text, decoded) ?? words;
    last = line;
    if (CODE.test(text)) break;
  }
  return {
    title: mceTitle(words ?? meaning.error, meaning.severity),
    type: 'MCE',
    source: 'mce',
    severity: meaning.severity,
    where: `${cpu === undefined ? '' : `CPU ${cpu}, `}bank ${bank}`,
    decoded,
    first,
    last,
    single: meaning.severity === 'fatal' || meaning.severity === 'recoverable',
  };
}

/** decode_error_status() of mce_amd.c: the line before the status. */
function isSeverity(text: string): boolean {
  return (
    text.endsWith('no action required.') ||
    text === 'System Fatal error.' ||
    (text.startsWith('Uncorrected, software ') && text.endsWith('error.'))
  );
}

function firstLine(channel: Channel, index: number) {
  const before = channel.lines[index - 1];
  const at = before?.text.indexOf(MARK) ?? -1;
  return before !== undefined && at >= 0 && isSeverity(before.text.slice(at + MARK.length).trim())
    ? before
    : channel.lines[index]!;
}

/** Returns what went wrong in words, where this line says it. */
function readLine(text: string, decoded: Record<string, string>): string | null {
  const pair = /^(Error Addr|PPIN|IPID|TSC): (?:0x)?([0-9a-f]{1,20})(?:, Syndrome: (0x[0-9a-f]{1,16}))?/.exec(
    text,
  );
  if (pair !== null) {
    const name = pair[1] === 'Error Addr' ? 'ADDR' : pair[1]!;
    if (name !== 'TSC') decoded[name] = `0x${pair[2]!.replace(/^0+(?=.)/, '')}`;
    if (pair[3] !== undefined) decoded['syndrome'] = pair[3];
    return null;
  }
  if (CODE.test(text)) {
    decoded['code'] = text.slice(0, 160);
    return null;
  }
  const extended = EXTENDED.exec(text);
  if (extended !== null) {
    decoded['part'] = extended[1]!;
    decoded['extended error code'] = extended[2]!;
    return extended[3] === undefined ? null : `${extended[1]}, ${extended[3]}`;
  }
  const words = WORDS.exec(text);
  if (words === null) return null;
  if (words[2] !== undefined) decoded['node'] = words[2];
  const says = words[3]!.replace(/\.$/, '');
  return `${words[1]}, ${says}`;
}
