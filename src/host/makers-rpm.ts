import { parseKernelVersion } from '../base/index.js';
import type { KernelName } from './kernel-name.js';
import {
  based,
  beyond,
  byDigits,
  frozen,
  hidden,
  type Maker,
  noUpstream,
  parsed,
  recognised,
  unknown,
} from './maker.js';
import type { Known } from './types.js';

const ARCH_SUFFIX =
  /\.(?:x86_64|i[3-6]86|aarch64|ppc64le|ppc64|s390x?|armv7hl|riscv64|loongarch64|noarch)\b.{0,20}$/;

/** The release of an RPM kernel is VERSION-RELEASE.ARCH of its package, with `+debug` and the like behind. */
function rpmVersion(name: KernelName): Known<string> {
  if (name.release === null) return unknown('the release is not known', name.releaseSource);
  const value = name.release.replace(ARCH_SUFFIX, '').replace(/\+\w{1,20}$/, '');
  return { value, why: `the release ${name.release} without its architecture`, source: name.releaseSource };
}

/** A maker whose releases carry `mark`, and whose `byName` says what the digits mean. */
function marked(mark: RegExp, id: string | null, says: string, upstream: Maker['upstream']): Maker {
  return {
    recognise: name => {
      const m = mark.exec(name.release ?? '');
      return m && recognised(id, m[1] ?? null, `"${m[0]}" in the release marks ${says}`, name.releaseSource);
    },
    upstream,
    packageVersion: rpmVersion,
  };
}

function frozenAs(says: string): Maker['upstream'] {
  return name => {
    const version = parsed(name);
    if (version === null) return noUpstream('the release is no kernel version', name.releaseSource);
    const prerelease = /^-0\.rc(\d{1,2})\./.exec(version.rest)?.[1];
    const base = {
      ...version,
      stable: version.major < 3 ? version.stable : 0,
      ...(prerelease ? { rc: Number(prerelease) } : {}),
    };
    return frozen(base, says, name.releaseSource);
  };
}

/** elrepo.org: kernel-ml and kernel-lt are upstream releases built for RHEL, whatever `.el7` says. */
export const elrepo: Maker = {
  ...marked(/\.elrepo\b/, null, 'a kernel of ELRepo', name =>
    byDigits(name, 'none', 'ELRepo builds upstream releases as they are'),
  ),
  packageVersion: name => ({
    ...rpmVersion(name),
    why: `the release of an ELRepo package, not of the distribution's`,
  }),
};

export const oracleUek: Maker = marked(
  /\.el(\d{1,2})uek\b/,
  'ol',
  "Oracle's Unbreakable Enterprise Kernel",
  frozenAs(
    'an Unbreakable Enterprise Kernel keeps its number while Oracle takes later stable fixes and features into it',
  ),
);

export const virtuozzo: Maker = marked(
  /(?:\.vz\d{1,2}\b|\.lve\d?\b|-\d{3}stab\d{3})/,
  null,
  'a kernel of Virtuozzo, OpenVZ or CloudLinux, built from that of RHEL',
  frozenAs(
    "a kernel built from RHEL's keeps its number while features and fixes of later kernels are taken into it",
  ),
);

/** openEuler, Anolis and Alibaba Cloud Linux, TencentOS, Kylin: long-lived kernels with features of later ones. */
export const frozenVendors: Maker = marked(
  /\.(?:oe\d{1,4}\w{0,6}|an\d{1,2}|al[78]|tl[234]|tlinux\d|ky\d{1,2}|uelc\d{1,2}|ctl\d|eulerosv\w{1,6}|h\d{1,4}\.eulerosv\w{1,6}|bclinux|lts\d{0,4})\b/,
  null,
  'an enterprise kernel with its own backports',
  frozenAs(
    'an enterprise kernel keeps its number while features and fixes of later kernels are taken into it',
  ),
);

const EL_WHY =
  "an enterprise kernel keeps Red Hat's number while features, bugs and fixes of later kernels are taken into it";

