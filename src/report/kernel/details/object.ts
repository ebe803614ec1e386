import type { Line } from '../../line.js';
import type { KernelObject } from '../../types.js';

/** `kmalloc-512`, `kmalloc-2k`, `kmalloc-cg-1k`, `kmalloc-rnd-05-96`, `dma-kmalloc-64`, SLAB's `size-512`, merged caches `:0000512`, `:A-0000192`. */
const CACHE =
  /^(?:(?:dma-)?kmalloc-(?:(?:cg|rcl|dma|rnd-\d{1,2})-)?(\d{1,7})([kM]?)|size-(\d{1,7})|:(?:[A-Za-z]{1,4}-)?(\d{7}))$/;

/** The size in bytes of an object of that cache, where its name tells (mm/slab_common.c, kmalloc_info); else null. */
export function cacheObjectSize(cache: string): number | null {
  const match = CACHE.exec(cache);
  if (match === null) return null;
  const unit = match[2] === 'k' ? 1024 : match[2] === 'M' ? 1024 * 1024 : 1;
  return Number(match[1] ?? match[3] ?? match[4]) * unit;
}

const BELONGS = /^The buggy address belongs to the object at ([0-9a-f]{8,16})/;
const WHICH = /^which belongs to the cache (\S{1,64}) of size (\d{1,9})/;
const LOCATED = /^The buggy address is located (\d{1,10}) bytes (inside|to the left|to the right) of/;
const REGION = /^(?:(allocated|freed) )?(\d{1,10})-byte region \[/;
/** KASAN up to 4.13: `Object at ffff…, in cache kmalloc-64 size: 64`. */
const OLD = /^Object at ([0-9a-f]{8,16}), in cache (\S{1,64})(?: size: (\d{1,9}))?/;
/** SLUB: `BUG kmalloc-64 (Tainted: …): Redzone overwritten`, `INFO: Object 0x… @offset=192 fp=0x…` (mm/slub.c; `Object 0x…` since 5.12). */
const SLUB = /^BUG (\S{1,64}) \((?:Not tainted|Tainted: )/;
const SLUB_OBJECT = /^(?:INFO: )?Object (0x[0-9a-f]{8,16}) @offset=\d{1,10} fp=/;
/** KFENCE: `kfence-#72: 0xffff…-0xffff…, size=32, cache=kmalloc-32` (mm/kfence/report.c). */
const KFENCE =
  /^kfence-#\d{1,10}: 0x(?:([0-9a-f]{8,16})|\(_{0,4}ptrval_{0,4}\))-0x[^,\s]{8,16}, size=(\d{1,9}), cache=(\S{1,64})/;

/** The heap object a KASAN, KFENCE or SLUB report speaks of (mm/kasan/report.c, describe_object_addr). */
export function findObject(lines: readonly Line[]): KernelObject | null {
  let object: KernelObject | null = null;
  for (const { text, number } of lines) {
    const first = text.trim();
    const letter = first[0];
    if (first.length > 400 || letter === undefined || !MAY_SAY.test(first)) continue;
    const said = read(first);
    if (said === null) continue;
    object = { ...(object ?? EMPTY), ...(object === null ? { line: number } : {}), ...said };
    // `0 bytes inside of` a region of the size asked for: the region's size is the object's own.
  }
  return object === null || (object.cache === null && object.address === null) ? null : object;
}

const MAY_SAY =
  /^(?:The buggy|which belongs|Object |INFO: Object |BUG |kfence-#|allocated \d|freed \d|Out-of-bounds |Use-after-free |\d{1,10}-byte)/;
/** `Out-of-bounds read at 0x… (1B right of kfence-#72):`, `Use-after-free read at 0x… (in kfence-#24):`. */
const KFENCE_HEAD = / at 0x\S{8,16} \((?:(\d{1,9})B (left|right) of|in) kfence-#\d{1,10}\):?$/;

const EMPTY: KernelObject = {
  address: null,
  cache: null,
  size: null,
  where: null,
  offset: null,
  state: null,
  line: 0,
};

function read(text: string): Partial<KernelObject> | null {
  const belongs = BELONGS.exec(text);
  if (belongs !== null) return { address: belongs[1]! };
  const which = WHICH.exec(text);
  if (which !== null) return { cache: which[1]!, size: Number(which[2]) };
  const located = LOCATED.exec(text);
  if (located !== null) {
    const where = located[2] === 'inside' ? 'inside' : located[2] === 'to the left' ? 'left' : 'right';
    return { offset: Number(located[1]), where };
  }
  const region = REGION.exec(text);
  if (region !== null)
    return {
      size: Number(region[2]),
      ...(region[1] === undefined ? {} : { state: region[1] as 'allocated' | 'freed' }),
    };
  const old = OLD.exec(text);
  if (old !== null)
    return {
      address: old[1]!,
      cache: old[2]!,
      size: old[3] === undefined ? cacheObjectSize(old[2]!) : Number(old[3]),
    };
  const slub = SLUB.exec(text);
  if (slub !== null) return { cache: slub[1]!, size: cacheObjectSize(slub[1]!) };
  const slubObject = SLUB_OBJECT.exec(text);
  if (slubObject !== null) return { address: slubObject[1]! };
  const head = KFENCE_HEAD.exec(text);
  if (head !== null) {
    if (head[1] === undefined) return { state: 'freed' };
    return { where: head[2] as 'left' | 'right', offset: Number(head[1]) };
  }
  const kfence = KFENCE.exec(text);
  return kfence === null ? null : { address: kfence[1] ?? null, size: Number(kfence[2]), cache: kfence[3]! };
}
