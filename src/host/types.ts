/**
 * Facts of one machine, kept as they were read (contract `kulprit/facts@1` of the design).
 * Every one may be absent; `missing` says why. What follows from them (upstream base, compiler …) is derived, never stored.
 */
export interface Facts {
  readonly schema: 'kulprit/facts@1';
  readonly uname?: { readonly release?: string; readonly version?: string; readonly machine?: string };
  /** /proc/version, whole. */
  readonly procVersion?: string;
  /** /proc/version_signature (Ubuntu): ABI name and upstream base; null where the file does not exist. */
  readonly versionSignature?: string | null;
  readonly osRelease?: Readonly<Record<string, string>>;
  readonly cmdline?: string;
  /** Kernel configuration: `CONFIG_X` → `y`, `m`, a number or a string; `n` for "is not set". */
  readonly config?: Readonly<Record<string, string>>;
  /** Loaded modules, as /proc/modules names them (underscores); empty when the kernel cannot load any. */
  readonly modules?: readonly string[];
  /** False when there is no /proc/modules: a kernel built without CONFIG_MODULES. */
  readonly moduleSupport?: boolean;
  /** Modules built into the kernel (modules.builtin), with underscores. */
  readonly builtinModules?: readonly string[];
  /** /proc/sys/kernel/tainted: the bit mask, not the letters. */
  readonly tainted?: number;
  readonly cpu?: {
    readonly vendor?: string;
    readonly family?: number;
    readonly model?: number;
    readonly stepping?: number;
    readonly modelName?: string;
    readonly microcode?: string;
    readonly flags?: readonly string[];
    readonly count?: number;
  };
  /** Limits of this process in bytes; `-1` is unlimited. */
  readonly limits?: { readonly memlock?: number };
  /** Memory in bytes. */
  readonly memory?: { readonly total?: number; readonly available?: number };
  /** What this process is confined in (docker, podman, kubernetes, gvisor …); null when it was looked for and is not there. */
  readonly container?: string | null;
  /** The hypervisor (kvm, vmware, firecracker, wsl …); null when it was looked for and is not there. */
  readonly virtualMachine?: string | null;
  /** Kernel packages installed; `running` marks the one that holds the running kernel. */
  readonly packages?: readonly KernelPackage[];
  /** A kernel package's changelog: a path on this machine, or its text. */
  readonly changelog?: string;
  /** Where each fact was read. */
  readonly sources?: Readonly<Record<string, string>>;
  readonly missing?: readonly { readonly fact: string; readonly why: string }[];
}

export interface KernelPackage {
  readonly name: string;
  readonly version: string;
  readonly running?: boolean;
}

/** Something that follows from facts: the value, or null when it cannot be known; why; and the fact it was read from. */
export interface Known<T> {
  readonly value: T | null;
  /** A sentence for people: how the value follows, or what is lacking. */
  readonly why: string;
  /** Where it stands: a path of the host (`/proc/version`) or the name of the fact (`uname.release`). */
  readonly source: string;
}

/**
 * What of upstream is in a kernel.
 *
 * `value`: the stable version whose fixes it holds up to that one, and no feature of a later one; null when that cannot be said.
 * `floor`: everything upstream had by this version is in, even when `value` is null (`5.14` for RHEL 9). It answers only
 *   "is a fix that old in?"; nothing follows from it about what is newer.
 * `series`: the branch (`5.4`). With `patches` none or some, a commit that came first with a later series is not in,
 *   unless this branch's own stable releases took it.
 * `patches`: what the distributor adds. `none`: nothing that changes code. `some`: fixes on top of `value`, so that a
 *   version below the upstream fix may have it nonetheless (its changelog says). `many`: features, bugs and fixes of later
 *   kernels under a number that no longer moves (RHEL, SLES, UEK): `value` is null. `unknown`: could be any of these.
 */
export interface Upstream extends Known<string> {
  readonly floor: string | null;
  readonly series: string | null;
  readonly patches: 'none' | 'some' | 'many' | 'unknown';
}

export interface Compiler {
  readonly kind: 'gcc' | 'clang' | 'other';
  /** Null when the text names the compiler and not its version. */
  readonly version: string | null;
}

export interface Distribution {
  /** The ID of os-release(5): `debian`, `ubuntu`, `rhel`, `centos`, `fedora`, `opensuse-leap`, `amzn` … */
  readonly id: string;
  /** Its VERSION_ID; null for a rolling distribution and where only the kernel's name is known. */
  readonly version: string | null;
}

/** What follows from the facts of a host about its kernel. Derived by `identify`, never stored. */
export interface HostIdentity {
  /** `uname -r` */
  readonly release: Known<string>;
  /** In the kernel's `uname -m` spelling, without the variants: x86_64, i386, aarch64, arm, riscv64, ppc64le, ppc64, s390x … */
  readonly architecture: Known<string>;
  readonly upstream: Upstream;
  /** Whose kernel this is; in a container that can be another distribution than that of the files. */
  readonly distribution: Known<Distribution>;
  /** The distribution's version of the running kernel, in its own scheme: 5.3.9-3, 3.10.0-957.27.2.el7, 5.4.0-26.30. */
  readonly packageVersion: Known<string>;
  /** What built the kernel. */
  readonly compiler: Known<Compiler>;
}

/** One record this machine keeps of its own crashes: read it, or learn why it cannot be had. */
export type MachineRecord =
  | { readonly name: string; readonly read: () => AsyncIterable<Uint8Array>; readonly note?: string }
  | { readonly name: string; readonly missing: string };
