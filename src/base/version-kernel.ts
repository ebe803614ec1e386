import { KulpritError } from './errors.js';

/** A kernel version or release, taken apart. Numbers that are not written are 0: `5.4` is `5.4.0`. */
export interface KernelVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** The fourth number: the stable release of the 2.6 kernels (71 of 2.6.32.71); 0 elsewhere. */
  readonly stable: number;
  /** N of `-rcN`; absent in a release. */
  readonly rc?: number;
  /** What follows the version: `-26-generic`, `+`; empty for a plain version. */
  readonly rest: string;
}

const VERSION = /^v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?(?:[-~]rc(\d{1,3}))?(?!\d)/;

/**
 * Takes an upstream version (`5.4-rc1`), a tag (`v5.4`) or a release as `uname -r` prints it (`5.4.0-26-generic`) apart.
 * Null when it does not begin with at least two numbers. How a release is composed: KERNELVERSION in the kernel's Makefile.
 */
export function parseKernelVersion(text: string): KernelVersion | null {
  const m = VERSION.exec(text);
  if (m === null) return null;
  const [all, major, minor, patch, stable, rc] = m;
  return {
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch ?? 0),
    stable: Number(stable ?? 0),
    ...(rc === undefined ? {} : { rc: Number(rc) }),
    rest: text.slice(all.length),
  };
}

/**
 * Orders two upstream versions: negative, 0 or positive. A release candidate precedes its release; `5.4` equals `5.4.0`.
 * What follows the version (`-26-generic`) is not looked at: a distribution's release says nothing that could be ordered here.
 * Throws KulpritError `usage` on what `parseKernelVersion` cannot read, so parse what comes from outside first.
 */
export function compareKernelVersions(a: string | KernelVersion, b: string | KernelVersion): number {
  const x = read(a);
  const y = read(b);
  return (
    x.major - y.major ||
    x.minor - y.minor ||
    x.patch - y.patch ||
    x.stable - y.stable ||
    rank(x.rc) - rank(y.rc)
  );
}

/** The line of development a version belongs to, as kernel.org names its branches: `5.4` of 5.4.30, `2.6.32` of 2.6.32.71. */
export function kernelSeries(version: KernelVersion): string {
  const { major, minor, patch } = version;
  return major < 3 ? `${major}.${minor}.${patch}` : `${major}.${minor}`;
}

/** The upstream version in the form kernel.org writes it: `5.4`, `5.4.2`, `5.4-rc1`, `2.6.32.71`. */
export function formatKernelVersion(version: KernelVersion): string {
  const { major, minor, patch, stable, rc } = version;
  let text = `${major}.${minor}`;
  if (major < 3 || patch > 0 || stable > 0) text += `.${patch}`;
  if (stable > 0) text += `.${stable}`;
  return rc === undefined ? text : `${text}-rc${rc}`;
}

function rank(rc: number | undefined): number {
  return rc ?? Number.MAX_SAFE_INTEGER;
}

function read(version: string | KernelVersion): KernelVersion {
  if (typeof version !== 'string') return version;
  const parsed = parseKernelVersion(version);
  if (parsed === null) throw new KulpritError('usage', `'${version.slice(0, 100)}' is not a kernel version`);
  return parsed;
}
