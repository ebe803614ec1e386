/**
 * What the readers return. Plain, read-only, serialisable: the `reports` of `kulprit parse --json` are these objects as they are
 * (addresses are text, `0x…`, because they come from text and JSON has no BigInt).
 */

/** Where a report stands in its input: lines count from 1, offsets are bytes of the decompressed input. */
export interface Span {
  readonly line: number;
  readonly endLine: number;
  readonly offset: number;
  readonly endOffset: number;
}

/** One frame of a stack trace, innermost first. */
export interface Frame {
  readonly function: string;
  /** Bytes into the function, and its size, where the trace prints them. */
  readonly offset: number | null;
  readonly size: number | null;
  /** The kernel module, shared library or Go package the function lives in. */
  readonly module: string | null;
  /** False for `? func` frames: an address found on the stack that may be left over. */
  readonly certain: boolean;
  readonly file?: string;
  readonly lineInFile?: number;
  readonly inlined?: boolean;
  /** The return address or program counter, as printed. */
  readonly address?: string;
  /** The line of the input. */
  readonly line: number;
}

/** A letter of the kernel's taint mark and what it says. */
export interface Taint {
  readonly letter: string;
  readonly means: string;
}

/** Which kernel wrote the log, from `Linux version …`, or a `CPU: … PID: … Comm: …` line. */
export interface KernelIdentity {
  /** `uname -r`: on Debian and Ubuntu an ABI name, not a version. */
  readonly release: string | null;
  /** `uname -v`, e.g. `#1 SMP Debian 6.1.192-2 (2026-10-01)`. */
  readonly version: string | null;
  /** The compiler as named in `Linux version …`. */
  readonly compiler: string | null;
  /** The whole `Linux version …` text where the log has it. */
  readonly procVersion: string | null;
  readonly line: number | null;
}

/** The function (and source file) to look at first. */
export interface Blamed {
  readonly function: string | null;
  readonly file: string | null;
}

/** What every report has, whatever its kind. */
export interface ReportBase {
  /** The title a developer of the field would search for; for kernels syzkaller's. */
  readonly title: string;
  readonly altTitles: readonly string[];
  /** syzkaller's type for kernel reports (`BUG`, `KASAN-READ`, `LOCKDEP` …), a class of its own for the others. */
  readonly type: string;
  /** Why the report cannot be trusted to be whole, or null. */
  readonly corrupted: string | null;
  readonly panicked: boolean;
  readonly suppressed: boolean;
  readonly span: Span;
  readonly kernel: KernelIdentity | null;
  readonly blamed: Blamed | null;
  readonly frames: readonly Frame[];
  /** When the log says: seconds since boot. */
  readonly time: number | null;
  /** True where the report follows from an earlier one of the same log (index of that one). */
  readonly follows: number | null;
  /** Why it is said to follow. */
  readonly followsBecause?: string;
}

/** A kernel's BUG, oops, warning, sanitizer, lockdep, stall or panic report. */
export interface KernelReport extends ReportBase {
  readonly kind: 'kernel-bug';
  readonly details: KernelDetails;
}

/** A named value as the kernel printed it: `RAX` → `0000000000000062`. */
export type Registers = Readonly<Record<string, string>>;

export interface KernelDetails {
  readonly cpu: number | null;
  readonly pid: number | null;
  readonly comm: string | null;
  readonly architecture: string | null;
  readonly hardware: string | null;
  readonly taint: { readonly text: string; readonly letters: readonly Taint[] } | null;
  readonly modules: readonly string[];
  readonly registers: Registers;
  /** The Code: bytes, with the index of the byte the instruction pointer stood on (`<0f>`). */
  readonly code: { readonly bytes: readonly string[]; readonly at: number | null } | null;
  /** Faulting address, error code and such as printed. */
  readonly faultAddress: string | null;
  /** The fault in full, where the kernel printed one. */
  readonly fault?: Fault;
  /** The heap object a sanitizer or the slab allocator speaks of. */
  readonly object?: KernelObject;
  /** The letters in parentheses after a module's name: `OE`, `+`. */
  readonly moduleFlags?: Readonly<Record<string, string>>;
  /** What `[last unloaded: …]` names. */
  readonly lastUnloaded?: string;
  /** N of `[#N]`: how many times the kernel had died by then in this boot. */
  readonly die?: number;
  /** `file.c:line` of the BUG or WARNING. */
  readonly at: { readonly file: string; readonly line: number } | null;
  /** hardened usercopy: what was to be copied and what the object is. Sizes in bytes. */
  readonly usercopy: Usercopy | null;
  /** Other traces of the report by name: `allocated by`, `freed by`, `panic` … */
  readonly otherTraces: readonly NamedTrace[];
  /** Facts in words a person would want, each with its line: an explanation of what this message means here. */
  readonly explanation: readonly { readonly says: string; readonly line: number }[];
}

