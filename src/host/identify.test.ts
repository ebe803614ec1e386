import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distributionIds, type Facts, identify } from './index.js';

interface Case {
  readonly uname: string;
  readonly build?: string;
  readonly signature?: string | null;
  readonly banner?: string;
  readonly os?: Readonly<Record<string, string>>;
  readonly container?: string;
  readonly packages?: Facts['packages'];
  /** upstream version or null · floor · patches */
  readonly upstream: readonly [string | null, string | null, string];
  readonly distribution?: string | null;
  readonly package?: string | null;
}

const UBUNTU = { ID: 'ubuntu', VERSION_ID: '20.04' };

// biome-ignore format: a table
const CASES: readonly Case[] = [
  // As kernel.org names them.
  { uname: '5.3.14', upstream: ['5.3.14', '5.3.14', 'none'], distribution: null },
  { uname: '5.4.0', upstream: ['5.4', '5.4', 'none'] },
  { uname: '5.1.21', upstream: ['5.1.21', '5.1.21', 'none'] },
  { uname: '5.4.0-rc3', upstream: ['5.4-rc3', '5.4-rc3', 'none'] },
  { uname: '5.4.0-rc3+', upstream: [null, '5.4-rc3', 'unknown'] },
  { uname: '5.4.0-rc3-00118-g0d4e61a3bc12', upstream: [null, '5.4-rc3', 'unknown'] },
  { uname: '5.4.0-rc3-next-20191021', upstream: [null, '5.4-rc3', 'unknown'] },
  { uname: '5.4.0+', upstream: [null, '5.4', 'unknown'] },
  { uname: '5.10.63-v8+', upstream: ['5.10.63', '5.10.63', 'unknown'] },
  { uname: '2.6.32.71', upstream: ['2.6.32.71', '2.6.32.71', 'none'] },
  { uname: '5.4.20_1', upstream: ['5.4.20', '5.4.20', 'none'] },
  { uname: '5.4.0-custom', upstream: [null, '5.4-rc1', 'unknown'] },
  { uname: '5.4.0-12-something', upstream: [null, '5.4-rc1', 'unknown'], package: null },
  { uname: '6.18.44-fc-v669', upstream: ['6.18.44', '6.18.44', 'unknown'], package: null },
  { uname: '4.4.14-smp', upstream: ['4.4.14', '4.4.14', 'unknown'], distribution: null },
  { uname: '4.19.0+1', upstream: [null, '4.19', 'unknown'] },
  { uname: 'next-20191021', upstream: [null, null, 'unknown'] },

  // Ubuntu: the base only by the signature.
  { uname: '5.4.0-26-generic', build: '#30-Ubuntu SMP Mon Apr 20 16:58:30 UTC 2020', signature: 'Ubuntu 5.4.0-26.30-generic 5.4.30', os: UBUNTU, upstream: ['5.4.30', '5.4.30', 'some'], distribution: 'ubuntu-20.04', package: '5.4.0-26.30' },
  { uname: '5.4.0-26-generic', build: '#30-Ubuntu SMP Mon Apr 20 16:58:30 UTC 2020', signature: null, os: UBUNTU, upstream: [null, '5.4-rc1', 'some'], distribution: 'ubuntu-20.04', package: '5.4.0-26.30' },
  { uname: '5.4.0-26-generic', upstream: [null, '5.4-rc1', 'some'], distribution: 'ubuntu', package: null },
  { uname: '5.4.0-29-generic', signature: 'Ubuntu 5.4.0-26.30-generic 5.4.30', upstream: [null, '5.4-rc1', 'some'], package: null },
  { uname: '5.3.0-26-generic', build: '#28~18.04.1-Ubuntu SMP Wed Dec 18 16:40:14 UTC 2019', upstream: [null, '5.3-rc1', 'some'], distribution: 'ubuntu-18.04', package: '5.3.0-26.28~18.04.1' },
  { uname: '5.3.0-26-generic', signature: 'Ubuntu 5.3.0-26.28~18.04.1-generic 5.3.13', upstream: ['5.3.13', '5.3.13', 'some'], package: '5.3.0-26.28~18.04.1' },
  { uname: '5.3.0-1010-aws', build: '#11-Ubuntu SMP Thu Jan 16 13:41:06 UTC 2020', upstream: [null, '5.3-rc1', 'some'], distribution: 'ubuntu', package: '5.3.0-1010.11' },
  { uname: '4.15.0-1023-azure', signature: 'Ubuntu 4.15.0-1023.24~16.04.1-azure 4.15.18', upstream: ['4.15.18', '4.15.18', 'some'], package: '4.15.0-1023.24~16.04.1' },
  { uname: '5.4.0-1009-gcp', upstream: [null, '5.4-rc1', 'some'], distribution: 'ubuntu' },
  { uname: '2.6.32-21-generic', signature: 'Ubuntu 2.6.32-21.32-generic 2.6.32.11+drm33.2', upstream: ['2.6.32.11', '2.6.32.11', 'some'] },
  { uname: '5.3.14-050314-generic', build: '#201911290333 SMP Fri Nov 29 03:36:31 UTC 2019', os: UBUNTU, upstream: ['5.3.14', '5.3.14', 'none'], package: null },
  { uname: '6.19.0-061900rc8-generic', upstream: ['6.19-rc8', '6.19-rc8', 'none'] },
  { uname: '5.3.13-1-pve', build: '#1 SMP PVE 5.3.13-1 (Thu, 05 Dec 2019 07:18:14 +0100)', os: { ID: 'debian', VERSION_ID: '10' }, upstream: [null, '5.3-rc1', 'some'], distribution: 'proxmox', package: '5.3.13-1' },

  // Debian: `uname -v`, or the package.
  { uname: '5.3.0-2-amd64', build: '#1 SMP Debian 5.3.9-3 (2019-11-19)', os: { ID: 'debian' }, upstream: ['5.3.9', '5.3.9', 'some'], distribution: 'debian', package: '5.3.9-3' },
  { uname: '5.3.0-3-amd64', build: '#1 SMP Debian 5.3.15-1 (2019-12-07)', upstream: ['5.3.15', '5.3.15', 'some'], package: '5.3.15-1' },
  { uname: '5.3.0-2-amd64', os: { ID: 'debian' }, packages: [{ name: 'linux-image-5.3.0-2-amd64', version: '5.3.9-3' }], upstream: ['5.3.9', '5.3.9', 'some'], package: '5.3.9-3' },
  { uname: '5.3.0-2-amd64', os: { ID: 'debian' }, upstream: [null, '5.3-rc1', 'some'], distribution: 'debian', package: null },
  { uname: '5.10.0-0.bpo.3-amd64', build: '#1 SMP Debian 5.10.13-1~bpo10+1 (2021-02-11)', upstream: ['5.10.13', '5.10.13', 'some'], distribution: 'debian-10', package: '5.10.13-1~bpo10+1' },
  { uname: '4.19.0-0.bpo.1-amd64', upstream: [null, '4.19-rc1', 'some'], distribution: 'debian' },
  { uname: '6.1.0-28-cloud-amd64', build: '#1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22)', os: { ID: 'debian', VERSION_ID: '12' }, upstream: ['6.1.119', '6.1.119', 'some'], distribution: 'debian-12', package: '6.1.119-1' },
  { uname: '6.12.33+deb13-amd64', upstream: ['6.12.33', '6.12.33', 'some'], distribution: 'debian' },
  { uname: '6.6.31+rpt-rpi-v8', build: '#1 SMP PREEMPT Debian 1:6.6.31-1+rpt1 (2024-05-29)', upstream: ['6.6.31', '6.6.31', 'some'], distribution: 'raspbian', package: '1:6.6.31-1+rpt1' },
  { uname: '6.1.0-kali5-amd64', build: '#1 SMP PREEMPT_DYNAMIC Debian 6.1.12-1kali2 (2023-02-23)', upstream: ['6.1.12', '6.1.12', 'some'], distribution: 'kali', package: '6.1.12-1kali2' },
  { uname: '3.16.0-4-amd64', build: '#1 SMP Debian 3.16.7-ckt20-1+deb8u3 (2016-01-17)', upstream: ['3.16.7', '3.16.7', 'some'], distribution: 'debian-8', package: '3.16.7-ckt20-1+deb8u3' },
  { uname: '5.4.0-trunk-amd64', build: '#1 SMP Debian 5.4~rc5-1~exp1 (2019-10-27)', upstream: ['5.4-rc5', '5.4-rc5', 'some'] },
  { uname: '2.6.32-5-amd64', banner: 'Linux version 2.6.32-5-amd64 (Debian 2.6.32-48squeeze1) (dannf@debian.org) (gcc version 4.3.5 (Debian 4.3.5-4) ) #1 SMP Mon Feb 25 00:26:11 UTC 2013', upstream: [null, '2.6.32', 'many'], distribution: 'debian', package: '2.6.32-48squeeze1' },

  // Red Hat's number is a name; ELRepo's is upstream's.
  { uname: '3.10.0-957.27.2.el7.x86_64', upstream: [null, '3.10', 'many'], distribution: 'rhel-7', package: '3.10.0-957.27.2.el7' },
  { uname: '3.10.0-957.27.2.el7.x86_64', banner: 'Linux version 3.10.0-957.27.2.el7.x86_64 (mockbuild@kbuilder.bsys.centos.org) (gcc version 4.8.5 20150623 (Red Hat 4.8.5-36) (GCC) ) #1 SMP Mon Jul 29 17:46:05 UTC 2019', upstream: [null, '3.10', 'many'], distribution: 'centos-7' },
  { uname: '4.18.0-193.6.3.el8_2.x86_64', os: { ID: 'almalinux', VERSION_ID: '8.4' }, upstream: [null, '4.18', 'many'], distribution: 'almalinux-8', package: '4.18.0-193.6.3.el8_2' },
  { uname: '5.14.0-70.el9.aarch64+debug', upstream: [null, '5.14', 'many'], distribution: 'rhel-9', package: '5.14.0-70.el9' },
  { uname: '6.11.0-0.rc5.23.el10.x86_64', upstream: [null, '6.11-rc5', 'many'], distribution: 'rhel-10' },
  { uname: '2.6.32-754.el6.x86_64', upstream: [null, '2.6.32', 'many'], distribution: 'rhel-6', package: '2.6.32-754.el6' },
  { uname: '5.4.17-2011.0.7.el8uek.x86_64', upstream: [null, '5.4.17', 'many'], distribution: 'ol-8', package: '5.4.17-2011.0.7.el8uek' },
  { uname: '3.10.0-1062.4.2.vz7.116.7', upstream: [null, '3.10', 'many'] },
  { uname: '2.6.32-042stab127.2', upstream: [null, '2.6.32', 'many'] },
  { uname: '4.19.90-2003.4.0.0036.oe1.x86_64', upstream: [null, '4.19.90', 'many'] },
  { uname: '5.4.7-1.el7.elrepo.x86_64', os: { ID: 'centos', VERSION_ID: '7' }, upstream: ['5.4.7', '5.4.7', 'none'], distribution: 'centos-7' },

  // Others that follow upstream.
  { uname: '5.3.15-300.fc31.x86_64', upstream: ['5.3.15', '5.3.15', 'some'], distribution: 'fedora-31', package: '5.3.15-300.fc31' },
  { uname: '5.4.0-0.rc6.git0.1.fc32.x86_64', upstream: ['5.4-rc6', '5.4-rc6', 'some'], distribution: 'fedora-32' },
  { uname: '5.4.0-0.rc6.git3.1.fc32.x86_64', upstream: [null, '5.4-rc6', 'unknown'] },
  { uname: '5.10.0-0.rc3.68.fc34.x86_64', upstream: ['5.10-rc3', '5.10-rc3', 'some'] },
  { uname: '6.9.0-0.rc0.20240315gite5eb28f6d1af.4.fc41.x86_64', upstream: [null, null, 'unknown'] },
  { uname: '4.14.137-139.126.amzn2.x86_64', upstream: ['4.14.137', '4.14.137', 'some'], distribution: 'amzn-2', package: '4.14.137-139.126.amzn2' },
  { uname: '5.10.109-104.500.amzn2.aarch64', upstream: ['5.10.109', '5.10.109', 'some'], distribution: 'amzn-2' },
  { uname: '6.1.41-63.114.amzn2023.x86_64', upstream: ['6.1.41', '6.1.41', 'some'], distribution: 'amzn-2023' },
  { uname: '5.15.139.1-1.cm2', upstream: ['5.15.139', '5.15.139', 'some'], package: '5.15.139.1-1.cm2' },
  { uname: '5.2.11-arch1-1-ARCH', upstream: ['5.2.11', '5.2.11', 'some'], distribution: 'arch', package: '5.2.11.arch1-1' },
  { uname: '5.4.0-arch1-1', upstream: ['5.4', '5.4', 'some'], package: '5.4.arch1-1' },
  { uname: '5.4.2-gentoo-r1', upstream: ['5.4.2', '5.4.2', 'some'], distribution: 'gentoo' },
  { uname: '5.10.109-0-virt', build: '#1-Alpine SMP Mon, 28 Mar 2022 11:20:52 +0000', upstream: ['5.10.109', '5.10.109', 'some'], distribution: 'alpine', package: '5.10.109-r0' },
  { uname: '5.3.18-150300.59.106-default', upstream: [null, '5.3.18', 'many'], distribution: 'sles-15.3', package: null },
  { uname: '5.3.18-150300.59.106-default', packages: [{ name: 'kernel-default', version: '5.3.18-150300.59.106.1' }], upstream: [null, '5.3.18', 'many'], package: '5.3.18-150300.59.106.1' },
  { uname: '4.12.14-lp151.28.48-default', upstream: [null, '4.12.14', 'many'], distribution: 'opensuse-leap-15.1' },
  { uname: '4.4.180-94.100-default', upstream: [null, '4.4.180', 'many'], distribution: 'sles' },
  { uname: '5.3.18-150300.38.80-azure', upstream: [null, '5.3.18', 'many'] },
  { uname: '3.0.76-0.11-default', upstream: [null, '3.0.76', 'many'] },
  { uname: '5.3.7-1-default', os: { ID: 'opensuse-tumbleweed', VERSION_ID: '20191021' }, upstream: ['5.3.7', '5.3.7', 'some'], distribution: 'opensuse-tumbleweed-20191021' },
  { uname: '5.14.11-0.g6451538-default', upstream: ['5.14.11', '5.14.11', 'some'] },
  { uname: '4.19.112+', os: { ID: 'cos', VERSION_ID: '81' }, upstream: ['4.19.112', '4.19.112', 'some'], distribution: 'cos-81' },
  { uname: '4.19.112+', upstream: ['4.19.112', '4.19.112', 'unknown'] },
  { uname: '5.4.72-microsoft-standard-WSL2', os: UBUNTU, upstream: ['5.4.72', '5.4.72', 'some'] },
  { uname: '5.15.167.4-microsoft-standard-WSL2', upstream: ['5.15.167', '5.15.167', 'some'] },
  { uname: '4.4.0-19041-Microsoft', os: UBUNTU, upstream: [null, null, 'unknown'] },
  { uname: '4.4.0', build: '#1 SMP Sun Jan 10 15:06:54 PST 2016', upstream: [null, null, 'unknown'] },
  { uname: '4.19.0-gvisor', upstream: [null, null, 'unknown'] },

  // In a container os-release is of another system than the kernel.
  { uname: '5.3.0-2-amd64', build: '#1 SMP Debian 5.3.9-3 (2019-11-19)', os: { ID: 'alpine', VERSION_ID: '3.10.2' }, container: 'docker', upstream: ['5.3.9', '5.3.9', 'some'], distribution: 'debian' },
  { uname: '5.4.30', os: { ID: 'alpine', VERSION_ID: '3.10.2' }, container: 'docker', upstream: ['5.4.30', '5.4.30', 'none'], distribution: null },
  { uname: '3.10.0-957.el7.x86_64', os: { ID: 'rocky', VERSION_ID: '8.5' }, container: 'podman', upstream: [null, '3.10', 'many'], distribution: 'rhel-7' },
];