/** RHEL and its rebuilds share releases; the build host in the banner tells which of them it is. */
export const redHat: Maker = {
  recognise: name => {
    const m = /\.el(\d{1,2})(?:_\d{1,2})?[a-z]?(?=[.+_]|$)/.exec(name.release ?? '');
    if (m === null) return null;
    const hosts: readonly [string, string][] = [
      ['centos.org', 'centos'],
      ['redhat.com', 'rhel'],
      ['rockylinux', 'rocky'],
      ['almalinux', 'almalinux'],
      ['oracle.com', 'ol'],
      ['scientificlinux', 'scientific'],
      ['fnal.gov', 'scientific'],
    ];
    const host = hosts.find(([mark]) => name.banner?.includes(mark));
    const os = name.facts.osRelease?.['ID'];
    const local = os !== undefined && RHEL_FAMILY.includes(os) && !name.facts.container ? os : undefined;
    const id = host?.[1] ?? local ?? 'rhel';
    const why = `"${m[0]}" in the release marks RHEL ${m[1]} or a rebuild of it${host ? `; it was built at ${host[0]}` : ''}`;
    return recognised(id, m[1]!, why, host ? name.bannerSource : name.releaseSource);
  },
  upstream: frozenAs(EL_WHY),
  packageVersion: rpmVersion,
};

/** Distributions whose kernel packages carry the same versions as RHEL's. */
export const RHEL_FAMILY: readonly string[] = [
  'rhel',
  'centos',
  'rocky',
  'almalinux',
  'scientific',
  'ol',
  'eurolinux',
  'virtuozzo',
];

export const fedora: Maker = marked(/\.fc(\d{1,2})\b/, 'fedora', 'Fedora', name => {
  const version = parsed(name);
  if (version === null) return noUpstream('the release is no kernel version', name.releaseSource);
  // Before a release: 5.4.0-0.rc6.git0.1.fc32; a day's snapshot has .git3 or a date, and lies beyond the candidate.
  const m = /^-0\.rc(\d{1,2})(?:\.git(\d{1,3})|\.\d{8}git)?/.exec(version.rest);
  if (m === null)
    return byDigits(name, 'some', 'Fedora follows upstream: the digits are the upstream version');
  const rc = Number(m[1]);
  const exact = rc > 0 && (m[0].endsWith(`rc${rc}`) || m[2] === '0');
  if (exact) return based({ ...version, rc }, 'some', `a candidate: -rc${rc}`, name.releaseSource);
  if (rc === 0)
    return noUpstream('a snapshot between a release and the first candidate of the next', name.releaseSource);
  return beyond({ ...version, rc }, `a snapshot after -rc${rc}`, name.releaseSource);
});

export const amazon: Maker = {
  ...marked(/\.amzn(\d{1,4})\b/, 'amzn', 'Amazon Linux', name =>
    byDigits(
      name,
      'some',
      'Amazon Linux follows a stable series: the digits are the upstream version, with patches on top',
    ),
  ),
};

/** Azure Linux (CBL-Mariner), Photon, Mageia, OpenMandriva, ALT, PLD …: the digits move with upstream's stable releases. */
export const otherRpm: Maker = marked(
  /(?:\.(?:cm\d|azl\d|ph\d{1,2}|mga\d{1,2}|native|current|omv\w{1,8})\b|-alt\d{1,3}\b)/,
  null,
  'a distribution that follows upstream stable releases',
  name => byDigits(name, 'some', 'the digits are the upstream version, with patches on top'),
);

const SUSE_FLAVOUR =
  /-(default|preempt|desktop|vanilla|debug|kvmsmall|pae|xen|64kb|rt|azure|smp|bigsmp|trace|longterm)$/;
/** Numbers SUSE Linux Enterprise and Leap stayed at: the kernel of each service pack. */
const SLE_BASES = ['2.6.', '3.0.', '3.12.', '4.4.', '4.12.14.', '5.3.18.', '5.14.21.', '6.4.0.', '6.12.0.'];

