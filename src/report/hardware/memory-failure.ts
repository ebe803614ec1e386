import type { Line } from '../line.js';
import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hitLines } from './event.js';

/** `Memory failure: %#lx: …` (mm/memory-failure.c, pr_fmt); `MCE 0x%lx: …` before 4.4. */
const PAGE = /(?:Memory failure|MCE):? (?:0x)?([0-9a-f]{3,16}): (.{3,200})/;
/** `recovery action for dirty LRU page: Recovered` (action_result); without `action` before 4.1. */
const ACTION = /^(?:recovery action for )?([\w -]{3,60}?)(?: recovery)?: (Ignored|Failed|Delayed|Recovered)/;
const VICTIM = /(?:Sending SIGBUS to|Killing|forcibly killing) ([^:]{1,64}):(\d{1,10})/;
/** `MCE: Killing %s:%d due to hardware memory corruption fault at %lx` (arch/x86/mm/fault.c) */
const FAULT = /Killing ([^:]{1,64}):(\d{1,10}) due to hardware memory corruption fault at ([0-9a-f]{1,16})/;
/** `Soft-offlining pfn: 0x%llx` (drivers/ras/cec.c): too many corrected errors on one page. */
const OFFLINED = /Soft.offlining p(?:fn:|age) (0x[0-9a-f]{1,16})/;

/** Pages the kernel takes out of use because the hardware said that their contents are lost. */
export const memoryFailure: Reader = {
  name: 'memory-failure',
  anchors: [
    'Memory failure: 0x',
    'due to hardware memory corruption',
    'Soft-offlining p',
    'Soft offlining p',
  ],
  from: 'kernel',
  read(channel, hits) {
    const pages = new Map<string, Page>();
    const events: HardwareEvent[] = [];
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const offlined = OFFLINED.exec(line.text);
      if (offlined !== null) {
        events.push({
          title: 'page taken out of use after many corrected memory errors',
          type: 'HWPOISON',
          source: 'memory-failure',
          severity: 'corrected',
          where: null,
          decoded: { page: offlined[1]! },
          first: line,
          last: line,
        });
        continue;
      }
      takeFailure(line, pages);
    }
    for (const page of pages.values()) events.push(eventOf(page));
    return foldHardware(events);
  },
};

interface Page {
  readonly decoded: Record<string, string>;
  readonly first: Line;
  last: Line;
}

/** One page's lines are one report: whom it hit, and what became of it. */
function takeFailure(line: Line, pages: Map<string, Page>): void {
  const fault = FAULT.exec(line.text);
  const match = fault === null ? PAGE.exec(line.text) : null;
  if (fault === null && match === null) return;
  const key = fault === null ? `0x${match![1]}` : `at 0x${fault[3]}`;
  const known = pages.get(key);
  const page = known ?? { decoded: {}, first: line, last: line };
  if (known === undefined) pages.set(key, page);
  page.last = line;
  const { decoded } = page;
  if (fault !== null) {
    decoded['virtual address'] = `0x${fault[3]}`;
    addVictim(decoded, fault[1]!, fault[2]!);
    return;
  }
  decoded['page'] = key;
  const says = match![2]!;
  const victim = VICTIM.exec(says);
  if (victim !== null) {
    addVictim(decoded, victim[1]!, victim[2]!);
    return;
  }
  const action = ACTION.exec(says);
  if (action !== null) {
    decoded['page type'] = action[1]!;
    decoded['outcome'] = action[2]!;
  } else decoded['says'] ??= says.trim();
}

function addVictim(decoded: Record<string, string>, name: string, pid: string): void {
  const victim = `${name}[${pid}]`;
  const known = decoded['killed'];
  if (known === undefined) decoded['killed'] = victim;
  else if (known.length < 400 && !known.includes(victim)) decoded['killed'] = `${known}, ${victim}`;
}

function eventOf({ decoded, first, last }: Page): HardwareEvent {
  return {
    title: 'Memory failure: page with uncorrected memory error',
    altTitles: ['hardware memory corruption'],
    type: 'HWPOISON',
    source: 'memory-failure',
    severity: 'recoverable',
    where: decoded['page'] === undefined ? null : `page ${decoded['page']}`,
    decoded,
    first,
    last,
    single: true,
  };
}
