import { baseOf, flippedBits, hexValue, hitLines } from '../hardware/event.js';
import type { Channel, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, KernelReport, NamedTrace } from '../types.js';
import { frameOf } from './trace.js';

/** `BUG %s (%s): %pV` between lines of `=` and `-` (mm/slub.c, slab_bug). */
const BUG = /^BUG (\S{1,64}) \(([^)]{1,120})\): (.{3,160})/;
/** `0x…-0x… @offset=%tu. First byte 0x%x instead of 0x%x`; with `INFO: ` before 5.15 (check_bytes_and_report). */
const BYTES =
  /^(?:INFO: )?(0x[0-9a-f]{1,16})-(0x[0-9a-f]{1,16}) @offset=(\d{1,10})\. First byte (0x[0-9a-f]{1,2}) instead of (0x[0-9a-f]{1,2})/;
/** `Allocated in kmalloc_oob_right+0x… age=12 cpu=0 pid=123` (print_track) */
const TRACK =
  /^(?:INFO: )?(Allocated|Freed) in ([\w.$]{1,128})\+0x[0-9a-f]{1,8}\/0x[0-9a-f]{1,8}(?: \[[\w-]{1,64}\])? age=(\d{1,20}) cpu=(\d{1,5}) pid=(-?\d{1,10})/;
/** `FIX %s: %pV`: what the allocator did about it (slab_fix). */
const FIX = /^FIX (\S{1,64}): (.{3,160})/;
const OBJECT = /^(?:INFO: )?Object (0x[0-9a-f]{1,16}) @offset=(\d{1,10})/;
const CPU = /^CPU: (\d{1,5}) (?:UID: \d{1,10} )?PID: (\d{1,10}) Comm: (.{1,64}?) (?:Not tainted|Tainted)/;

/** `Object   ff110000032f0400: 6b 6b …`: the dump of the object and what is around it, 16 bytes a line. */
const DUMP = /^(?:Bytes b4|Object|Redzone|Padding) {1,8}[0-9a-f]{8,16}: /;
/** A dump may show a page and more. */
const MOST_LINES = 1200;

/**
 * Heap corruption that SLUB's debugging found: poison or red zone overwritten, free lists broken, objects freed twice. `Object already free` is
 * the kernel reader's (its title has a convention of its own), and what KASAN let SLUB print (`kasan: bad access detected`) is KASAN's.
 */
export const slub: Reader = {
  name: 'slub',
  anchors: [
    '): Poison overwritten',
    ' overwritten',
    '): Freechain corrupt',
    '): Freepointer corrupt',
    '): Wrong object count',
    '): Objects remaining',
    '): Padding overwritten',
    '): page slab pointer corrupt',
    '): Invalid object pointer',
    '): Not a valid slab page',
    '): Slab has ',
    '): Slab disabled since ',
    '): Attempt to free object',
    '): Freelist Pointer check fails',
    '): Freelist cycle detected',
    '): Bulk free expected',
    '): Wrong number of objects',
    '): object at 0x',
  ],
  from: 'kernel',
  read(channel, hits) {
    const reports: KernelReport[] = [];
    for (const index of hitLines(hits)) {
      const match = BUG.exec(channel.lines[index]!.text);
      if (match !== null) reports.push(bugAt(channel, index, match));
    }
    return reports;
  },
};

interface Told {
  readonly explanation: { says: string; line: number }[];
  readonly traces: { name: string; line: number; frames: Frame[] }[];
  readonly frames: Frame[];
  address: string | null;
  cpu: number | null;
  pid: number | null;
  comm: string | null;
}

function bugAt(channel: Channel, index: number, match: RegExpExecArray): KernelReport {
  const [, cache, taint, problem] = match;
  const first = channel.lines[index]!;
  const told: Told = {
    explanation: [],
    traces: [],
    frames: [],
    address: null,
    cpu: null,
    pid: null,
    comm: null,
  };
  let last = first;
  let into: Frame[] | null = null;
  for (let i = index + 1; i < channel.lines.length && i <= index + MOST_LINES; i++) {
    const line = channel.lines[i]!;
    if (BUG.test(line.text)) break;
    if (DUMP.test(line.text)) continue;
    const frame = frameOf(line);
    if (frame !== null) {
      if (into !== null && into.length < 64) into.push(frame);
      last = line;
      continue;
    }
    const track = TRACK.exec(line.text);
    if (track !== null) {
      into = [];
      told.traces.push({
        name: track[1] === 'Allocated' ? 'allocated by' : 'freed by',
        line: line.number,
        frames: into,
      });
      told.explanation.push({
        says: `${track[1]!.toLowerCase()} in ${track[2]}, by task ${track[5]} on CPU ${track[4]}`,
        line: line.number,
      });
      last = line;
      continue;
    }
    if (line.text.startsWith('Call Trace')) into = told.frames;
    else if (!takeFact(line, told)) continue;
    last = line;
    if (FIX.test(line.text)) break;
  }
  const what = plain(problem!);
  return {
    ...baseOf(`BUG ${cache}: ${what}`, 'SLUB', first, last),
    altTitles: [`BUG: ${what}`],
    frames: told.frames,
    kind: 'kernel-bug',
    details: {
      cpu: told.cpu,
      pid: told.pid,
      comm: told.comm,
      architecture: null,
      hardware: null,
      taint: { text: taint!, letters: [] },
      modules: [],
      registers: {},
      code: null,
      faultAddress: told.address,
      at: null,
      usercopy: null,
      otherTraces: told.traces satisfies readonly NamedTrace[],
      explanation: told.explanation,
    },
  };
}

/** The message without the numbers of one run. */
function plain(problem: string): string {
  return problem
    .trim()
    .replace(/0x[0-9a-f]{1,16}/g, 'ADDR')
    .replace(/\b\d{1,20}\b/g, 'NUM');
}

function takeFact(line: Line, told: Told): boolean {
  const bytes = BYTES.exec(line.text);
  if (bytes !== null) {
    const [, from, to, offset, found, expected] = bytes;
    told.address ??= from!;
    const bits = flippedBits(hexValue(expected) ?? 0n, hexValue(found) ?? 0n);
    const length = (hexValue(to) ?? 0n) - (hexValue(from) ?? 0n) + 1n;
    const single = bits?.startsWith('bit ') ? ': a single bit differs' : '';
    told.explanation.push({
      says: `${length} byte${length === 1n ? '' : 's'} changed at offset ${offset} of the slab; the first is ${found}, not ${expected}${single}`,
      line: line.number,
    });
    return true;
  }
  const fix = FIX.exec(line.text);
  if (fix !== null) {
    told.explanation.push({ says: `the allocator's repair: ${fix[2]!.trim()}`, line: line.number });
    return true;
  }
  const object = OBJECT.exec(line.text);
  if (object !== null) {
    told.address ??= object[1]!;
    return true;
  }
  const cpu = CPU.exec(line.text);
  if (cpu === null) return false;
  told.cpu = Number(cpu[1]);
  told.pid = Number(cpu[2]);
  told.comm = cpu[3]!;
  return true;
}
