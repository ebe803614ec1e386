import type { GoClass } from '../types.js';
import { type Draft, hasFrames, type Said } from './draft.js';
import { packageOf } from './scan.js';
import { crashedSection, fromOrigin, isStandard, siteOf, usesCgo } from './stacks.js';
import { isRuntimeError, SIGNAL_THROW, throwClass } from './throws.js';
import { impossibleLength } from './words.js';

export interface Verdict {
  readonly class: GoClass;
  readonly why: string;
}

/** What a crash says of its cause, and what supports it. */
export function classify(draft: Draft): Verdict {
  const error = draft.errors[0] ?? null;
  switch (draft.kind) {
    case 'fatal':
      return fatal(draft, error);
    case 'panic':
    case 'served':
      return panic(draft, error);
    case 'death':
      return death(draft);
    case 'trace':
      return trace(draft);
  }
}

function fatal(draft: Draft, error: Said | null): Verdict {
  const text = error?.says ?? 'fault';
  if (text === SIGNAL_THROW) return signalInRuntime(draft);
  if (text === 'fault') return fault(draft);
  const known = throwClass(text);
  if (known === null) {
    return { class: 'unknown', why: `the Go runtime stopped the program: ${text}` };
  }
  if (known.inconsistent) {
    return {
      class: 'unknown',
      why: `the runtime found its own state impossible (${text}): a defect of the runtime, or memory that something else wrote to`,
    };
  }
  switch (known.class) {
    case 'memory-corruption':
      return {
        class: 'memory-corruption',
        why: `the runtime found its heap or its own structures damaged (${text})${support(draft)}: where it noticed is not where the damage was done${cgoClause(draft)}`,
      };
    case 'resources':
      return { class: 'resources', why: resources(draft, text) };
    default:
      return { class: 'program', why: programFatal(text) };
  }
}

/** `unexpected signal during runtime execution`: what faulted tells. */
function signalInRuntime(draft: Draft): Verdict {
  const site = siteOf(draft);
  const at = draft.signal?.addr ?? null;
  const accessed = at === null ? '' : ` at ${at}`;
  if (draft.signal !== null && draft.signal.name !== 'SIGSEGV' && draft.signal.name !== 'SIGBUS') {
    return { class: 'signal', why: `${draft.signal.name} came while the runtime itself was executing` };
  }
  if (usesCgo(draft)) {
    return {
      class: 'signal',
      why: `an access${accessed} faulted outside Go code while the program was in C code (cgo is on the stack): the C code is to be looked at first`,
    };
  }
  if (site !== null && isRuntime(site.name)) {
    return {
      class: 'memory-corruption',
      why: `the runtime's own ${site.name} faulted${accessed}${codeClause(draft)}: no Go code gives it such an address, and no C code is on the stacks, so what it read had been overwritten`,
    };
  }
  if (site === null && hasFrames(draft)) {
    return {
      class: 'signal',
      why: `an access${accessed} faulted in code that is no Go function: C code, the vDSO, or a jump to nowhere`,
    };
  }
  return {
    class: 'unknown',
    why: `an access${accessed} faulted where the runtime allows none; without the stack it cannot be told whose code that was`,
  };
}

/** `fatal error: fault` after `unexpected fault address`: an access that is not near address 0. */
function fault(draft: Draft): Verdict {
  const { signal } = draft;
  if (signal === null)
    return {
      class: 'unknown',
      why: 'an access to an unexpected address; the line that names the signal is missing',
    };
  if (signal.name === 'SIGBUS') {
    return {
      class: 'signal',
      why: `SIGBUS at ${signal.addr ?? 'an address'}: the page is mapped but cannot be had, as when a mapped file was cut short, or its disk or memory failed`,
    };
  }
  if (signal.name !== 'SIGSEGV') return { class: 'signal', why: `${signal.name} at an unexpected address` };
  if (signal.code === '0x2') {
    return {
      class: 'signal',
      why: `SIGSEGV with code 0x2 at ${signal.addr ?? 'an address'}: the page is there but does not allow this access, as when read-only data or a read-only mapping is written to`,
    };
  }
  const what =
    signal.code === '0x80'
      ? 'SIGSEGV with code 0x80: the address was no address at all (not canonical; the kernel then reports 0)'
      : `SIGSEGV at ${signal.addr ?? 'an address'}, where nothing is mapped`;
  return {
    class: 'memory-corruption',
    why: `${what}: Go code follows only pointers that were valid once, so this one was overwritten, unless the program makes or unmaps addresses itself (unsafe, mmap) or races${cgoClause(draft)}`,
  };
}

/** Below this address the runtime takes a fault for a nil pointer (sigpanic). */
const FIRST_PAGE = 0x1000;
const NIL = 'invalid memory address or nil pointer dereference';

