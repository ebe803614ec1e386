import { parseKernelVersion } from '../base/index.js';
import type { KernelName } from './kernel-name.js';
import { based, frozen, hidden, type Maker, noUpstream, parsed, recognised, unknown } from './maker.js';
import type { Known, Upstream } from './types.js';

const UBUNTU_FLAVOUR =
  /^\d{1,2}\.\d{1,3}\.\d{1,3}-\d{1,6}-(?:generic|lowlatency|server|virtual|aws|azure|gcp|gke|gkeop|oracle|kvm|ibm|oem|raspi2?|snapdragon|intel|nvidia|bluefield|realtime|xilinx-zynqmp)\b/;
const DEBIAN_FLAVOUR =
  /^\d{1,2}\.\d{1,3}\.\d{1,3}(?:-(?:\d{1,3}|0\.bpo\.\d{1,3}|rc\d{1,2}|trunk|kali\d{1,3})|[+]deb\d{1,3}|[+]bpo)(?:-(?:cloud|rt))?-(?:amd64|arm64|i?[3-6]86(?:-pae)?|armmp(?:-lpae)?|armel|marvell|powerpc64le|ppc64el|s390x|riscv64|loong64|mips\w{0,8}|loongson-3|octeon)\b/;
/** `uname -v` of Debian's kernels ends in the package's version: debian/rules of src:linux sets KBUILD_BUILD_VERSION. */
const DEBIAN_BUILD = /\bDebian ((?:\d{1,3}:)?\d[\w.+~:-]{1,80})/;
/** Before 3.x it stood in the banner: `(Debian 2.6.32-48squeeze1)`. */
const DEBIAN_BANNER = /^Linux version \S{1,200} \(Debian (\d[\w.+~:-]{1,80})\)/;

/** Builds of unchanged upstream by Ubuntu's kernel team: the middle of `5.3.14-050314-generic` is the version. */
export const ubuntuMainline: Maker = {
  recognise: name => {
    if (!/-\d{6}(?:rc\d{1,2})?-(?:generic|lowlatency)/.test(name.release ?? '')) return null;
    return recognised(
      'ubuntu',
      null,
      'a mainline build for Ubuntu: its release repeats the version in six digits',
      name.releaseSource,
    );
  },
  upstream: name => {
    const m = /-(\d\d)(\d\d)(\d\d)(?:rc(\d{1,2}))?-/.exec(name.release ?? '');
    const version =
      m && parseKernelVersion(`${Number(m[1])}.${Number(m[2])}.${Number(m[3])}${m[4] ? `-rc${m[4]}` : ''}`);
    if (!version) return noUpstream('the release is no kernel version', name.releaseSource);
    return based(
      version,
      'none',
      `${name.release} is a mainline build: unchanged upstream`,
      name.releaseSource,
    );
  },
  packageVersion: name =>
    unknown('a mainline build is not a package of the distribution', name.releaseSource),
};

export const ubuntu: Maker = {
  recognise: name => {
    const backport = /~(\d\d\.\d\d)[\w.~]{0,20}-Ubuntu/.exec(name.build ?? '')?.[1] ?? null;
    if (name.signature?.startsWith('Ubuntu '))
      return recognised('ubuntu', backport, 'the kernel carries a signature of Ubuntu', name.signatureSource);
    if (name.build?.includes('-Ubuntu'))
      return recognised(
        'ubuntu',
        backport,
        `the build is marked "${name.build.slice(0, 60)}"`,
        name.buildSource,
      );
    if (!UBUNTU_FLAVOUR.test(name.release ?? '')) return null;
    return recognised(
      'ubuntu',
      null,
      `${name.release} is a name in the form of Ubuntu's kernels`,
      name.releaseSource,
    );
  },
  upstream: ubuntuUpstream,
  packageVersion: name => {
    const m = /^Ubuntu (\S{1,100}?)-[a-z][\w-]{0,30}(?:\s|$)/.exec(name.signature ?? '');
    if (m && signatureFits(name))
      return { value: m[1]!, why: `the signature says ${m[1]}`, source: name.signatureSource };
    // The number of the upload stands in `uname -v` (#30-Ubuntu), the rest in `uname -r`.
    const upload = /^#(\d{1,5}(?:~[\w.~]{1,40})?)-Ubuntu/.exec(name.build ?? '')?.[1];
    const abi = /^\d{1,2}\.\d{1,3}\.\d{1,3}-\d{1,6}/.exec(name.release ?? '')?.[0];
    if (upload && abi)
      return {
        value: `${abi}.${upload}`,
        why: `release ${abi}, upload #${upload}`,
        source: name.buildSource,
      };
    return (
      installed(name) ??
      unknown(
        'neither the signature, nor the upload number of uname -v, nor the package is known',
        name.releaseSource,
      )
    );
  },
};

function ubuntuUpstream(name: KernelName): Upstream {
  const { signature, signatureSource } = name;
  const version = parsed(name);
  if (signature?.startsWith('Ubuntu ')) {
    const base = parseKernelVersion(signature.slice(signature.lastIndexOf(' ') + 1));
    if (base !== null && signatureFits(name))
      return based(
        base,
        'some',
        `"${signature.slice(0, 100)}": the last word is the upstream version`,
        signatureSource,
      );
    const why =
      base === null
        ? 'the signature names no upstream version'
        : `the signature is that of another kernel than ${name.release}`;
    return version === null
      ? noUpstream(why, signatureSource)
      : hidden(version, 'some', why, signatureSource);
  }
  if (version === null) return noUpstream('the release is no kernel version', name.releaseSource);
  const lacking = signature === undefined ? 'is not among the facts' : 'is not there';
  return hidden(
    version,
    'some',
    `${name.release} is Ubuntu's name for an interface, not an upstream version: /proc/version_signature would say it, and ${lacking}`,
    name.releaseSource,
  );
}