test.each(
  CASES.map(
    c =>
      [
        `${c.uname}${c.build ? ` ${c.build.slice(0, 40)}` : ''}${c.container ? ' in a container' : ''}`,
        c,
      ] as const,
  ),
)('%s', (_name, c) => {
  const identity = identify(facts(c));
  expect([identity.upstream.value, identity.upstream.floor, identity.upstream.patches]).toEqual(c.upstream);
  const d = identity.distribution.value;
  if (c.distribution !== undefined)
    expect(d && [d.id, d.version].filter(Boolean).join('-')).toBe(c.distribution);
  if (c.package !== undefined) expect(identity.packageVersion.value).toBe(c.package);
  for (const known of Object.values(identity)) expect(known.why).not.toBe('');
});

function facts(c: Case): Facts {
  return {
    schema: 'kulprit/facts@1',
    uname: { release: c.uname, ...(c.build ? { version: c.build } : {}) },
    ...(c.signature === undefined ? {} : { versionSignature: c.signature }),
    ...(c.banner ? { procVersion: c.banner } : {}),
    ...(c.os ? { osRelease: c.os } : {}),
    ...(c.container ? { container: c.container } : {}),
    ...(c.packages ? { packages: c.packages } : {}),
  };
}

test('the line of a log alone says what a host would', () => {
  const identity = identify({
    schema: 'kulprit/facts@1',
    procVersion:
      'Linux version 5.3.0-2-amd64 (debian-kernel@lists.debian.org) (gcc version 9.2.1 20191109 (Debian 9.2.1-19)) #1 SMP Debian 5.3.9-3 (2019-11-19)',
  });
  expect(identity.release.value).toBe('5.3.0-2-amd64');
  expect(identity.architecture.value).toBe('x86_64');
  expect(identity.upstream.value).toBe('5.3.9');
  expect(identity.packageVersion).toMatchObject({ value: '5.3.9-3', source: '/proc/version' });
  expect(identity.compiler.value).toEqual({ kind: 'gcc', version: '9.2.1' });
});

