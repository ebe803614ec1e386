import type { Facts } from './types.js';

/** What a kernel says of itself, wherever it was read: the three strings everything about its origin follows from. */
export interface KernelName {
  /** `uname -r` */
  readonly release: string | null;
  readonly releaseSource: string;
  /** `uname -v`: build number, features, distribution's version, date. */
  readonly build: string | null;
  readonly buildSource: string;
  /** /proc/version, or the `Linux version …` line of a log. */
  readonly banner: string | null;
  readonly bannerSource: string;
  /** /proc/version_signature; null where the file is known not to be there, undefined where nobody looked. */
  readonly signature: string | null | undefined;
  readonly signatureSource: string;
  readonly facts: Facts;
}

/** The banner is `Linux version RELEASE (BUILDER) (COMPILER) BUILD`: linux_banner in the kernel's init/version.c. */
export function kernelName(facts: Facts): KernelName {
  const sources = facts.sources ?? {};
  const bannerSource = sources['procVersion'] ?? '/proc/version';
  const banner = clean(facts.procVersion);
  const fromBanner = splitBanner(banner);
  const release = clean(facts.uname?.release);
  const build = clean(facts.uname?.version);
  return {
    release: release ?? fromBanner.release,
    releaseSource:
      release === null ? bannerSource : (sources['uname.release'] ?? sources['uname'] ?? 'uname -r'),
    build: build ?? fromBanner.build,
    buildSource: build === null ? bannerSource : (sources['uname.version'] ?? sources['uname'] ?? 'uname -v'),
    banner,
    bannerSource,
    signature: facts.versionSignature === undefined ? undefined : clean(facts.versionSignature),
    signatureSource: sources['versionSignature'] ?? '/proc/version_signature',
    facts,
  };
}

function splitBanner(banner: string | null): { release: string | null; build: string | null } {
  const start = banner?.indexOf('Linux version ') ?? -1;
  if (banner === null || start < 0) return { release: null, build: null };
  const rest = banner.slice(start + 'Linux version '.length);
  const build = rest.lastIndexOf(' #');
  return {
    release: /^\S{1,200}/.exec(rest)?.[0] ?? null,
    build: build < 0 ? null : rest.slice(build + 1),
  };
}

function clean(text: string | null | undefined): string | null {
  const trimmed = text?.slice(0, 4096).trim();
  return trimmed === undefined || trimmed === '' ? null : trimmed;
}
