import { formatKernelVersion, parseKernelVersion } from '../base/index.js';
import type { KernelName } from './kernel-name.js';
import {
  based,
  beyond,
  byDigits,
  hidden,
  type Maker,
  noUpstream,
  parsed,
  recognised,
  stableNumber,
  unknown,
} from './maker.js';
import type { Known } from './types.js';

const NO_PACKAGE = 'this kernel is not a package whose version its name would say';

function noPackage(name: KernelName): Known<string> {
  const known = name.facts.packages?.find(p => p.running === true);
  if (!known) return unknown(NO_PACKAGE, name.releaseSource);
  return {
    value: known.version,
    why: `${known.name} owns the running kernel`,
    source: name.facts.sources?.['packages'] ?? 'packages',
  };
}

/** gVisor answers system calls itself and claims a fixed version: pkg/sentry/syscalls/linux/linux64.go. */
export const gvisor: Maker = {
  recognise: name => {
    const claimed =
      name.build === '#1 SMP Sun Jan 10 15:06:54 PST 2016' || /-gvisor$/.test(name.release ?? '');
    if (!claimed && name.facts.container !== 'gvisor') return null;
    return recognised(null, null, 'gVisor answers in place of a kernel', name.buildSource);
  },
  upstream: name =>
    noUpstream(
      'gVisor claims this version; no Linux kernel runs the programs, and that of the host is not to be seen',
      name.releaseSource,
    ),
  packageVersion: name => unknown('gVisor answers in place of a kernel', name.releaseSource),
};

/** WSL 1 translates system calls; there is no Linux kernel. Its release is `4.4.0-19041-Microsoft`. */
export const wsl1: Maker = {
  recognise: name => {
    if (!/^\d{1,2}\.\d{1,3}\.\d{1,3}-\d{5}-Microsoft$/.test(name.release ?? '')) return null;
    return recognised(null, null, 'WSL 1 answers in place of a kernel', name.releaseSource);
  },
  upstream: name =>
    noUpstream('WSL 1 claims this version; no Linux kernel runs the programs', name.releaseSource),
  packageVersion: name => unknown('WSL 1 answers in place of a kernel', name.releaseSource),
};

export const wsl2: Maker = {
  recognise: name => {
    if (!/microsoft-standard/i.test(name.release ?? '')) return null;
    return recognised(null, null, "Microsoft's kernel of WSL 2", name.releaseSource);
  },
  upstream: name =>
    byDigits(
      name,
      'some',
      'Microsoft follows a stable series: the first three numbers are the upstream version',
    ),
  packageVersion: noPackage,
};

/** `5.2.11-arch1-1`, in 2019 with `-ARCH` behind; also zen, lts, hardened. The package has dots for the dash. */
export const arch: Maker = {
  recognise: name => {
    if (!/-arch\d{1,2}(?:[-.]|$)|-(?:zen|hardened)\d{1,2}-\d|-(?:ARCH|MANJARO)$/.test(name.release ?? ''))
      return null;
    const id = name.release?.endsWith('MANJARO') ? 'manjaro' : 'arch';
    return recognised(id, null, `${name.release} is a name in the form of Arch Linux`, name.releaseSource);
  },
  upstream: name =>
    byDigits(name, 'some', 'Arch Linux follows upstream: the digits are the upstream version'),
  packageVersion: name => {
    const version = parsed(name);
    const m = /^-((?:arch|zen|hardened)\d{1,2})-(\d{1,3})/.exec(version?.rest ?? '');
    if (version === null || m === null) return noPackage(name);
    const value = `${formatKernelVersion(version)}.${m[1]}-${m[2]}`;
    return {
      value,
      why: `the release ${name.release} in the spelling of pacman`,
      source: name.releaseSource,
    };
  },
};

export const gentoo: Maker = {
  recognise: name =>
    /-gentoo/.test(name.release ?? '')
      ? recognised('gentoo', null, '"gentoo" in the release', name.releaseSource)
      : null,
  upstream: name => byDigits(name, 'some', 'Gentoo follows upstream: the digits are the upstream version'),
  packageVersion: noPackage,
};