/** `Ubuntu 5.4.0-26.30-generic 5.4.30` belongs to release 5.4.0-26-generic. */
function signatureFits(name: KernelName): boolean {
  const m = /^Ubuntu (\d{1,2}\.\d{1,3}\.\d{1,3}-\d{1,6})\./.exec(name.signature ?? '');
  return m === null || name.release === null || name.release === m[1] || name.release.startsWith(`${m[1]}-`);
}

/** Proxmox builds from Ubuntu's tree and numbers it anew; `uname -v` has the package's version. */
export const proxmox: Maker = {
  recognise: name => {
    if (!name.release?.endsWith('-pve')) return null;
    return recognised('proxmox', null, `${name.release} is a Proxmox kernel`, name.releaseSource);
  },
  upstream: name => {
    const version = parsed(name);
    const why =
      'Proxmox builds from the tree of Ubuntu under a number of its own; which stable release is in, nothing here says';
    return version === null
      ? noUpstream(why, name.releaseSource)
      : hidden(version, 'some', why, name.releaseSource);
  },
  packageVersion: name => {
    const m = /\b(?:PVE|PMX) (\d[\w.+~-]{1,60})/.exec(name.build ?? '');
    if (m) return { value: m[1]!, why: `uname -v says ${m[0]}`, source: name.buildSource };
    return installed(name) ?? unknown('uname -v is not known', name.buildSource);
  },
};

export const debian: Maker = {
  recognise: name => {
    const stamp = debianStamp(name);
    const flavour = DEBIAN_FLAVOUR.test(name.release ?? '');
    if (stamp === null && !flavour) return null;
    // Derivatives say "Debian" too; their own mark is in the version.
    const marks: readonly [RegExp, string][] = [
      [/\+rp[ti]/, 'raspbian'],
      [/kali\d/, 'kali'],
    ];
    const id = marks.find(([mark]) => mark.test(`${stamp?.value ?? ''} ${name.release}`))?.[1] ?? 'debian';
    const version = /(?:deb|bpo)(\d{1,2})[u+]/.exec(stamp?.value ?? '')?.[1] ?? null;
    if (stamp !== null)
      return recognised(id, version, `the kernel says "Debian ${stamp.value}"`, stamp.source);
    return recognised(
      id,
      null,
      `${name.release} is a name in the form of Debian's kernels`,
      name.releaseSource,
    );
  },
  upstream: debianUpstream,
  packageVersion: name =>
    debianVersion(name) ?? unknown('neither uname -v nor the package is known', name.releaseSource),
};

function debianStamp(name: KernelName): { value: string; source: string } | null {
  const fromBuild = DEBIAN_BUILD.exec(name.build ?? '')?.[1];
  if (fromBuild) return { value: fromBuild, source: name.buildSource };
  const fromBanner = DEBIAN_BANNER.exec(name.banner ?? '')?.[1];
  return fromBanner ? { value: fromBanner, source: name.bannerSource } : null;
}

function debianVersion(name: KernelName): Known<string> | null {
  const stamp = debianStamp(name);
  if (stamp !== null) return { ...stamp, why: `the running kernel says "Debian ${stamp.value}"` };
  return installed(name);
}

function debianUpstream(name: KernelName): Upstream {
  const release = parsed(name);
  const packaged = debianVersion(name);
  const base = parseKernelVersion(packaged?.value?.replace(/^\d{1,3}:/, '') ?? '');
  if (packaged !== null && base !== null && fits(release, base)) {
    if (base.major < 3)
      return frozen(
        base,
        'Debian took stable fixes into 2.6 kernels without a change of number',
        packaged.source,
      );
    return based(
      { ...base, stable: 0 },
      'some',
      `Debian ${packaged.value} is built from ${base.major}.${base.minor}.${base.patch}`,
      packaged.source,
    );
  }
  if (release === null) return noUpstream('the release is no kernel version', name.releaseSource);
  if (release.patch > 0 && release.major >= 3 && /^\+/.test(release.rest))
    return based(
      release,
      'some',
      `the release of newer Debian kernels begins with the upstream version`,
      name.releaseSource,
    );
  const why = `${name.release} is Debian's name for an interface, not an upstream version: uname -v or the package would say it`;
  return hidden(release, 'some', why, name.releaseSource);
}

function fits(
  release: { major: number; minor: number } | null,
  base: { major: number; minor: number },
): boolean {
  return release === null || (release.major === base.major && release.minor === base.minor);
}

/** The installed package of the running release: says the version unless it was replaced since the last boot. */
function installed(name: KernelName): Known<string> | null {
  const found = runningPackage(name);
  if (found === null) return null;
  return {
    value: found.version,
    why: `package ${found.name} is installed in version ${found.version} (after an upgrade without a reboot the running one is older)`,
    source: name.facts.sources?.['packages'] ?? 'packages',
  };
}

const PACKAGE_OF = ['linux-image-', 'linux-image-unsigned-', 'pve-kernel-', 'proxmox-kernel-', 'linux-'];

function runningPackage(name: KernelName): { name: string; version: string } | null {
  const packages = name.facts.packages ?? [];
  const of = (p: { name: string }) => PACKAGE_OF.some(prefix => p.name === `${prefix}${name.release}`);
  return packages.find(of) ?? packages.find(p => p.running === true) ?? null;
}
