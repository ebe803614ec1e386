import type { GoClass } from '../types.js';

/**
 * What the runtime's `throw` and `fatal` say, by what each means. Read in Go 1.19's runtime/*.go and sync/*.go (about 650 texts, most
 * of them for other systems or for states of the scheduler), with the names that the same checks had in older releases. A text is told by how
 * it begins: some go on with numbers or names.
 */

/** The heap, its bitmaps, spans, free lists, stacks or queues do not hold together: something wrote where it must not. */
const MEMORY: readonly string[] = [
  'found bad pointer in Go heap',
  'found pointer to free object',
  'marking free object',
  'checkmark found unmarked object',
  'scanobject n == 0',
  'scanobject of a noscan object',
  'greyobject: obj not pointer-aligned',
  'objects added out of order or overlapping',
  'bad pointer in write barrier',
  'bad pointer in Go heap',
  'objectstart: ',
  'heapBitsForObject: ',
  'bad write barrier buffer bounds',
  'bulkBarrierPreWrite: unaligned arguments',
  'invalid pointer found on stack',
  'invalid stack pointer',
  'missing stackmap',
  'bad frame pointer',
  'bad top frame pointer',
  'traceback did not unwind completely',
  'traceback stuck',
  'unknown pc',
  'unknown caller pc',
  'invalid runtime symbol table',
  'invalid function symbol table',
  'stackmapdata: index out of range',
  'bad spdelta',
  'missing deferreturn',
  'missing stack in newstack',
  'missing stack in shrinkstack',
  'address not a stack address',
  'copy exceeded object size',
  'found next stack barrier',
  'missed stack barrier',
  // Spans and the lists they hang in: runtime/mheap.go, mcentral.go, mcache.go, mgcsweep.go, msize.go.
  'bad span state',
  'mspan.sweep: bad span state',
  'sweep increased allocation count',
  'sweep: tried to preserve a user arena span',
  'swept cached span',
  'bad sweepgen in refill',
  'refill of span with free space remaining',
  'uncaching span but s.allocCount == 0',
  'non in-use span',
  'gc: unswept span',
  's.allocCount',
  's.freeindex > s.nelems',
  'freeIndex is not valid',
  'bad allocCount',
  'span has no free',
  'span set block with unpopped elements',
  'fully empty unfreed span set block',
  'attempt to clear non-empty span set',
  'headTailIndex overflow',
  'mSpanList.',
  'MSpanList_',
  'MSpan_',
  'MHeap_',
  'MCentral_',
  'MCache_',
  'mheap.freeSpanLocked',
  'initSpan: unaligned',
  'markBits overflow',
  'markBitsForSpan: unaligned start',
  'freemark array',
  'sysMemStat overflow',
  'p mcache not flushed',
  'bad manualFreeList',
  'freeing stack not in a stack span',
  'potentially overlapping in-use allocations detected',
  'free list corrupted',
  'freelist empty',
  'bad freelist',
  'invalid free',
  'double free',
  'grew heap, but no adequate free space found',
  'bad summary data',
  'heapBitsSetType',
  'bad heapBitsSetType',
  'range partially overlaps',
  'delayed zeroing on data that may contain pointers',
  'totalAlloc and consistent stats',
  'totalFree and consistent stats',
  'heapInUse and consistent stats',
  'heapReleased and consistent stats',
  'mappedReady and other memstats',
  'measures of the retained heap',
  'mem: ',
  // Work buffers and lock-free lists: runtime/mgcwork.go, lfstack.go.
  'workbuf is empty',
  'workbuf is not empty',
  'bad lfnode address',
  'lfstack',
  'work.full != 0',
  'bad workbufAlloc',
  'cannot free workbufs when work.full != 0',
  'left over markroot jobs',
  'markroot: bad index',
  'remaining pointer buffers',
  'P has cached GC work',
  'GC work not flushed',
  // Objects of the runtime's own that live in the same heap.
  'runtime: sudog with non-',
  'runtime: releaseSudog with non-nil',
  'acquireSudog: found s.elem != nil in cache',
  'runtime: corrupted polldesc',
  'corrupted semaphore ticket',
  'G waiting list is corrupted',
  'timer data corruption',
  'bad timer heap',
  'bad defer entry',
  'duplicated defer entry',
  'freedefer with',
  'bad map state',
  'bad evacuatedN',
  'missing type in runfinq',
  'bad kind in runfinq',
  'finalizer out of sync',
  'bad special kind',
  'already have a reachable special',
  'addspecial on invalid pointer',
  'removespecial on invalid pointer',
  'invalid profile bucket type',
  'internal error - misuse of itab',
  'gp.waiting != nil',
  'semaRoot rotate',
  'select: broken sort',
  'runtime: malformed profBuf buffer',
  'bad profile',
  'bad use of bucket',
  'runtime: type offset',
  'runtime: name offset',
  'runtime: text offset',
  'runtime: impossible type kind',
  // A panic where the runtime works on its own structures, and panics only when those make no sense (runtime/panic.go, gopanic).
  'panic during malloc',
  'panic holding locks',
  'panic on system stack',
  'panic during preemptoff',
];