/** `5.4.43-1-virt`, built `#2-Alpine`: the package is 5.4.43-r1. */
export const alpine: Maker = {
  recognise: name => {
    const built = /^#\d{1,4}-Alpine\b/.test(name.build ?? '');
    const local = name.facts.osRelease?.['ID'] === 'alpine' && !name.facts.container;
    if (
      !built &&
      !(local && /-\d{1,3}-(?:lts|virt|vanilla|hardened|rpi\d?|edge|stable)$/.test(name.release ?? ''))
    )
      return null;
    return recognised(
      'alpine',
      null,
      built ? `the build is marked "${name.build?.split(' ')[0]}"` : 'a release in the form of Alpine',
      built ? name.buildSource : name.releaseSource,
    );
  },
  upstream: name =>
    byDigits(name, 'some', 'Alpine follows a stable series: the digits are the upstream version'),
  packageVersion: name => {
    const m = /^(\d{1,2}\.\d{1,3}\.\d{1,3})-(\d{1,3})-/.exec(name.release ?? '');
    if (m === null) return noPackage(name);
    return {
      value: `${m[1]}-r${m[2]}`,
      why: `the release ${name.release} in the spelling of apk`,
      source: name.releaseSource,
    };
  },
};

/** Container-Optimized OS and ChromeOS build from a stable branch and leave the `+` of setlocalversion. */
export const cos: Maker = {
  recognise: name => {
    const id = name.facts.osRelease?.['ID'];
    const built = /\(Chromium ?OS /.test(name.banner ?? '');
    if (
      !/^\d{1,2}\.\d{1,3}\.[1-9]\d{0,2}\+$/.test(name.release ?? '') ||
      !(built || (id === 'cos' && !name.facts.container))
    )
      return null;
    return recognised(
      id === 'cos' ? 'cos' : null,
      null,
      'a kernel of Container-Optimized OS or ChromeOS',
      name.releaseSource,
    );
  },
  upstream: name =>
    byDigits(
      name,
      'some',
      'built from a stable branch: the digits are the upstream version, with patches on top',
    ),
  packageVersion: noPackage,
};

/**
 * Any other name, read as the kernel's own Makefile composes it: VERSION.PATCHLEVEL.SUBLEVEL, EXTRAVERSION, local version.
 * A third number other than 0 is upstream's unless a vendor froze it; a 0 with a suffix could be anything of the series.
 */
export const anyone: Maker = {
  recognise: name =>
    recognised(null, null, 'the name of the kernel does not say who built it', name.releaseSource),
  upstream: name => {
    const { release, releaseSource } = name;
    if (release === null) return noUpstream('the release of the kernel is not known', releaseSource);
    const version = parseKernelVersion(release);
    if (version === null)
      return noUpstream(`the release "${release.slice(0, 80)}" does not begin with a version`, releaseSource);
    const { rest } = version;
    const plain = rest === '' || /^_\d{1,3}$/.test(rest) || /^[.-](?:x86_64|aarch64)$/.test(rest);
    const fourth = version.major >= 3 && version.stable > 0;
    if (plain && !fourth) return based(version, 'none', `${release} is an upstream version`, releaseSource);
    // setlocalversion adds "+" or "-00123-gabcdef" for commits after the tag, "-dirty" for changes.
    const commits = rest.startsWith('+') || /-g[0-9a-f]{7,40}\b|-dirty\b|-next-/.test(rest);
    if (stableNumber(version) > 0 && version.rc === undefined) {
      const why = commits
        ? `${release} has commits on top of a stable release, unknown ones`
        : `${release}: the third number is the stable release; what "${rest.slice(0, 40)}" adds is not known`;
      return based(
        { ...version, stable: version.major >= 3 ? 0 : version.stable },
        'unknown',
        why,
        releaseSource,
      );
    }
    if (version.rc !== undefined && !commits)
      return based(version, 'unknown', `${release} is a candidate`, releaseSource);
    // XenServer's 4.19.0+1 and a "+" after a release: at least that release.
    if (commits && (version.rc !== undefined || rest.startsWith('+') || /-next-/.test(rest)))
      return beyond(
        version,
        `${release} has commits on top of that version, up to any later one`,
        releaseSource,
      );
    const why = `${release} can be the first release of the series or a distribution's name for any later one`;
    return hidden(version, 'unknown', why, releaseSource);
  },
  packageVersion: noPackage,
};
