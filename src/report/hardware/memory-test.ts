import type { Channel } from '../line.js';
import type { Reader } from '../reader.js';
import { flippedBits, foldHardware, type HardwareEvent, hexValue, hitLines } from './event.js';

/** memtester 4 (tests.c): the two values it compared, and where. */
const MEMTESTER =
  /FAILURE: 0x([0-9a-f]{1,16}) != 0x([0-9a-f]{1,16}) at (offset|physical address) 0x([0-9a-f]{1,16})/;
const ADDRESS_LINE = /FAILURE: possible bad address line at (offset|physical address) 0x([0-9a-f]{1,16})/;
/** stressapptest (worker.cc, ProcessError): `Report Error: …` names the DIMM, `Hardware Error: …` the values. */
const STRESS =
  /(?:Hardware|Report) Error: miscompare on (?:CPU (\d{1,5})\(0x[0-9a-f]{1,40}\)|([^\s]{1,80})) at 0x([0-9a-f]{1,16})\(0x([0-9a-f]{1,16}):([^)]{1,60})\): read:0x([0-9a-f]{1,16}), reread:0x([0-9a-f]{1,16}) expected:0x([0-9a-f]{1,16})/;
/** mm/memtest.c, reserve_bad_mem: `  %016llx bad mem addr %pa - %pa reserved` */
const KERNEL = /([0-9a-f]{16}) bad mem addr (0x[0-9a-f]{1,16}) - (0x[0-9a-f]{1,16}) reserved/;
/** MemTest86 (PassMark): `[MEM ERROR - Data] Test: 6, CPU: 1, Address: 12345678, Expected: 00000000, Actual: 00000400` */
const PASSMARK =
  /\[MEM ERROR - ([\w -]{3,20})\] Test: (\d{1,3}), (?:CPU: (\d{1,5}), )?Address: ([0-9A-Fa-f]{1,16}), Expected: ([0-9A-Fa-f]{1,16}), Actual: ([0-9A-Fa-f]{1,16})/;
/** memtest86+ 6 and later, a row under `pCPU  Pass  Test  Failing Address …` (app/error.c): processor, pass, test, address, expected, found. */
const ROW6 =
  /^\s{0,4}(\d{1,4})\s{1,6}(\d{1,5})\s{1,6}(\d{1,3})\s{1,6}([0-9a-f]{8,16})(?: \([^)]{1,12}\))?\s{1,6}([0-9a-f]{8,16})\s{1,6}([0-9a-f]{8,16})/;
/** memtest86+ 4 and 5, under `Tst  Pass   Failing Address          Good       Bad     Err-Bits  Count`: test, pass, address - megabytes. */
const ROW5 =
  /^\s{0,4}(\d{1,3})\s{1,6}(\d{1,5})\s{1,6}([0-9a-f]{8,16}) - {1,6}[\d.]{1,12}MB\s{1,6}([0-9a-f]{8,16})\s{1,4}([0-9a-f]{8,16})/;

/** What memory tests found: memtester, stressapptest, memtest86+, MemTest86 and the kernel's `memtest=`. A failure is the hardware's. */
export const memoryTest: Reader = {
  name: 'memory-test',
  anchors: [
    'FAILURE: 0x',
    'FAILURE: possible bad address line',
    'Error: miscompare',
    'test discovered HW problems',
    ' bad mem addr 0x',
    '[MEM ERROR - ',
    'Failing Address',
    'Lowest Error Address',
  ],
  from: 'any',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    for (const index of hitLines(hits)) {
      const { text } = channel.lines[index]!;
      const told = memtester(text) ?? stressapptest(text) ?? kernel(text) ?? passmark(text);
      if (told !== null) events.push(made(channel, index, index, told));
      else if (text.includes('Failing Address')) events.push(...rows(channel, index));
      else if (text.includes('Lowest Error Address')) {
        const summary = summaryOf(channel, index);
        if (summary !== null) events.push(summary);
      }
    }
    // `Status: FAIL` closes a run whose errors stand above it; alone it is all there is to say.
    const verdict = hits.find(({ anchor }) => anchor === 'test discovered HW problems');
    if (verdict !== undefined && events.length === 0)
      events.push(made(channel, verdict.index, verdict.index, { tool: 'stressapptest', decoded: {} }));
    return foldHardware(events);
  },
};

interface Told {
  readonly tool: string;
  readonly where?: string;
  readonly decoded: Record<string, string>;
}