/** What the processor said when it could not go on. */
export interface Fault {
  /** `page-fault`, `general-protection`, `invalid-opcode`, `divide-error`, `double-fault`, `stack-overflow` … */
  readonly kind: string;
  /** As printed. */
  readonly address: string | null;
  readonly access: 'read' | 'write' | 'execute' | null;
  /** The error code, syndrome or cause register as printed. */
  readonly code: string | null;
  /** What the bits of the code say, in words. */
  readonly decoded: readonly string[];
  readonly line: number;
}

/** An object of the kernel's heap. Sizes and offsets in bytes. */
export interface KernelObject {
  readonly address: string | null;
  readonly cache: string | null;
  /** Size of the object (or of the part that was asked for, where the kernel says that). */
  readonly size: number | null;
  /** Where the bad access lies: `inside`, `left` or `right` of the object, and how far. */
  readonly where: 'inside' | 'left' | 'right' | null;
  readonly offset: number | null;
  readonly state: 'allocated' | 'freed' | null;
  readonly line: number;
}

export interface NamedTrace {
  readonly name: string;
  readonly line: number;
  readonly frames: readonly Frame[];
}

export interface Usercopy {
  /** `exposure` reads kernel memory out to user space, `overwrite` writes into it. */
  readonly direction: 'exposure' | 'overwrite';
  readonly address: string | null;
  /** The slab cache or kind of memory named in parentheses or quotes. */
  readonly object: string | null;
  /** Size of an object of that cache in bytes where its name tells (`kmalloc-512`), else null. */
  readonly objectSize: number | null;
  /** Offset into the object in bytes where printed (kernels since 4.16). */
  readonly offset: number | null;
  readonly length: number;
  /** `length`: a sound address, but more bytes than the object has; `address`: it is no object to copy from at all. */
  readonly problem: 'length' | 'address' | 'unknown';
  readonly line: number;
}

/** A Go program's fatal error, panic or served panic. */
export interface GoReport extends ReportBase {
  readonly kind: 'go-crash';
  readonly details: GoDetails;
}

/**
 * What a Go crash says of its cause:
 * `memory-corruption` heap or GC found inconsistent, or a wild pointer where no pointer can be wild; `nil-dereference`;
 * `program` the program's own rules broken (index, map, deadlock, explicit panic); `resources` memory, threads; `unknown`.
 */
export type GoClass =
  | 'memory-corruption'
  | 'nil-dereference'
  | 'program'
  | 'resources'
  | 'signal'
  | 'unknown';

export interface GoSignal {
  readonly name: string;
  readonly code: string | null;
  readonly addr: string | null;
  readonly pc: string | null;
  readonly line: number;
}

export interface Goroutine {
  readonly id: number | null;
  readonly state: string;
  readonly frames: readonly Frame[];
  readonly createdBy: Frame | null;
  readonly line: number;
  /** How many goroutines have this same stack (grouped as panicparse does); 1 for the crashed one. */
  readonly count: number;
}

export interface GoDetails {
  readonly error: string;
  readonly class: GoClass;
  readonly why: string;
  readonly signal: GoSignal | null;
  readonly goroutines: readonly Goroutine[];
  /** Lines `runtime: …` printed before the error (bad pointers, spans). */
  readonly runtimeLines: readonly { readonly says: string; readonly line: number }[];
  /** For panics served by net/http: the client. */
  readonly servedFor: string | null;
  /** Go version where paths or text tell, else null. */
  readonly goVersion: string | null;
  readonly kernelNotes: readonly GoKernelNote[];
}