/** The rules of the language, the library or unsafe broken by the program itself. */
const PROGRAM: readonly string[] = [
  'concurrent map',
  'all goroutines are asleep - deadlock!',
  'no goroutines (main called runtime.Goexit) - deadlock!',
  'checkptr: ',
  'go of nil func value',
  'sync: unlock of unlocked mutex',
  'sync: RUnlock of unlocked RWMutex',
  'sync: Unlock of unlocked RWMutex',
  'unlock of unlocked lock',
  'unlock of unlocked rwmutex',
  'runtime.SetFinalizer: ',
  'too many writes on closed pipe',
  'malformed GOMEMLIMIT',
  'string concatenation too long',
  'non-Go code disabled sigaltstack',
  'non-Go code set up signal handler without SA_ONSTACK flag',
  'runtime: internal error: misuse of lockOSThread/unlockOSThread',
  'runtime.reflect_makemap: unsupported map key type',
];

/** The system had no more of what the runtime asked for. */
const RESOURCES: readonly string[] = [
  'out of memory',
  'runtime: out of memory',
  'pageAlloc: out of memory',
  'trace: out of memory',
  'heapdump: out of memory',
  'runtime: cannot allocate memory',
  'runtime: cannot map pages in arena address space',
  'runtime: cannot remap pages in address space',
  'runtime: failed to commit pages',
  'runtime: address space conflict',
  'failed to reserve page summary memory',
  'failed to allocate aligned heap memory',
  'memory reservation exceeds address space limit',
  'too many address space collisions',
  'newosproc',
  'runtime.newosproc',
  'thread exhaustion',
  'runtime: thread ID overflow',
  'stack overflow',
  'mlock failed',
  'runtime: pipe failed',
  'runtime: epollcreate failed',
  'runtime: netpollinit failed',
  'netpollinit: failed to create pipe',
];

/** States of the scheduler, of locks and of the collector's phases that cannot be: a defect of the runtime, or memory that changed under it. */
const INCONSISTENT: readonly string[] = [
  'malloc deadlock',
  'malloc during signal',
  'morestack on g',
  'bad g in signal handler',
  'systemstack called from unexpected goroutine',
  'attempt to execute system stack code on user stack',
  'runtime: stack split at bad time',
  'runtime: split stack overflow',
  'runtime: mcall ',
  'runtime: wrong goroutine in newstack',
  'runtime: unexpected return pc',
  'stack growth after fork',
  'self deadlock',
  'bad g status',
  'bad g->status in ready',
  'bad g transition',
  'bad status in shrinkstack',
  'invalid g status',
  'unexpected g status',
  'casgstatus: ',
  'casfrom_Gscanstatus',
  'castogscanstatus',
  'checkdead: ',
  'findrunnable: ',
  'schedule: ',
  'startm: ',
  'stopm ',
  'stoplockedm: ',
  'startlockedm: ',
  'runqsteal: runq overflow',
  'runqputslow: queue is not full',
  'releasep: ',
  'wirep: ',
  'acquirep: ',
  'pidleput: ',
  'gcstopm: ',
  'gcBgMarkWorker: ',
  'gcDrain phase incorrect',
  'gcSweep being done but phase is not GCoff',
  'stopTheWorld: holding locks',
  'work.nwait',
  'nwait > work.nprocs',
  'notesleep',
  'notetsleep',
  'notewakeup - double wakeup',
  'entersyscall',
  'exitsyscall: ',
  'selectgo: bad wakeup',
  'chansend: spurious wakeup',
  'sync: inconsistent mutex state',
  'adjusttimers: bad p',
  'cleantimers: bad p',
  'runtimer: bad p',
  'dodeltimer',
  'doaddtimer: ',
  'forEachP: ',
  'procresize: invalid arg',
  'newproc1: ',
  'gfput: bad status',
  'gopark: bad g status',
  'scanstack',
  'copystack: bad status',
  'stackalloc not on scheduler stack',
  'stack growth not allowed in system call',
  'inconsistent lockedm',
  'internal lockOSThread error',
  'locked m0 woke up',
  'mallocgc called with',
  'lock count',
  'runtime·lock: lock count',
  'runtime·unlock: lock count',
  'runtime: unable to acquire - semaphore out of sync',
  'runtime: unexpected waitm - semaphore out of sync',
  'runtime: double wait',
  'runtime: unblock on closing polldesc',
  'runtime: blocked read on ',
  'runtime: blocked write on ',
  'preempt at unknown pc',
  'invalid use of gostartcall',
  'unexpected signal value',
  'signal received during fork',
  'recovery failed',
  'bypassed recovery failed',
];

