import type { Evidence } from '../base/index.js';

/**
 * A bug as the knowledge base has it: the JSON that `scripts/compile-bugs.mjs` makes of `bugs/<subsystem>/<id>.yaml`.
 * Every version is text. How to write one: docs/records.md.
 */
export interface Bug {
  readonly id: string;
  readonly title: string;
  /** Folder of the record: `x86`, `scsi`, `ceph` … */
  readonly subsystem: string;
  /** What happens, and to whom. */
  readonly summary: string;
  /** What the verdict is when this bug is the one. */
  readonly cause: Cause;
  readonly cve: readonly string[];
  readonly introduced: readonly Commit[];
  readonly fixed: readonly Commit[];
  /** Kernels of kernel.org that carry the bug. Empty: kernel versions do not decide it. */
  readonly ranges: readonly Range[];
  readonly distributions: readonly DistributionFix[];
  /** All must be true for a machine to be open to the bug. */
  readonly conditions: readonly Condition[];
  readonly signature: Signature;
  readonly reproducer: string | null;
  readonly mitigations: readonly Mitigation[];
  readonly backport: Backport;
  /** What could not be verified when the record was written, and what was done about it. */
  readonly unverified: readonly string[];
  readonly references: readonly Reference[];
}

export type Cause = 'kernel' | 'compiler' | 'hardware' | 'runtime' | 'program';

/** A commit that brought or fixed the bug, and the first release that has it. `project` is `linux` unless it says otherwise. */
export interface Commit {
  readonly project: string;
  readonly commit: string | null;
  readonly subject: string;
  readonly in: string;
  readonly stable: readonly { readonly in: string; readonly commit: string | null }[];
}

/**
 * `from` is the first version with the bug, `before` the first without it; null: not fixed there.
 * `doubt`: why nothing certain can be said inside this range; the answer there is unknown.
 */
export interface Range {
  readonly from: string;
  readonly before: string | null;
  readonly doubt?: string;
  readonly note?: string;
}

/** Which package version of a distribution has the fix. */
export interface DistributionFix {
  /** How it is called in answers: `centos-7`. */
  readonly name: string;
  /** `ID` values of /etc/os-release. */
  readonly ids: readonly string[];
  /** `VERSION_ID`, whole or its first part (`7` covers `7.9`). Absent: every release. */
  readonly releases?: readonly string[];
  readonly compare: 'deb' | 'rpm';
  /** Only package versions that begin like this (`5.3.`, `3.10.0-`) are judged by this entry. */
  readonly series?: string;
  /** Only kernels whose `uname -r` is like one of these (`*-gcp`) are judged by this entry. */
  readonly kernels?: readonly string[];
  /** The first package version with the bug, where known. */
  readonly from?: string;
  /** Package versions from this one on, and before `fixed`, were not looked at: the answer there is unknown. */
  readonly doubtFrom?: string;
  /** Null: never fixed in this series. */
  readonly fixed: string | null;
  readonly advisory?: string;
  readonly note?: string;
}

export type Truth = 'true' | 'false' | 'unknown';

/**
 * A statement about a machine; each has three answers. `why` is for people.
 * `shown`: a log that has the signature's required signs has already shown that it is so.
 */
export type Condition = { readonly why: string; readonly shown?: boolean } & ConditionTest;

export type ConditionTest =
  | { readonly architecture: readonly string[] }
  | { readonly compiler: CompilerTest }
  | {
      readonly config: {
        readonly option: string;
        /** Values that make it true; an option that a configuration does not name has the value `n`. */
        readonly is: readonly string[];
      };
    }
  | {
      readonly cmdline: {
        readonly parameter: string;
        readonly is: readonly string[];
        readonly absent: Truth;
      };
    }
  | {
      /** Any of the modules is loaded, or built in (`config`: the options that would be `y`). */
      readonly module: { readonly any: readonly string[]; readonly config?: readonly string[] };
    }
  | { readonly cpu: CpuTest }
  | { readonly runtime: { readonly name: string; readonly ranges: readonly Range[] } }
  | { readonly all: readonly ConditionTest[] }
  | { readonly any: readonly ConditionTest[] }
  | { readonly not: ConditionTest };

export interface CompilerTest {
  readonly kind: 'gcc' | 'clang';
  readonly from?: string;
  readonly before?: string;
  /** Patterns of the compiler's text as in /proc/version: what matches `text` is true, `textNot` false, anything else unknown. */
  readonly text?: readonly string[];
  readonly textNot?: readonly string[];
  /** The answer for a compiler of another kind. */
  readonly otherwise: Truth;
}

