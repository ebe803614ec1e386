import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { baseName, crashReport, frameOf } from './crash.js';
import { readEach } from './each.js';
import { blamedFrame, shortName } from './native.js';

/**
 * What malloc says before it aborts (malloc/malloc.c and arena.c, malloc_printerr): a function's name and what it found, or one of the
 * messages that name no function. A program's own `malloc(): no memory` is none of them.
 */
const BY_FUNCTION =
  /^(free|malloc|realloc|calloc|memalign|munmap_chunk|mremap_chunk|malloc_consolidate|tcache_thread_shutdown|malloc_check_get_size|unlink_chunk|_int_memalign|chunk_main_arena)\(\): (?:(?:memory |top |unsorted )?(?:corrupt|double|invalid|unaligned|mismatching|unsorted|smallbin|largebin|too many chunks|chunk|bad|wrong)[a-z0-9 ./_<>()-]{0,80})$/;
const PLAIN = [
  'double free or corruption (top)',
  'double free or corruption (out)',
  'double free or corruption (!prev)',
  'double free or corruption (fasttop)',
  'double free or corruption',
  'corrupted double-linked list',
  'corrupted double-linked list (not small)',
  'corrupted size vs. prev_size',
  'corrupted size vs. prev_size in fastbins',
  'corrupted size vs. prev_size while consolidating',
  'invalid fastbin entry (free)',
  'break adjusted to free malloc space',
] as const;
/** debug/fortify_fail.c and its callers: `*** stack smashing detected ***: terminated`, in older ones with the program's name. */
const FORTIFIED =
  /^\*\*\* (stack smashing detected|buffer overflow detected|%n in writable segment detected|invalid %N\$ use detected|longjmp causes uninitialized stack frame|bit out of range 0 - FD_SETSIZE on fd_set|read overflow detected|invalid \S{1,40} use) \*\*\*: (.{1,200}?)(?: terminated)?$/;
/** Older glibc: `*** Error in `./app': double free or corruption (fasttop): 0x… ***`, before that `*** glibc detected *** ./app: …`. */
const DETECTED =
  /^\*\*\* (?:glibc detected \*\*\* (\S{1,300}):|Error in [`'](.{1,300}?)':) (.{1,120}?)(?:: (0x[0-9a-f]{4,16}))? \*\*\*$/;
const FATAL = /^(?:Fatal glibc error: |The futex facility returned an unexpected error code)(.{0,300})$/;
/** backtrace_symbols: `/lib/libc.so.6(+0x75be9)[0x…]`, `./app(main+0x2e)[0x…]`. */
const SYMBOL = /^(\S[^()\s]{0,300})\(([^+()]{0,500})(?:\+0x([0-9a-f]{1,16}))?\) ?\[(0x[0-9a-f]{1,16})\]$/;

/** Aborts of the C library: the heap or the stack was found damaged. */
export const glibc: Reader = {
  name: 'glibc',
  anchors: [
    'free(): ',
    'malloc(): ',
    'calloc(): ',
    'realloc(): ',
    'memalign(): ',
    'munmap_chunk(): ',
    'mremap_chunk(): ',
    'malloc_consolidate(): ',
    'tcache_thread_shutdown(): ',
    'double free or corruption',
    'corrupted double-linked list',
    'corrupted size vs. prev_size',
    'invalid fastbin entry',
    'break adjusted to free malloc space',
    ' detected ***',
    'uninitialized stack frame ***',
    '*** glibc detected ***',
    '*** Error in ',
    'Fatal glibc error: ',
    'The futex facility returned an unexpected error',
  ],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, index => {
      const found = abort(channel.lines[index]!.text);
      if (found === null) return null;
      const { frames, last } = backtrace(channel.lines, index);
      return { report: reportOf(channel.lines, index, last, found, frames), last };
    });
  },
};

interface Abort {
  readonly says: string;
  readonly program: string | null;
  readonly address: string | null;
}

function abort(whole: string): Abort | null {
  if (whole.length > 1000) return null;
  const text = whole.trim();
  if (BY_FUNCTION.test(text) || PLAIN.some(plain => plain === text))
    return { says: text, program: null, address: null };
  const fortified = FORTIFIED.exec(text);
  if (fortified !== null) {
    const program = fortified[2] === 'terminated' || fortified[2] === '<unknown>' ? null : fortified[2]!;
    return { says: `*** ${fortified[1]} ***`, program, address: null };
  }
  const detected = DETECTED.exec(text);
  if (detected !== null)
    return { says: detected[3]!, program: detected[1] ?? detected[2]!, address: detected[4] ?? null };
  // What the loader cannot run on this machine is no crash that a bug causes, but it is what the program died of.
  return FATAL.test(text) ? { says: text, program: null, address: null } : null;
}

/** The `Backtrace:` and `Memory map:` that older glibc printed. */
function backtrace(lines: readonly Line[], index: number): { frames: Frame[]; last: number } {
  const frames: Frame[] = [];
  let last = index;
  for (let i = index + 1; i < lines.length && i < index + 400; i++) {
    const text = lines[i]!.text.slice(0, 900).trim();
    if (/^={3,12} (?:Backtrace|Memory map): ={3,12}$/.test(text)) {
      last = i;
      continue;
    }
    if (last === index) break;
    const match = SYMBOL.exec(text);
    if (match !== null) {
      const offset = match[3] === undefined ? null : Number.parseInt(match[3], 16);
      frames.push(
        frameOf(lines[i]!, match[2]!, {
          module: match[1]!,
          offset: offset !== null && Number.isSafeInteger(offset) ? offset : null,
          address: match[4]!,
        }),
      );
    } else if (!/^[0-9a-f]{8,16}-[0-9a-f]{8,16} [r-][w-][x-][ps] /.test(text)) break;
    last = i;
  }
  return { frames, last };
}

function reportOf(
  lines: readonly Line[],
  index: number,
  last: number,
  { says, program, address }: Abort,
  frames: readonly Frame[],
): ProgramReport {
  const frame = blamedFrame(frames);
  const title = says;
  const name = program === null ? null : baseName(program);
  const place = frame === undefined ? null : shortName(frame.function);
  return crashReport({
    title,
    altTitles: [
      ...(place === null ? [] : [`${title} in ${place}`]),
      ...(name === null ? [] : [`${name}: ${title}`]),
    ],
    type: 'GLIBC-ABORT',
    source: 'glibc',
    first: lines[index]!,
    last: lines[last]!,
    program: name,
    signal: says.includes('CPU does not support') ? null : 'SIGABRT',
    address,
    error: says,
    decoded: { means: meaning(says) },
    frames,
    blamed: place === null ? null : { function: place, file: frame?.module ?? null },
  });
}

function meaning(says: string): string | null {
  if (says.includes('stack smashing')) return 'a function wrote past the end of a buffer on its stack';
  if (says.includes('buffer overflow'))
    return 'a call of the C library would have written past the end of its buffer';
  if (/double free/.test(says)) return 'memory was freed twice, or its neighbour overwritten';
  if (/invalid pointer/.test(says))
    return 'the pointer does not come from malloc, or what stands before it was overwritten';
  if (/CPU does not support/.test(says)) return 'the C library was built for a newer processor than this one';
  if (/corrupt|size|unaligned|top|chunk|unsorted/.test(says))
    return 'the heap was overwritten before this call: the one that found it is not the one that did it';
  return null;
}