function made(channel: Channel, from: number, to: number, told: Told): HardwareEvent {
  return {
    title: `memory test failed (${told.tool})`,
    type: 'MEMTEST',
    source: 'memory-test',
    severity: 'fatal',
    where: told.where ?? null,
    decoded: { tool: told.tool, ...told.decoded },
    first: channel.lines[from]!,
    last: channel.lines[to]!,
  };
}

/** The two words and which bits of them differ. */
function compared(expected: string, found: string): Record<string, string> {
  const a = hexValue(expected);
  const b = hexValue(found);
  const bits = a === null || b === null ? null : flippedBits(a, b);
  return {
    expected: `0x${expected.toLowerCase()}`,
    found: `0x${found.toLowerCase()}`,
    ...(bits === null ? {} : { 'wrong bits': bits }),
  };
}

function memtester(text: string): Told | null {
  const line = ADDRESS_LINE.exec(text);
  if (line !== null)
    return {
      tool: 'memtester',
      decoded: { problem: 'possible bad address line', [line[1]!]: `0x${line[2]}` },
    };
  const match = MEMTESTER.exec(text);
  if (match === null) return null;
  // Which of the two is right memtester does not know: it compares two buffers.
  const a = hexValue(match[1]) ?? 0n;
  const b = hexValue(match[2]) ?? 0n;
  const bits = flippedBits(a, b);
  return {
    tool: 'memtester',
    decoded: {
      values: `0x${match[1]} and 0x${match[2]}`,
      ...(bits === null ? {} : { 'wrong bits': bits }),
      [match[3]!]: `0x${match[4]}`,
    },
  };
}

function stressapptest(text: string): Told | null {
  const match = STRESS.exec(text);
  if (match === null) return null;
  const [, cpu, , virtual, physical, dimm, read, reread, expected] = match;
  return {
    tool: 'stressapptest',
    ...(dimm === 'DIMM Unknown' ? {} : { where: dimm! }),
    decoded: {
      ...(cpu === undefined ? {} : { cpu }),
      dimm: dimm!,
      'virtual address': `0x${virtual}`,
      'physical address': `0x${physical}`,
      ...compared(expected!, read!),
      reread: reread === expected ? 'right the second time: read wrong, not stored wrong' : `0x${reread}`,
    },
  };
}

function kernel(text: string): Told | null {
  const match = KERNEL.exec(text);
  if (match === null) return null;
  return {
    tool: 'kernel memtest',
    decoded: { pattern: `0x${match[1]}`, 'physical address': match[2]!, end: match[3]! },
  };
}

function passmark(text: string): Told | null {
  const match = PASSMARK.exec(text);
  if (match === null) return null;
  const [, kind, test, cpu, address, expected, actual] = match;
  return {
    tool: 'MemTest86',
    decoded: {
      kind: kind!,
      test: test!,
      ...(cpu === undefined ? {} : { cpu }),
      'physical address': `0x${address!.toLowerCase()}`,
      ...compared(expected!, actual!),
    },
  };
}

/** memtest86+'s table: the rows follow the heading until something else comes. */
function rows(channel: Channel, index: number): HardwareEvent[] {
  const events: HardwareEvent[] = [];
  let strange = 0;
  for (let i = index + 1; i < channel.lines.length && strange < 4; i++) {
    const { text } = channel.lines[i]!;
    if (text.includes('Failing Address')) break;
    const six = ROW6.exec(text);
    const five = six === null ? ROW5.exec(text) : null;
    if (six === null && five === null) {
      strange++;
      continue;
    }
    strange = 0;
    const [test, pass, address, expected, found] =
      six === null
        ? [five![1]!, five![2]!, five![3]!, five![4]!, five![5]!]
        : [six[3]!, six[2]!, six[4]!, six[5]!, six[6]!];
    const decoded = { test, pass, 'physical address': `0x${address}`, ...compared(expected, found) };
    events.push(made(channel, i, i, { tool: 'memtest86+', decoded }));
  }
  return events;
}

/** memtest86+'s summary page: lowest and highest address, mask of wrong bits. */
function summaryOf(channel: Channel, index: number): HardwareEvent | null {
  const decoded: Record<string, string> = {};
  let last = index;
  for (let i = index; i < channel.lines.length && i <= index + 12; i++) {
    const match =
      /(Lowest Error Address|Highest Error Address|Bits in Error Mask): {1,20}([0-9a-f]{6,16})/.exec(
        channel.lines[i]!.text,
      );
    if (match === null) continue;
    decoded[match[1]!.toLowerCase()] = `0x${match[2]}`;
    last = i;
  }
  return Object.keys(decoded).length === 0
    ? null
    : made(channel, index, last, { tool: 'memtest86+', decoded });
}
