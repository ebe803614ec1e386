import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hexValue, hitLines } from './event.js';

/** `EDAC MC%d: %d CE %s%son %s (%s page:0x… offset:0x… grain:… syndrome:0x…[ - detail])` (drivers/edac/edac_mc.c, edac_ce_error, edac_ue_error). */
const MEMORY = /EDAC (?:[\w ]{1,24} )?MC(\d{1,4}): (\d{1,10}) (CE|UE) /;
const PAGE =
  /^page:(0x[0-9a-f]{1,16}) offset:(0x[0-9a-f]{1,16}) grain:(\d{1,20})(?: syndrome:(0x[0-9a-f]{1,16}))?/;
/** Kernels before 3.5: `EDAC MC0: CE page 0x…, offset 0x…, grain 8, syndrome 0x…, row 1, channel 0, label "DIMM1": i5000_edac` */
const OLD =
  /EDAC MC(\d{1,4}): (CE|UE) page (0x[0-9a-f]{1,16}), offset (0x[0-9a-f]{1,16}), grain (\d{1,20})(?:, syndrome (0x[0-9a-f]{1,16}))?, row (\d{1,4})(?:, channel (\d{1,4}))?, labels? "([^"]{0,100})"/;
/** `EDAC DEVICE%d: CE: %s instance: %s block: %s count: %d '%s'` (drivers/edac/edac_device.c; count since 5.5). */
const DEVICE =
  /EDAC DEVICE(\d{1,4}): (CE|UE): (.{1,80}?) instance: ([^:]{1,80}?) block: ([^:]{1,80}?)(?: count: (\d{1,10}))? '(.{0,120})'/;
/** `EDAC PCI: Signaled System Error on 0000:00:1c.0` (drivers/edac/edac_pci_sysfs.c). */
const PCI =
  /EDAC PCI: (?:Bridge )?(Signaled System Error|Master Data Parity Error|Detected Parity Error) on (\S{1,40})/;

/** What the memory controllers' drivers count: corrected (CE) and uncorrected (UE) errors with the DIMM's label. */
export const edac: Reader = {
  name: 'edac',
  anchors: ['EDAC MC', 'EDAC DEVICE', 'EDAC PCI: ', ' UE memory ', ' CE memory '],
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const event = memory(line.text) ?? oldMemory(line.text) ?? device(line.text) ?? pci(line.text);
      if (event !== null) events.push({ type: 'EDAC', source: 'edac', ...event, first: line, last: line });
    }
    return foldHardware(events);
  },
};

type Told = Omit<HardwareEvent, 'first' | 'last' | 'type' | 'source'>;

function severityOf(kind: string | undefined): 'corrected' | 'recoverable' {
  return kind === 'CE' ? 'corrected' : 'recoverable';
}

function memory(text: string): Told | null {
  const match = MEMORY.exec(text);
  if (match === null) return null;
  // Label and message are free text: the parenthesis before `page:` ends them, the first ` on ` parts them.
  const start = match.index + match[0].length;
  const at = text.indexOf('page:0x', start);
  const open = at < 0 ? -1 : text.lastIndexOf('(', at);
  if (open < start) return null;
  const page = PAGE.exec(text.slice(at, at + 200));
  if (page === null) return null;
  const words = text.slice(start, open).trim();
  const on = words.startsWith('on ') ? 0 : words.indexOf(' on ') + 1;
  const says = words
    .slice(0, Math.max(0, on - 1))
    .trim()
    .slice(0, 200);
  const label = words
    .slice(on === 0 && !words.startsWith('on ') ? 0 : on + 3)
    .trim()
    .slice(0, 200);
  const location = text
    .slice(open + 1, at)
    .trim()
    .slice(0, 200);
  const detail = text.indexOf(' - ', at);
  const kind = match[3];
  return {
    title: `EDAC MC: ${kind} ${says === '' ? 'memory error' : says}`,
    severity: severityOf(kind),
    count: Math.max(1, Number(match[2])),
    where: label === '' ? null : label,
    decoded: {
      controller: match[1]!,
      dimm: label,
      ...(location === '' ? {} : { location }),
      page: page[1]!,
      offset: page[2]!,
      address: address(page[1], page[2]),
      'grain (bytes)': page[3]!,
      ...(page[4] === undefined ? {} : { syndrome: page[4] }),
      ...(detail < 0 ? {} : { detail: text.slice(detail + 3, detail + 400).replace(/\)$/, '') }),
    },
  };
}

function oldMemory(text: string): Told | null {
  const match = OLD.exec(text);
  if (match === null) return null;
  const [, controller, kind, page, offset, grain, syndrome, row, channel, label] = match;
  return {
    title: `EDAC MC: ${kind} memory error`,
    severity: severityOf(kind),
    where:
      label === ''
        ? `MC${controller}, row ${row}${channel === undefined ? '' : `, channel ${channel}`}`
        : label!,
    decoded: {
      controller: controller!,
      ...(label === '' ? {} : { dimm: label! }),
      location: `row ${row}${channel === undefined ? '' : `, channel ${channel}`}`,
      page: page!,
      offset: offset!,
      address: address(page, offset),
      'grain (bytes)': grain!,
      ...(syndrome === undefined ? {} : { syndrome }),
    },
  };
}

/** The physical address: page frame and offset; EDAC counts in pages of 4 KiB on x86 (PAGE_SHIFT elsewhere, which the line does not tell). */
function address(page: string | undefined, offset: string | undefined): string {
  const pfn = hexValue(page);
  const at = hexValue(offset);
  return pfn === null || at === null ? 'unknown' : `0x${((pfn << 12n) + at).toString(16)}`;
}

function device(text: string): Told | null {
  const match = DEVICE.exec(text);
  if (match === null) return null;
  const [, , kind, name, instance, block, count, says] = match;
  return {
    title: `EDAC DEVICE: ${kind} ${name}`,
    severity: severityOf(kind),
    count: Math.max(1, Number(count ?? '1')),
    where: `${instance}, ${block}`,
    decoded: { device: name!, instance: instance!, block: block!, says: says! },
  };
}

function pci(text: string): Told | null {
  const match = PCI.exec(text);
  if (match === null) return null;
  return {
    title: `EDAC PCI: ${match[1]}`,
    severity: 'recoverable',
    where: match[2]!,
    decoded: { device: match[2]! },
  };
}