export interface CpuTest {
  readonly vendor?: readonly string[];
  readonly family?: readonly number[];
  readonly model?: readonly number[];
  readonly stepping?: readonly number[];
  readonly flags?: readonly string[];
  /** The first microcode revision without the bug, `0x…`. */
  readonly microcodeBefore?: string;
}

/** What the bug looks like in a log. */
export interface Signature {
  /** All must hold, or the log does not speak of this bug. */
  readonly requires: readonly Sign[];
  /** At least one must hold for `possible`; weights add up. */
  readonly points: readonly Sign[];
  /** Any one that holds excludes the bug. */
  readonly excludes: readonly Sign[];
  /** The sum of weights at which the answer is `match`. */
  readonly matchAt: number;
}

export type Sign = { readonly says: string; readonly weight: number } & SignTest;

export type SignTest =
  | { readonly kind: readonly string[] }
  | { readonly type: readonly string[] }
  | { readonly title: readonly string[] }
  | { readonly frames: readonly string[] }
  | { readonly modules: readonly string[] }
  | { readonly comm: readonly string[] }
  | { readonly explanation: readonly string[] }
  | { readonly usercopy: UsercopyTest }
  | { readonly goClass: readonly string[] }
  | { readonly goError: readonly string[] }
  | { readonly goNote: { readonly what: readonly string[]; readonly unlessClass?: readonly string[] } }
  | { readonly observation: { readonly name: string; readonly value?: readonly string[] } }
  | { readonly runtime: { readonly name: string; readonly ranges: readonly Range[] } }
  | { readonly host: 'affected' }
  | { readonly all: readonly SignTest[] }
  | { readonly any: readonly SignTest[] }
  | { readonly not: SignTest };

export interface UsercopyTest {
  readonly direction?: 'exposure' | 'overwrite';
  readonly object?: readonly string[];
  readonly problem?: 'length' | 'address';
}

export interface Mitigation {
  readonly id: string;
  readonly what: string;
  readonly command?: string;
  readonly cost: string;
  /** What stays unsolved. */
  readonly leaves: string;
  /** True for what removes the bug. */
  readonly fixes: boolean;
}

/** How the fix is recognised in a distribution's changelog, and when what is found there is not enough. */
export interface Backport {
  readonly subjects: readonly string[];
  readonly commits: readonly string[];
  readonly inadequate: readonly Inadequate[];
}

/** When the fix, though it is in, may not hold. */
export interface Inadequate {
  /** Kernels whose upstream base is older than this. */
  readonly before: string;
  readonly why: string;
  /** How to find out. */
  readonly check: string;
}

export interface Reference {
  readonly url: string;
  /** What the page supports. */
  readonly supports: string;
}

/** One answer of `kulprit check` (contract `kulprit/check@1`). */
export interface HostCheck {
  readonly id: string;
  readonly title: string;
  readonly status: 'affected' | 'not-affected' | 'unknown';
  readonly why: readonly string[];
  readonly evidence: readonly Evidence[];
  /** What would make the answer surer. */
  readonly degraded: readonly string[];
}

export interface FixedIn {
  /** `linux`, `linux-5.4`, `centos-7`, `go` … */
  readonly what: string;
  readonly version: string;
  readonly commit?: string;
  readonly advisory?: string;
  /** Whether the crashed machine has it; absent where it does not apply or is not known. */
  readonly fixed?: boolean;
}

/** Which kernels a bug is in (null: versions do not decide it), and what else a machine must be. */
export interface Affects {
  readonly kernels: string | null;
  readonly needs: readonly string[];
}

/** One known bug held against one reading of a log. */
export interface BugFinding {
  readonly id: string;
  readonly title: string;
  readonly cause: Cause;
  readonly status: 'match' | 'possible' | 'excluded' | 'unknown';
  /** 0 to 1: how sure the status is of a bug being behind the crash; 0 for `unknown` and `excluded`. */
  readonly confidence: number;
  /** Indices into the reading's reports that speak of this bug. */
  readonly reports: readonly number[];
  /** Why the status is what it is: for `excluded` what excludes it, else what speaks for the bug. */
  readonly evidence: readonly Evidence[];
  /** What speaks against that status. */
  readonly against: readonly Evidence[];
  /** What would decide it. */
  readonly missing: readonly string[];
  readonly affects: Affects;
  readonly fixedIn: readonly FixedIn[];
  readonly mitigations: readonly Mitigation[];
}

/** A fault of a record, where it stands: lines and columns count from 1. */
export interface RecordFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly says: string;
}