test('no facts: nothing is known, and each unknown says why', () => {
  const identity = identify({ schema: 'kulprit/facts@1' });
  for (const known of Object.values(identity)) {
    expect(known.value).toBeNull();
    expect(known.why.length).toBeGreaterThan(10);
  }
});

test('an unknown says what would settle it', () => {
  expect(
    identify(facts({ uname: '5.4.0-26-generic', signature: null, upstream: [null, null, ''] })).upstream.why,
  ).toContain('/proc/version_signature would say it, and is not there');
});

test('RHEL and its rebuilds share fixed versions, others do not', () => {
  expect(distributionIds({ id: 'centos', version: '7' })).toEqual(
    expect.arrayContaining(['centos', 'rhel', 'rocky']),
  );
  expect(distributionIds({ id: 'centos', version: '7' })[0]).toBe('centos');
  expect(distributionIds({ id: 'debian', version: '12' })).toEqual(['debian']);
});

test('any text for any fact is read or left, never thrown on', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom(...CASES.map(c => c.uname)),
    fc.string().map(s => `Linux version ${s}`),
  );
  fc.assert(
    fc.property(text, text, text, text, (release, version, procVersion, versionSignature) => {
      const identity = identify({
        schema: 'kulprit/facts@1',
        uname: { release, version, machine: release },
        procVersion,
        versionSignature,
      });
      expect(identity.upstream.why).not.toBe('');
    }),
  );
});
