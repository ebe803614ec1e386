import type { Line } from '../../line.js';
import type { Usercopy } from '../../types.js';
import { cacheObjectSize } from './object.js';

/**
 * What hardened usercopy says before it stops (mm/usercopy.c, report_usercopy, usercopy_abort and usercopy_warn):
 * up to 4.15 `kernel memory exposure attempt detected from ffff9cba0bf75400 (kmalloc-512) (1024 bytes)`,
 * since 4.16 `Kernel memory overwrite attempt detected to SLUB object 'kmalloc-512' (offset 0, size 1024)!`.
 */
const HEAD = /[kK]ernel memory (exposure|overwrite) attempt detected (?:from|to) /;
const OLD =
  /^(?:(?:0x)?([0-9a-f]{8,16})|\(ptrval\)|\(null\)|\(____ptrval____\)) \(([^)]{1,80})\) \((\d{1,20}) bytes\)/;
const NEW = /^([^(]{1,120}) \(offset (\d{1,20}), size (\d{1,20})\)/;
const DETAIL = /^(.{1,60}?) '([^']{1,64})'$/;

/** The first usercopy message of the lines, judged. */
export function findUsercopy(lines: readonly Line[]): Usercopy | null {
  for (const { text, number } of lines) {
    if (!text.includes('attempt detected ')) continue;
    const head = HEAD.exec(text);
    if (head === null) continue;
    const direction = head[1] as Usercopy['direction'];
    const rest = text.slice(head.index + head[0].length).trimStart();
    const old = OLD.exec(rest);
    if (old !== null) {
      const object = old[2]!.replace(/^<(.{1,78})>$/, '$1');
      return judge({
        direction,
        address: old[1] ?? null,
        object,
        offset: null,
        length: Number(old[3]),
        line: number,
      });
    }
    const now = NEW.exec(rest);
    if (now === null) continue;
    const detail = DETAIL.exec(now[1]!);
    const object = detail === null ? now[1]! : detail[2]!;
    return judge({
      direction,
      address: null,
      object,
      offset: Number(now[2]),
      length: Number(now[3]),
      line: number,
    });
  }
  return null;
}

/** Addresses that are no object whatever the length. */
const NO_OBJECT = /^(?:null address|null|kernel text|linear kernel text|no area|rodata|not in SLUB page\?!)$/;
/** Kinds of memory that are refused only when the copy ends past them (check_heap_object of 5.16 and later). */
const BOUNDED = /^(?:vmalloc|page alloc|kmap)$/;

function judge(seen: Omit<Usercopy, 'objectSize' | 'problem'>): Usercopy {
  const objectSize = seen.object === null ? null : cacheObjectSize(seen.object);
  return { ...seen, objectSize, problem: problemOf(seen, objectSize) };
}

function problemOf(
  seen: Omit<Usercopy, 'objectSize' | 'problem'>,
  objectSize: number | null,
): Usercopy['problem'] {
  if (seen.object !== null && NO_OBJECT.test(seen.object)) return 'address';
  if (seen.object !== null && BOUNDED.test(seen.object)) return 'length';
  if (objectSize === null) return 'unknown';
  if (seen.length > objectSize) return 'length';
  const offset = seen.offset ?? offsetByAlignment(seen.address, objectSize);
  return offset !== null && offset < objectSize && offset + seen.length > objectSize ? 'length' : 'unknown';
}

/**
 * How far into its object an address lies, when objects begin at multiples of their size: those of the kmalloc caches of a power of two
 * do where slabs carry no debugging data, and since 5.4 always (mm/slab_common.c, create_kmalloc_cache). Null for other sizes.
 */
export function offsetByAlignment(address: string | null, objectSize: number): number | null {
  if (address === null || objectSize <= 0 || (objectSize & (objectSize - 1)) !== 0 || objectSize > 4096)
    return null;
  return Number(BigInt(`0x${address}`) % BigInt(objectSize));
}
