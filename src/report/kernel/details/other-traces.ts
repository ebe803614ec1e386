import type { Line } from '../../line.js';
import type { Frame, NamedTrace } from '../../types.js';
import { readFrame } from '../frames.js';

/**
 * Headings of the traces that explain the first: KASAN and KFENCE (mm/kasan/report.c, mm/kfence/report.c), SLUB (mm/slub.c), KMSAN
 * (mm/kmsan/report.c), the page owner (mm/page_owner.c), KCSAN's other access (kernel/kcsan/report.c).
 */
const HEADINGS: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  {
    name: 'allocated by',
    pattern: /^(?:[Aa]llocated by task \d|Allocated:$|INFO: Allocated in |Allocated in )/,
  },
  { name: 'freed by', pattern: /^(?:[Ff]reed by task \d|Freed:$|INFO: Freed in |Freed in )/ },
  { name: 'last work creation', pattern: /^Last (?:potentially related work creation|call_rcu\(\)):/ },
  {
    name: 'second to last work creation',
    pattern: /^Second to last (?:potentially related work creation|call_rcu\(\)):/,
  },
  { name: 'page allocated by', pattern: /^page (?:last )?allocated via order / },
  { name: 'page freed by', pattern: /^page last free (?:pid \d{1,10} tgid \d{1,10} )?stack trace:/ },
  { name: 'uninit created at', pattern: /^(?:Uninit was created at|Local variable \S{1,128} created at):/ },
  { name: 'uninit stored at', pattern: /^Uninit was stored to memory at:/ },
  {
    name: 'other access',
    pattern:
      /^(?:read|write|assert no accesses|read-write)(?: \(marked\)| \(marked, reordered\)| \(reordered\))? to (?:0x)?[0-9a-f]{8,16} of \d{1,8} bytes by /,
  },
  { name: 'panic', pattern: /^Kernel panic - not syncing/ },
];
const MAY_HEAD =
  /^(?:[Aa]lloc|[Ff]reed|INFO: |Last |Second |page |Uninit|Local |read|write|assert|Kernel panic)/;
/** Lines between a heading and its first frame: `CPU: …`, `Hardware name: …`, `Call Trace:`, ` <TASK>`. */
const LEAD = 12;
const MOST_FRAMES = 256;

/** Every such trace with at least one frame, in order. */
export function findOtherTraces(lines: readonly Line[]): NamedTrace[] {
  const traces: NamedTrace[] = [];
  let name: string | null = null;
  let heading = 0;
  let frames: Frame[] = [];
  let idle = 0;
  let accesses = 0;
  const close = () => {
    if (name !== null && frames.length > 0) traces.push({ name, line: heading, frames });
    name = null;
    frames = [];
  };
  for (const { text, number } of lines) {
    const first = text.trim();
    if (MAY_HEAD.test(first)) {
      const known = HEADINGS.find(({ pattern }) => pattern.test(first));
      // KCSAN prints both accesses alike: the first of them is the report's own.
      if (known !== undefined && (known.name !== 'other access' || accesses++ > 0)) {
        close();
        name = known.name;
        heading = number;
        idle = 0;
        continue;
      }
    }
    if (name === null) continue;
    const frame = readFrame(text, number);
    if (frame !== null) {
      if (frames.length < MOST_FRAMES) frames.push(frame);
    } else if (frames.length > 0 ? ends(first, name) : ++idle > LEAD) {
      close();
    }
  }
  close();
  return traces;
}

/** A trace with frames ends at the first line that is none; a panic's has marks and registers between them. */
function ends(text: string, name: string): boolean {
  if (text === '' || text.startsWith('---[ ') || text.startsWith('Kernel Offset')) return true;
  if (/^<\/?[A-Z#_]{2,12}>$/.test(text)) return false;
  return name !== 'panic' || /^(?:RIP|EIP|RSP|Code|R[0-9A-Z]{2}):/.test(text);
}