/**
 * Which group a throw belongs to; null for a text that the runtime is not known to throw.
 * @param text what follows `fatal error: `
 */
export function throwClass(text: string): { class: GoClass; inconsistent: boolean } | null {
  if (PROGRAM.some(start => text.startsWith(start))) return { class: 'program', inconsistent: false };
  if (RESOURCES.some(start => text.startsWith(start))) return { class: 'resources', inconsistent: false };
  if (MEMORY.some(start => text.startsWith(start)))
    return { class: 'memory-corruption', inconsistent: false };
  if (INCONSISTENT.some(start => text.startsWith(start))) return { class: 'unknown', inconsistent: true };
  if (text === SIGNAL_THROW || text === 'fault') return { class: 'unknown', inconsistent: false };
  return null;
}

/** Texts of the runtime that other programs use as well: alone, they do not show that a Go program spoke. */
const COMMON: readonly string[] = [
  'out of memory',
  'stack overflow',
  'thread exhaustion',
  'fault',
  'invalid free',
  'double free',
  'free list corrupted',
  'unlock of unlocked',
  'unknown pc',
  'string concatenation too long',
  'self deadlock',
  'mem: ',
];

/** What may stand behind a text of the tables that is only the beginning: a few words of the runtime, no sentence. */
const LONGEST_REST = 60;

/** Whether a `fatal error: …` with nothing around it can only be the Go runtime's. */
export function onlyGoThrows(text: string): boolean {
  if (throwClass(text) === null || COMMON.some(start => text.startsWith(start))) return false;
  if (text === SIGNAL_THROW) return true;
  return [...MEMORY, ...PROGRAM, ...RESOURCES, ...INCONSISTENT].some(
    start => text.startsWith(start) && text.length - start.length <= LONGEST_REST && !/[.,;]/.test(text),
  );
}

/** sigpanic found a signal where Go code cannot take one (runtime/signal_unix.go). */
export const SIGNAL_THROW = 'unexpected signal during runtime execution';

/** Texts that are long enough for a mail program to break them. */
const LONG: readonly string[] = [
  SIGNAL_THROW,
  'found bad pointer in Go heap (incorrect use of unsafe or cgo?)',
  // runtime/error.go, slice.go, chan.go, alg.go: how the runtime's panics begin.
  'runtime error: invalid memory address or nil pointer dereference',
  'runtime error: index out of range',
  'runtime error: slice bounds out of range',
  'runtime error: growslice: cap out of range',
  'runtime error: growslice: len out of range',
  'runtime error: makeslice: cap out of range',
  'runtime error: makeslice: len out of range',
  'runtime error: integer divide by zero',
  'runtime error: integer overflow',
  'runtime error: floating point error',
  'runtime error: negative shift amount',
  'runtime error: hash of unhashable type ',
  'runtime error: comparing uncomparable type ',
  'runtime error: cgo argument has Go pointer to',
  'runtime error: cgo result has Go pointer',
  'runtime error: unsafe.Slice: ',
  'runtime error: cannot convert slice with length',
  ...[...MEMORY, ...PROGRAM, ...RESOURCES].filter(text => text.length > 30),
];

/** Whether `more` goes on with an error of the runtime that broke off after `text`. */
export function completes(text: string, more: string): boolean {
  if (text === '') return false;
  const both = `${text} ${more}`;
  return LONG.some(whole => whole.length > text.length && (both.startsWith(whole) || whole.startsWith(both)));
}

/** The words of runtime/error.go behind `runtime error: `, and of the plain errors that have no such mark. */
export function isRuntimeError(text: string): boolean {
  return (
    text.startsWith('runtime error: ') ||
    text === 'close of closed channel' ||
    text === 'close of nil channel' ||
    text === 'send on closed channel' ||
    text === 'assignment to entry in nil map' ||
    (text.startsWith('interface conversion: ') && text.includes(' is '))
  );
}
