import type { Channel, Line } from '../line.js';
import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hitLines, type Severity } from './event.js';

const GHES = 'APEI Generic Hardware Error Source';
const BERT = 'Error records from previous boot';
/** Lines of one boot error table that are looked at. */
const MOST_BERT = 400;
const EXTLOG = 'Hardware error detected on CPU';
/** `{seq}[Hardware Error]: ` (drivers/acpi/apei/ghes.c, __ghes_print_estatus; acpi_extlog.c), without number in BERT's records (bert.c). */
const PREFIX = /^(\{\d{1,10}\})?\[Hardware Error\]: ?/;
/** `cper_print_*` of drivers/firmware/efi/cper.c, cper-arm.c, cper-x86.c: `name: value` pairs. */
const PAIR = /^([A-Za-z][\w /()-]{0,48}): ?(.{0,300})/;
/** `node:0 card:1 module:0 rank:1 bank:3 row:1234 column:96` (with spaces after the colons before 5.13) */
const PLACE = /^(?:node|card|module|rank|bank|device|row): ?\d/;

/** Errors that the firmware handled first and reported to the kernel (ACPI APEI; CPER records of UEFI appendix N). */
export const ghes: Reader = {
  name: 'ghes',
  anchors: [GHES, BERT, EXTLOG],
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    let previous = Number.NEGATIVE_INFINITY;
    for (const index of hitLines(hits)) {
      const { text } = channel.lines[index]!;
      if (text.includes(BERT)) {
        // One boot, one table: the heading comes once.
        if (index - previous > MOST_BERT) events.push(...previousBoot(channel, index));
        previous = index;
      } else {
        const prefix = PREFIX.exec(text);
        if (prefix !== null) events.push(recordOf(channel, index, prefix[1] ?? null));
      }
    }
    return foldHardware(events);
  },
};

interface Gathered {
  readonly decoded: Record<string, string>;
  severity: string | null;
  section: string | null;
  kind: string | null;
  sections: number;
  last: Line;
}

function recordOf(channel: Channel, index: number, sequence: string | null): HardwareEvent {
  const first = channel.lines[index]!;
  const gathered: Gathered = {
    decoded: {},
    severity: null,
    section: null,
    kind: null,
    sections: 0,
    last: first,
  };
  for (let i = index + 1; i < channel.lines.length && i <= index + 160; i++) {
    const line = channel.lines[i]!;
    const prefix = PREFIX.exec(line.text);
    if (prefix === null || (prefix[1] ?? null) !== sequence) continue;
    const text = line.text.slice(prefix[0].length).trim();
    if (text.startsWith('Hardware error ')) break;
    take(text, gathered);
    gathered.last = line;
  }
  const source = first.text.includes(EXTLOG) ? 'extlog' : 'ghes';
  return eventOf(first, gathered, source, 'APEI');
}

/** BERT: what was written when the machine went down the last time. Each record begins with its own severity. */
function previousBoot(channel: Channel, index: number): HardwareEvent[] {
  const events: HardwareEvent[] = [];
  let first: Line | null = null;
  let gathered: Gathered | null = null;
  const close = () => {
    if (first !== null && gathered !== null)
      events.push(eventOf(first, gathered, 'bert', 'BERT, previous boot'));
  };
  for (let i = index + 1; i < channel.lines.length && i <= index + MOST_BERT; i++) {
    const line = channel.lines[i]!;
    const prefix = PREFIX.exec(line.text);
    if (prefix === null || prefix[1] !== undefined) {
      if (line.text.includes('BERT: Total records found')) break;
      continue;
    }
    const text = line.text.slice(prefix[0].length).trim();
    if (text.startsWith('event severity: ')) {
      close();
      first = line;
      gathered = { decoded: {}, severity: null, section: null, kind: null, sections: 0, last: line };
    }
    if (gathered === null) continue;
    take(text, gathered);
    gathered.last = line;
  }
  close();
  return events;
}

function take(text: string, into: Gathered): void {
  if (text.startsWith('event severity: ')) {
    into.severity = text.slice(16).trim();
    return;
  }
  if (/^Error \d{1,4}, type: /.test(text)) {
    into.sections++;
    return;
  }
  if (into.sections > 8) return;
  // Values of the second section and later carry its number: both sections may have a `physical_address`.
  const suffix = into.sections > 1 ? ` (${into.sections})` : '';
  if (PLACE.test(text)) {
    into.decoded[`location${suffix}`] = text;
    return;
  }
  const pair = PAIR.exec(text);
  if (pair === null) {
    // `cache error`, `TLB error`: cper_print_bits() says the meaning of the number before it on a line of its own.
    if (text.endsWith(' error') && into.kind === null) into.kind = text;
    return;
  }
  const name = pair[1]!;
  const value = pair[2]!.trim();
  if (name === 'section_type' || name === 'section type') into.section ??= value;
  else if (name === 'error_type') into.kind ??= /^\S{1,8}[,:] (.{1,80})/.exec(value)?.[1] ?? null;
  if (Object.keys(into.decoded).length < 60) into.decoded[`${name}${suffix}`] = value;
}

/** severity_strs of cper.c; `info` is no error at all, and not said to be one. */
const SEVERITY: Readonly<Record<string, Severity>> = {
  corrected: 'corrected',
  recoverable: 'recoverable',
  fatal: 'fatal',
};

function eventOf(first: Line, gathered: Gathered, source: string, who: string): HardwareEvent {
  const { decoded, severity, section, kind } = gathered;
  const dimm = decoded['DIMM location'];
  const what = [section ?? 'hardware error', kind].filter(Boolean).join(', ');
  return {
    title: `Hardware error (${who}): ${severity ?? 'unknown severity'} ${what}`,
    type: source === 'bert' ? 'BERT' : 'GHES',
    source,
    severity: SEVERITY[severity ?? ''] ?? 'unknown',
    where: dimm ?? decoded['device_id'] ?? decoded['location'] ?? decoded['fru_text'] ?? null,
    decoded: { ...(severity === null ? {} : { 'event severity': severity }), ...decoded },
    first,
    last: gathered.last,
    single: severity === 'fatal',
  };
}
