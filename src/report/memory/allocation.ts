import { baseOf, hitLines, normalised } from '../hardware/event.js';
import type { Channel } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, OomReport } from '../types.js';
import { emptyMemInfo, type MemInfo, takeMemInfo } from './mem-info.js';
import { frameOf } from './trace.js';

/** `%s: page allocation failure: order:%u, mode:%#x(%pGg), nodemask=…` (mm/page_alloc.c, warn_alloc); `failure. order:1` before 3.2. */
const PAGES =
  /^(.{1,64}?): page allocation failure[.:] order:(\d{1,3}), mode:(0x[0-9a-f]{1,8})(?:\(([A-Z_|0-9x]{1,400})\))?/;
/** `%s: vmalloc error: size %lu, …` (mm/vmalloc.c, since 5.13), `vmalloc: allocation failure: %lu bytes` before. */
const VMALLOC =
  /^(.{1,64}?): vmalloc(?:: allocation failure(?:, allocated \d{1,20} of|:) (\d{1,20}) bytes| error: size (\d{1,20}), ([^,]{1,80}))/;
/** `SLUB: Unable to allocate memory on node -1, gfp=…` and the cache's name on the next line (mm/slub.c, slab_out_of_memory). */
const SLUB = /SLUB: Unable to allocate memory on (?:CPU#?\d{1,5} \(of )?node (-?\d{1,5})/;
const CACHE = /^\s{0,4}cache: (\S{1,64}), object size: (\d{1,12})/;

/**
 * Allocations the kernel could not make and warned of. No process is killed: the caller got an error. Told as memory reports
 * without a victim.
 */
export const allocation: Reader = {
  name: 'allocation-failure',
  anchors: [
    'page allocation failure',
    ': vmalloc error: size',
    'vmalloc: allocation failure',
    'SLUB: Unable to allocate memory',
  ],
  from: 'kernel',
  read(channel, hits) {
    const folds = new Map<string, OomReport>();
    for (const index of hitLines(hits)) {
      const report = failureAt(channel, index);
      if (report === null) continue;
      const key = `${report.title}\n${report.details.invokedBy}`;
      const known = folds.get(key);
      // The same task failing the same way again is the same trouble: the first is kept, its span grows.
      if (known === undefined) folds.set(key, report);
      else
        folds.set(key, {
          ...known,
          span: { ...known.span, endLine: report.span.endLine, endOffset: report.span.endOffset },
        });
    }
    return [...folds.values()];
  },
};

interface Asked {
  readonly title: string;
  readonly by: string | null;
  readonly bytes: number | null;
  readonly mode: string | null;
}

function failureAt(channel: Channel, index: number): OomReport | null {
  const asked = askedFor(channel, index);
  if (asked === null) return null;
  const memory = emptyMemInfo();
  const frames: Frame[] = [];
  let to = index;
  for (let i = index + 1; i < channel.lines.length && i <= index + 160; i++) {
    const line = channel.lines[i]!;
    if (/allocation failure|invoked oom-killer|Unable to allocate/.test(line.text)) break;
    if (takeMemInfo(line, memory)) to = i;
    else {
      const frame = frames.length < 64 ? frameOf(line) : null;
      if (frame === null) continue;
      frames.push(frame);
      to = i;
    }
  }
  return {
    ...baseOf(asked.title, 'ALLOC-FAILURE', channel.lines[index]!, channel.lines[to]!),
    frames,
    kind: 'oom-kill',
    details: {
      victim: null,
      pid: null,
      invokedBy: asked.by,
      constraint: asked.mode,
      cgroup: null,
      anonRss: null,
      totalVm: null,
      largest: [],
      held: held(memory, asked.bytes),
    },
  };
}

function askedFor(channel: Channel, index: number): Asked | null {
  const { text } = channel.lines[index]!;
  const pages = PAGES.exec(text);
  if (pages !== null) {
    const [, by, order, mode, names] = pages;
    return { title: `page allocation failure: order:${order}`, by: by!, bytes: null, mode: names ?? mode! };
  }
  const area = VMALLOC.exec(text);
  if (area !== null) {
    const why = area[4] === undefined ? '' : `: ${normalised(area[4].trim())}`;
    return {
      title: `vmalloc: allocation failure${why}`,
      by: area[1]!,
      bytes: Number(area[2] ?? area[3]),
      mode: null,
    };
  }
  if (!SLUB.test(text)) return null;
  const cache = CACHE.exec(channel.lines[index + 1]?.text ?? '');
  return {
    title: `SLUB: Unable to allocate memory${cache === null ? '' : ` (cache ${cache[1]})`}`,
    by: null,
    bytes: cache === null ? null : Number(cache[2]),
    mode: null,
  };
}

function held(memory: MemInfo, asked: number | null): { what: string; bytes: number }[] {
  const pageSize = memory.pageSize ?? 4096;
  const list = [...memory.pages]
    .filter(([what, pages]) => pages > 0 && !what.startsWith('pages '))
    .map(([what, pages]) => ({ what, bytes: pages * pageSize }))
    .sort((a, b) => b.bytes - a.bytes);
  return asked === null ? list : [{ what: 'asked for', bytes: asked }, ...list];
}