function panic(draft: Draft, error: Said | null): Verdict {
  const text = error?.says ?? '';
  const survived = draft.kind === 'served' ? '; net/http caught it, and the program went on' : '';
  if (text.includes(NIL)) {
    const at = draft.signal?.addr;
    if (at && Number(at) >= FIRST_PAGE) {
      return {
        class: 'signal',
        why: `an access at ${at} faulted, which is no nil pointer: the program asked for a panic on such faults (debug.SetPanicOnFault)${survived}`,
      };
    }
    const addr = at ? ` at ${at}, within the first page` : '';
    return { class: 'nil-dereference', why: `a nil pointer was followed${addr}${survived}` };
  }
  const length = impossibleLength(fromOrigin(crashedSection(draft)?.frames ?? []));
  if (length !== null && text.startsWith('runtime error: ')) {
    return {
      class: 'memory-corruption',
      why: `${firstLine(text.slice(15))}, because ${length.function} was given a string or slice whose length is ${length.length}: that is an address, nothing is so long, so its header in memory had been overwritten${survived}`,
    };
  }
  if (/^runtime error: (?:growslice|makeslice): (?:cap|len) out of range/.test(text)) {
    const site = siteOf(draft);
    const where =
      site !== null && isStandard(site.name) ? `, asked for by the standard library's ${site.name}` : '';
    return {
      class: 'program',
      why: `a slice of an impossible length${where}: a length that the program computed, or a string or slice header that was overwritten; alone it cannot be told${survived}`,
    };
  }
  if (isRuntimeError(text)) {
    return {
      class: 'program',
      why: `the program broke a rule of the language: ${firstLine(text.replace('runtime error: ', ''))}${survived}`,
    };
  }
  return {
    class: 'program',
    why: `the program, or a library of it, gave up with its own words: ${firstLine(text)}${survived}`,
  };
}

/** A signal's own dump. */
function death(draft: Draft): Verdict {
  const name = draft.signal?.name ?? 'a signal';
  const thread = draft.runtimeLines.find(({ says }) => says.includes('pthread_create failed'));
  if (thread !== undefined) {
    return { class: 'resources', why: `no further thread could be made (${thread.says})` };
  }
  if (name === 'SIGQUIT') {
    return {
      class: 'signal',
      why: 'SIGQUIT: somebody asked for the stacks; the program did not fail by itself',
    };
  }
  if (draft.signal?.code === '0') {
    return {
      class: 'signal',
      why: `${name} with sigcode 0: another process, or the program itself, sent it with kill`,
    };
  }
  if (draft.cgo || usesCgo(draft)) {
    return { class: 'signal', why: `${name} in C code that the program called through cgo` };
  }
  return {
    class: 'signal',
    why: `${name} came where the runtime cannot turn it into a panic: in C code, in the vDSO, or in the runtime itself`,
  };
}

function trace(draft: Draft): Verdict {
  const site = siteOf(draft);
  const { signal } = draft;
  if (signal !== null && signal.code === '0x80' && signal.name === 'SIGSEGV')
    return {
      class: 'unknown',
      why: 'SIGSEGV with code 0x80, an address that is none; the line with the error is missing',
    };
  const where = site === null ? '' : ` (it stands in ${site.name})`;
  return {
    class: 'unknown',
    why: `the line with the error is missing: only ${signal === null ? 'stacks' : 'the signal'} can be read${where}`,
  };
}

function programFatal(text: string): string {
  if (text.startsWith('concurrent map')) {
    return `${text}: two goroutines used a map at once without a lock, a data race of the program`;
  }
  if (text.includes('deadlock!')) return `${text}: every goroutine waits for another one`;
  if (text.startsWith('checkptr')) return `${text}: unsafe.Pointer was used against its rules`;
  return `${text}: a rule of Go or of its library was broken by the program`;
}

function resources(draft: Draft, text: string): string {
  const said = draft.runtimeLines[0]?.says;
  const beside = said === undefined ? '' : ` (${said})`;
  if (text === 'stack overflow') {
    const repeated = repeatedFunction(draft);
    const who = repeated === null ? '' : `, ${repeated} calling itself without end`;
    return `a goroutine's stack grew past its limit${beside}${who}`;
  }
  if (text === 'mlock failed') {
    const errno = draft.notes.find(({ errnoName }) => errnoName !== null)?.errnoName;
    return `Go 1.14.0 could not lock its signal stacks${errno ? ` (${errno})` : ''}: it took the kernel for one with the signal-vector bug, and the limit on locked memory (ulimit -l) was too low`;
  }
  if (text.includes('newosproc') || text === 'thread exhaustion')
    return `no further thread could be made${beside}`;
  return `the system refused what the runtime asked for: ${text}${beside}`;
}

/** The function that fills the stack. */
function repeatedFunction(draft: Draft): string | null {
  const names = new Map<string, number>();
  for (const { frames, id } of draft.sections.slice(0, 2)) {
    if (id !== null) for (const { name } of frames) names.set(name, (names.get(name) ?? 0) + 1);
  }
  const most = [...names].sort((a, b) => b[1] - a[1])[0];
  return most !== undefined && most[1] >= 10 ? most[0] : null;
}

function isRuntime(name: string): boolean {
  const pkg = packageOf(name);
  return pkg === 'runtime' || (pkg?.startsWith('internal/runtime/') ?? false);
}

function codeClause(draft: Draft): string {
  return draft.signal?.code === '0x80' ? ' (code 0x80: not an address at all)' : '';
}

/** The runtime's own words about the damage, the first of them. */
function support(draft: Draft): string {
  const said = draft.runtimeLines.find(({ says }) => says.startsWith('runtime: '));
  return said === undefined ? '' : `, it says ${said.says.slice('runtime: '.length)}`;
}

function cgoClause(draft: Draft): string {
  if (usesCgo(draft)) return '; C code runs in this program (cgo is on a stack) and may write anywhere';
  return crashedSection(draft) === null || fromOrigin(crashedSection(draft)!.frames).length === 0
    ? ''
    : '; no C code is on the stacks';
}

function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return (end < 0 ? text : text.slice(0, end)).slice(0, 200);
}
