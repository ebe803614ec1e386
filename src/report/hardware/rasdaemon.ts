import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hexValue, hitLines, type Severity } from './event.js';
import { mceTitle, statusWords } from './mce.js';
import { type CpuVendor, decodeMceStatus } from './mce-status.js';

/** `mc_event: <time> %d Corrected error: <msg> on <label> (mc: %d location: … address: 0x… grain: … syndrome: 0x… <detail>)` (rasdaemon, ras-mc-handler.c). */
const MEMORY =
  /(\d{1,10}) (Corrected|Uncorrected|Deferred|Fatal|Info) errors?:(?: (.{1,120}?))? on (.{1,120}?) \(mc: (\d{1,4})(?: location: ([\d:-]{1,30}))?(?: address: (0x[0-9a-f]{1,16}))?/;
/** `mce_record: <time> <bank name>, status= %llx, …, mci=…, mca=…, cpu_type= …, cpu= %d, socketid= %d, … addr= %llx` (ras-mce-handler.c). */
const STATUS = /\bstatus= ?([0-9a-f]{1,16})\b/;
/** `aer_event: <time> [<device>] <messages> Corrected` (ras-aer-handler.c). */
const AER = /(Uncorrected \((?:Non-)?Fatal\)|Uncorrected|Corrected|Fatal)\b/;
/** `memory_failure_event: … pfn=0x%llx page_type=%s action_result=%s` (ras-memory-failure-handler.c). */
const FAILURE = /pfn=(0x[0-9a-f]{1,16}) page_type=([\w -]{3,60}?) action_result=(\w{4,12})/;

/** rasdaemon's lines in the journal: the kernel's trace events of errors, as text. */
export const rasdaemon: Reader = {
  name: 'rasdaemon',
  anchors: ['mc_event', 'mce_record', 'aer_event', 'memory_failure_event'],
  from: 'any',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const told = tell(line.text);
      if (told !== null) events.push({ ...told, first: line, last: line });
    }
    return foldHardware(events);
  },
};

type Told = Omit<HardwareEvent, 'first' | 'last'>;

function tell(text: string): Told | null {
  // `Enabled event ras:mc_event`: rasdaemon starts.
  const event = /(?:^|[\s:])(mc_event|mce_record|aer_event|memory_failure_event):? +(?=\S)/.exec(text);
  if (event === null || text.includes(`ras:${event[1]}`)) return null;
  const rest = text.slice(event.index + event[0].length);
  if (event[1] === 'mc_event') return memory(rest);
  if (event[1] === 'mce_record') return machineCheck(rest);
  return event[1] === 'aer_event' ? bus(rest) : failure(rest);
}

/** mc_event_error_type() of rasdaemon, the kernel's enum hw_event_mc_err_type. */
const SEVERITY: Readonly<Record<string, Severity>> = {
  Corrected: 'corrected',
  Uncorrected: 'recoverable',
  Deferred: 'recoverable',
  Fatal: 'fatal',
};

function memory(text: string): Told | null {
  const match = MEMORY.exec(text);
  if (match === null || match[2] === 'Info') return null;
  const [, count, kind, says, label, controller, location, address] = match;
  return {
    title: `EDAC MC: ${kind === 'Corrected' ? 'CE' : kind === 'Uncorrected' ? 'UE' : kind} ${says ?? 'memory error'}`,
    type: 'EDAC',
    source: 'rasdaemon',
    severity: SEVERITY[kind!] ?? 'unknown',
    count: Math.max(1, Number(count)),
    where: label!,
    decoded: {
      controller: controller!,
      dimm: label!,
      ...(location === undefined ? {} : { location }),
      ...(address === undefined ? {} : { address }),
    },
  };
}

function machineCheck(text: string): Told | null {
  const status = hexValue(STATUS.exec(text)?.[1]);
  if (status === null) return null;
  const vendor: CpuVendor = /cpu_type= ?.{0,40}AMD|cpu_type= ?.{0,40}(?:K8|SMCA|Hygon)/.test(text)
    ? 'amd'
    : /cpu_type= ?(?:Intel|Xeon|Generic|Pentium|Core|.{0,30}(?:Lake|Bridge|well|Rapids))/.test(text)
      ? 'intel'
      : null;
  const meaning = decodeMceStatus(status, vendor);
  const bank = /\bbank=([0-9a-f]{1,3})\b/.exec(text);
  const cpu = /\bcpu= ?(\d{1,5})\b/.exec(text);
  const mca = /, mca=([^,]{1,120})/.exec(text);
  const fields: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/, (misc|addr|synd|ipid|mcgstatus)= ?([0-9a-f]{1,16})\b/g)) {
    fields[name!.toUpperCase()] = `0x${value}`;
  }
  const place = [
    cpu === null ? null : `CPU ${cpu[1]}`,
    bank === null ? null : `bank ${Number.parseInt(bank[1]!, 16)}`,
  ];
  return {
    title: mceTitle(meaning.error, meaning.severity),
    type: 'MCE',
    source: 'rasdaemon',
    severity: meaning.severity,
    where: place.filter(Boolean).join(', ') || null,
    decoded: {
      ...statusWords(status, meaning),
      ...fields,
      ...(mca === null ? {} : { 'rasdaemon says': mca[1]!.trim() }),
    },
    single: meaning.severity === 'fatal' || meaning.severity === 'recoverable',
  };
}

function bus(text: string): Told | null {
  const kind = AER.exec(text)?.[1];
  if (kind === undefined) return null;
  const device = /\b([0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])\b/.exec(text)?.[1] ?? null;
  return {
    title: `PCIe AER: ${kind} error received`,
    type: 'AER',
    source: 'rasdaemon',
    severity:
      kind === 'Corrected'
        ? 'corrected'
        : kind.includes('Non-Fatal') || kind === 'Uncorrected'
          ? 'recoverable'
          : 'fatal',
    where: device,
    decoded: { says: text.slice(0, 200).trim() },
  };
}

function failure(text: string): Told | null {
  const match = FAILURE.exec(text);
  if (match === null) return null;
  return {
    title: 'Memory failure: page with uncorrected memory error',
    type: 'HWPOISON',
    source: 'rasdaemon',
    severity: 'recoverable',
    where: `page ${match[1]}`,
    decoded: { page: match[1]!, 'page type': match[2]!, outcome: match[3]! },
    single: true,
  };
}