/** SLES and Leap: `5.3.18-150300.59.106-default`, `4.12.14-lp151.28.48-default`, `4.12.14-122.37-default`. */
export const suseEnterprise: Maker = {
  recognise: name => {
    const release = name.release ?? '';
    const id = name.facts.container ? undefined : name.facts.osRelease?.['ID'];
    const rolling = id === 'opensuse-tumbleweed';
    if (!SUSE_FLAVOUR.test(release) || rolling) return null;
    const leap = /-lp(\d\d)(\d)\./.exec(release);
    if (leap)
      return recognised(
        'opensuse-leap',
        `${leap[1]}.${leap[2]}`,
        '"lp" in the release marks openSUSE Leap',
        name.releaseSource,
      );
    const pack = /-15(0[1-9])00\.\d/.exec(release);
    const version = pack ? `15.${Number(pack[1])}` : null;
    const dotted = /^\d{1,2}\.\d{1,3}\.\d{1,3}(?:\.\d{1,3})?-\d{1,6}\.\d/.test(release);
    const numbered = /-\d{1,4}-\w{1,12}$/.test(release) && !release.endsWith('-azure');
    if (!dotted && !(numbered && SLE_BASES.some(base => `${release.split('-')[0]}.`.startsWith(base))))
      return null;
    const own = id === 'sles' || id === 'sled' || id === 'opensuse-leap' || id === 'sle-micro' ? id : 'sles';
    return recognised(
      own,
      version,
      'a release in the form of SUSE Linux Enterprise, whose kernel Leap shares',
      name.releaseSource,
    );
  },
  upstream: frozenAs(
    'SUSE keeps the number for the life of a service pack while features and fixes of later kernels are taken in',
  ),
  packageVersion: name => susePackage(name),
};

/** openSUSE Tumbleweed: `5.3.12-1-default`; the kernel repositories of the build service: `5.14.11-0.g6451538-default`. */
export const suseRolling: Maker = {
  recognise: name => {
    const m = /^\d{1,2}\.\d{1,3}\.\d{1,3}-\d{1,3}(?:\.g[0-9a-f]{7})?-\w{1,12}$/.exec(name.release ?? '');
    if (m === null || !SUSE_FLAVOUR.test(name.release ?? '') || name.release!.endsWith('-azure')) return null;
    return recognised(
      'opensuse-tumbleweed',
      null,
      `a release in the form of openSUSE's rolling kernel`,
      name.releaseSource,
    );
  },
  upstream: name => {
    const version = parsed(name);
    const sure =
      name.facts.osRelease?.['ID'] === 'opensuse-tumbleweed' || /Tumbleweed/.test(name.banner ?? '');
    if (version !== null && version.patch === 0 && !sure)
      return hidden(
        version,
        'unknown',
        `${name.release} may be a stable number or a frozen one`,
        name.releaseSource,
      );
    return byDigits(
      name,
      'some',
      'openSUSE Tumbleweed follows upstream: the digits are the upstream version',
    );
  },
  packageVersion: name => susePackage(name),
};

function susePackage(name: KernelName): Known<string> {
  const known = name.facts.packages?.find(p => p.running === true);
  const source = name.facts.sources?.['packages'] ?? 'packages';
  if (known) return { value: known.version, why: `${known.name} owns the running kernel`, source };
  const stem = name.release?.replace(SUSE_FLAVOUR, '') ?? '';
  const of = name.facts.packages?.filter(p => p.version === stem || p.version.startsWith(`${stem}.`)) ?? [];
  const first = of[0];
  if (first && parseKernelVersion(stem) && of.every(p => p.version === first.version))
    return { value: first.version, why: `${first.name} has the release's number`, source };
  return unknown(
    `the release ${name.release} lacks the last number of the package's version; rpm would say it`,
    name.releaseSource,
  );
}
