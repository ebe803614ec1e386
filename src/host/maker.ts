import { formatKernelVersion, type KernelVersion, kernelSeries, parseKernelVersion } from '../base/index.js';
import type { KernelName } from './kernel-name.js';
import type { Distribution, Known, Upstream } from './types.js';

/**
 * Who names kernels in one way: how such a kernel is recognised, and what its name then says.
 * A new distribution is a new entry in one of the makers-*.ts and its place in makers.ts.
 */
export interface Maker {
  /** Null when the kernel is not of this maker; else why it is, and where that stands. */
  readonly recognise: (name: KernelName) => Recognised | null;
  readonly upstream: (name: KernelName) => Upstream;
  readonly packageVersion: (name: KernelName) => Known<string>;
}

export interface Recognised {
  /** Null: the name says how it is to be read, not whose it is. */
  readonly distribution: Distribution | null;
  readonly why: string;
  readonly source: string;
}

export function recognised(
  id: string | null,
  version: string | null,
  why: string,
  source: string,
): Recognised {
  return { distribution: id === null ? null : { id, version }, why, source };
}

export function unknown(why: string, source: string): Known<never> {
  return { value: null, why, source };
}

/** The upstream version is `version`, with what `patches` says on top. */
export function based(
  version: KernelVersion,
  patches: 'none' | 'some' | 'unknown',
  why: string,
  source: string,
): Upstream {
  const value = formatKernelVersion(version);
  return { value, why, source, floor: value, series: kernelSeries(version), patches };
}

/** A number that no longer moves while features and fixes are taken from later kernels. */
export function frozen(version: KernelVersion, why: string, source: string): Upstream {
  const floor = formatKernelVersion(version);
  return { value: null, why, source, floor, series: kernelSeries(version), patches: 'many' };
}

/** The name says the series and not the stable release: everything of the series' first candidate is in, and no more is known. */
export function hidden(
  version: KernelVersion,
  patches: 'some' | 'unknown',
  why: string,
  source: string,
): Upstream {
  const series = kernelSeries(version);
  return { value: null, why, source, floor: `${series}-rc${version.rc ?? 1}`, series, patches };
}

/** Commits on top of a named version, of which nobody can say how many. */
export function beyond(version: KernelVersion, why: string, source: string): Upstream {
  return { value: null, why, source, floor: formatKernelVersion(version), series: null, patches: 'unknown' };
}

export function noUpstream(why: string, source: string): Upstream {
  return { value: null, why, source, floor: null, series: null, patches: 'unknown' };
}

/** The release taken apart, for makers that were recognised by it. */
export function parsed(name: KernelName): KernelVersion | null {
  return name.release === null ? null : parseKernelVersion(name.release);
}

/** A release whose digits are the upstream version, whatever follows; the rest of the name is the maker's own. */
export function byDigits(name: KernelName, patches: 'none' | 'some' | 'unknown', why: string): Upstream {
  const version = parsed(name);
  if (version === null) return noUpstream(`the release is no kernel version`, name.releaseSource);
  // From 3.0 on upstream has three numbers; a fourth is the maker's own.
  const upstream = version.major >= 3 ? { ...version, stable: 0 } : version;
  return based(upstream, patches, why, name.releaseSource);
}

/** The number of the stable release: the third, in the days of 2.6 the fourth; 0 for the first release of a series. */
export function stableNumber(version: KernelVersion): number {
  return version.major < 3 ? version.stable : version.patch;
}