/** What the Go runtime said of the kernel (1.14.1 and later: three notes; 1.14.0: one line). */
export interface GoKernelNote {
  readonly what: 'may-be-buggy' | 'see' | 'mlock-failed';
  readonly errno: number | null;
  readonly errnoName: string | null;
  readonly url: string | null;
  readonly says: string;
  readonly line: number;
}

/** Runtime notes that stand alone, with no crash beside them. */
export interface GoNoteReport extends ReportBase {
  readonly kind: 'go-kernel-note';
  readonly details: { readonly notes: readonly GoKernelNote[] };
}

/** The kernel's OOM killer chose a victim. Sizes in bytes. */
export interface OomReport extends ReportBase {
  readonly kind: 'oom-kill';
  readonly details: {
    readonly victim: string | null;
    readonly pid: number | null;
    readonly invokedBy: string | null;
    readonly constraint: string | null;
    readonly cgroup: string | null;
    readonly anonRss: number | null;
    readonly totalVm: number | null;
    readonly largest: readonly { readonly name: string; readonly pid: number; readonly rss: number }[];
    readonly held: readonly { readonly what: string; readonly bytes: number }[];
  };
}

/** Machine checks, memory errors, bus errors, device resets: the hardware speaking. */
export interface HardwareReport extends ReportBase {
  readonly kind: 'hardware-error';
  readonly details: {
    /** `mce`, `ghes`, `edac`, `aer`, `thermal`, `nvme`, `ata`, `scsi`, `gpu`, `memory-test` … */
    readonly source: string;
    readonly severity: 'corrected' | 'recoverable' | 'fatal' | 'unknown';
    /** How many like it were folded into this report (corrected errors come by the thousand). */
    readonly count: number;
    readonly where: string | null;
    readonly decoded: Readonly<Record<string, string>>;
  };
}

/** File systems and block devices that found their data damaged or shut themselves down. */
export interface StorageReport extends ReportBase {
  readonly kind: 'storage-error';
  readonly details: {
    readonly source: string;
    readonly device: string | null;
    readonly count: number;
    readonly decoded: Readonly<Record<string, string>>;
  };
}

/** A user program's crash that is not Go's: `segfault at …`, a core, a traceback, a sanitizer, a JVM. */
export interface ProgramReport extends ReportBase {
  readonly kind: 'program-crash';
  readonly details: {
    /** `segfault`, `trap`, `coredump`, `jvm`, `rust`, `python`, `glibc`, `sanitizer`, `go-race` … */
    readonly source: string;
    readonly program: string | null;
    readonly pid: number | null;
    readonly signal: string | null;
    readonly address: string | null;
    readonly error: string | null;
    readonly decoded: Readonly<Record<string, string>>;
  };
}

export type Report =
  | KernelReport
  | GoReport
  | GoNoteReport
  | OomReport
  | HardwareReport
  | StorageReport
  | ProgramReport;
export type ReportKind = Report['kind'];

/**
 * Something the text shows that is no crash but bears on one: the machine's identity, a disassembled stack probe …
 * `name` is stable, `value` as printed.
 */
export interface Observation {
  readonly name: ObservationName;
  readonly value: string;
  /** Named parts of the value where a reader needs them apart: `function`, `bytes`, `instruction`. */
  readonly parts?: Readonly<Record<string, string>>;
  readonly line: number;
}

export type ObservationName =
  | 'linux-version'
  | 'command-line'
  | 'hardware'
  | 'cpu-model'
  | 'microcode'
  | 'modules'
  | 'go-version'
  | 'stack-probe'
  | 'provoked'
  | 'version-signature'
  | 'hypervisor'
  | 'distribution';

/** A part of the input that could not be read, and why. Never thrown. */
export interface Problem {
  readonly says: string;
  readonly line: number | null;
}

/** What was read from one input. */
export interface Reading {
  readonly source: string;
  readonly reports: readonly Report[];
  readonly observations: readonly Observation[];
  readonly problems: readonly Problem[];
  readonly lines: number;
  readonly bytes: number;
  /** How the lines arrived: `dmesg`, `journalctl`, `syslog`, `paste` …, most frequent first. */
  readonly arrivals: readonly string[];
}
