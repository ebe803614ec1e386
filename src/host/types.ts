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
  readonly modules?: readonly string[];
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
  readonly container?: string | null;
  readonly virtualMachine?: string | null;
  readonly packages?: readonly { readonly name: string; readonly version: string }[];
  /** A kernel package's changelog: a path on this machine, or its text. */
  readonly changelog?: string;
  /** Where each fact was read. */
  readonly sources?: Readonly<Record<string, string>>;
  readonly missing?: readonly { readonly fact: string; readonly why: string }[];
}
