import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../host/index.js';
import { checkHost } from './check.js';
import type { Bug } from './types.js';
import { readRecord } from './validate.js';

function record(name: string): Bug {
  const text = readFileSync(new URL(`../../bugs/${name}.yaml`, import.meta.url), 'utf8');
  return readRecord(text, `bugs/${name}.yaml`).bug!;
}

const FPU = record('x86/x86-fpu-signal-vector');
const ISCSI = record('scsi/libiscsi-sendpage-slab');
const CEPH = record('ceph/libceph-sendpage-slab');
const VDSO = record('vdso/vdso-stack-probe');

const GCC9 = 'gcc version 9.2.0 (GCC)';
const DEBIAN_GCC = 'gcc version 9.2.1 20191109 (Debian 9.2.1-19)';

function host(release: string, compiler = GCC9, more: Partial<Facts> = {}): Facts {
  return {
    schema: 'kulprit/facts@1',
    uname: { release, machine: 'x86_64' },
    procVersion: `Linux version ${release} (build@host) (${compiler}) #1 SMP Mon Dec 2 10:00:00 UTC 2019`,
    ...more,
  };
}

function debian(abi: string, version: string, more: Partial<Facts> = {}): Facts {
  return host(`${abi}-amd64`, DEBIAN_GCC, {
    uname: { release: `${abi}-amd64`, version: `#1 SMP Debian ${version} (2019-11-19)`, machine: 'x86_64' },
    osRelease: { ID: 'debian' },
    ...more,
  });
}

const status = (bug: Bug, facts: Facts, changelogText?: string) =>
  checkHost(bug, facts, { changelogText }).status;

describe('x86-fpu-signal-vector, by upstream version', () => {
  it.each([
    ['5.1.21', 'not-affected'],
    ['5.2', 'affected'],
    ['5.2.21', 'affected'],
    ['5.3.0', 'affected'],
    ['5.3.14', 'affected'],
    ['5.3.15', 'not-affected'],
    ['5.4.0', 'affected'],
    ['5.4.1', 'affected'],
    ['5.4.2', 'not-affected'],
    ['5.5.0', 'not-affected'],
    ['6.1.0', 'not-affected'],
    ['4.19.90', 'not-affected'],
  ])('%s built by gcc 9 is %s', (release, expected) => {
    expect(status(FPU, host(release))).toBe(expected);
  });

  it.each([
    ['gcc version 8.3.0 (GCC)', 'not-affected'],
    ['gcc version 10.1.0 (GCC)', 'affected'],
    ['clang version 9.0.0', 'unknown'],
  ])('5.3.14 built by %s is %s', (compiler, expected) => {
    expect(status(FPU, host('5.3.14', compiler))).toBe(expected);
  });

  it('is unknown where the compiler is not known, and says what would decide it', () => {
    const answer = checkHost(FPU, {
      schema: 'kulprit/facts@1',
      uname: { release: '5.3.14', machine: 'x86_64' },
    });
    expect(answer.status).toBe('unknown');
    expect(answer.degraded).toContain('would decide: the compiler that built the kernel (/proc/version)');
  });

  it('does not need the compiler where the version is outside', () => {
    expect(status(FPU, { schema: 'kulprit/facts@1', uname: { release: '5.5.3', machine: 'x86_64' } })).toBe(
      'not-affected',
    );
  });

  it('is not for aarch64, and says so first', () => {
    const answer = checkHost(FPU, host('5.3.14', GCC9, { uname: { release: '5.3.14', machine: 'aarch64' } }));
    expect(answer.status).toBe('not-affected');
    expect(answer.why[0]).toMatch(/^the architecture is aarch64/);
    expect(answer.evidence).toHaveLength(1);
  });

  it('says of a self-built kernel that its own patches are not known', () => {
    const answer = checkHost(FPU, host('5.3.14-mine'));
    expect(answer.status).toBe('affected');
    expect(answer.degraded).toHaveLength(1);
  });

  it('answers unknown on nothing', () => {
    expect(status(FPU, { schema: 'kulprit/facts@1' })).toBe('unknown');
  });
});

describe('x86-fpu-signal-vector, on distribution kernels', () => {
  const focal = {
    release: '5.4.0-26-generic',
    version: '#30-Ubuntu SMP Mon Apr 20 16:58:30 UTC 2020',
    machine: 'x86_64',
  };

  it('takes the upstream base of Ubuntu from the signature', () => {
    const signature = 'Ubuntu 5.4.0-26.30-generic 5.4.30';
    expect(status(FPU, host(focal.release, GCC9, { uname: focal, versionSignature: signature }))).toBe(
      'not-affected',
    );
  });

  it.each([undefined, null])(
    'never takes an ABI name for an upstream version (signature %s)',
    versionSignature => {
      const facts = host(focal.release, GCC9, {
        uname: focal,
        ...(versionSignature === null ? { versionSignature } : {}),
      });
      expect(status(FPU, facts)).toBe('unknown');
    },
  );

  it.each([
    ['5.3.0-24-generic', '#26-Ubuntu', 'affected'],
    ['5.3.0-40-generic', '#32-Ubuntu', 'not-affected'],
    ['5.3.0-1008-gcp', '#9-Ubuntu', 'affected'],
    ['5.3.0-1012-gcp', '#13-Ubuntu', 'not-affected'],
  ])('judges %s by the fixed version of its own package', (release, build, expected) => {
    const uname = { release, version: `${build} SMP Thu Nov 14 01:33:18 UTC 2019`, machine: 'x86_64' };
    expect(
      status(FPU, host(release, GCC9, { uname, osRelease: { ID: 'ubuntu', VERSION_ID: '19.10' } })),
    ).toBe(expected);
  });

  it('is unknown on Debian where only the ABI name is known', () => {
    expect(status(FPU, host('5.3.0-2-amd64', DEBIAN_GCC))).toBe('unknown');
  });

  it('takes the package version of Debian from the banner or from the package', () => {
    const banner = `Linux version 5.3.0-2-amd64 (debian-kernel@lists.debian.org) (${DEBIAN_GCC}) #1 SMP Debian 5.3.9-3 (2019-11-19)`;
    expect(status(FPU, { schema: 'kulprit/facts@1', procVersion: banner })).toBe('affected');
    const packages = [{ name: 'linux-image-5.3.0-2-amd64', version: '5.3.9-3' }];
    expect(status(FPU, host('5.3.0-2-amd64', DEBIAN_GCC, { packages }))).toBe('affected');
  });

  it('is unknown for Fedora inside the range: its changelog would decide', () => {
    const answer = checkHost(FPU, host('5.3.14-300.fc31.x86_64'));
    expect(answer.status).toBe('unknown');
    expect(answer.degraded.join()).toContain('changelog');
  });
});

const OLDER = `linux (5.3.9-3) unstable; urgency=medium

  * [arm64] KVM: keep two more exports out of the check

 -- A Person <person@example.org>  Tue, 19 Nov 2019 01:43:33 +0000

linux (5.3.9-2) unstable; urgency=medium

  [ B Person ]
  * [x86] Mitigate what was found (CVE-2019-11135)

 -- B Person <person@example.org>  Tue, 12 Nov 2019 15:44:08 +0000
`;

const entry = (version: string, ...items: string[]) =>
  `linux (${version}) unstable; urgency=medium\n\n${items.map(item => `  * ${item}\n`).join('')}\n -- C Person <person@example.org>  Sat, 07 Dec 2019 13:24:06 +0100\n\n`;

const UPDATE = `linux (5.3.15-1) unstable; urgency=medium

  * New upstream stable update:
    https://www.kernel.org/pub/linux/kernel/v5.x/ChangeLog-5.3.15
    - xfrm: another repair
    - [x86] fpu: Don't cache access to
      fpu_fpregs_owner_ctx (CVE-2019-19602)
    - macvlan: one more

 -- C Person <person@example.org>  Sat, 07 Dec 2019 13:24:06 +0100

`;
const FIX = "[x86] fpu: Don't cache access to fpu_fpregs_owner_ctx";

describe('x86-fpu-signal-vector, by a Debian changelog', () => {
  it('is affected at 5.3.9-3 though a later entry has the fix, and not at 5.3.15-1', () => {
    const text = UPDATE + OLDER;
    expect(status(FPU, debian('5.3.0-2', '5.3.9-3'), text)).toBe('affected');
    expect(status(FPU, debian('5.3.0-3', '5.3.15-1'), text)).toBe('not-affected');
  });

  it('decides without fixed versions in the record: silence affects, the wrapped subject frees', () => {
    const bare = { ...FPU, distributions: [] };
    const silent = checkHost(bare, debian('5.3.0-2', '5.3.9-3'), { changelogText: UPDATE + OLDER });
    expect(silent.status).toBe('affected');
    expect(silent.degraded.join()).toContain('does not prove');
    const freed = checkHost(bare, debian('5.3.0-3', '5.3.15-1'), { changelogText: UPDATE + OLDER });
    expect(freed.status).toBe('not-affected');
    expect(freed.evidence).toContainEqual(expect.objectContaining({ source: 'changelog', line: 6 }));
  });

  it('finds a backport that only an entry between upstream releases has', () => {
    expect(status(FPU, debian('5.3.0-2', '5.3.9-4'), entry('5.3.9-4', FIX) + OLDER)).toBe('not-affected');
    expect(status(FPU, debian('5.3.0-2', '5.3.9-3'), entry('5.3.9-4', FIX) + OLDER)).toBe('affected');
  });

  it('finds a backport by its CVE alone, and takes no other id for it', () => {
    expect(
      status(
        FPU,
        debian('5.3.0-2', '5.3.9-4'),
        entry('5.3.9-4', '[x86] fpu: repair (CVE-2019-19602)') + OLDER,
      ),
    ).toBe('not-affected');
    expect(status(FPU, debian('5.3.0-2', '5.3.9-4'), entry('5.3.9-4', 'x (CVE-2019-196021)') + OLDER)).toBe(
      'affected',
    );
  });

  it('heeds a revert, and that the fix came back after it', () => {
    const reverted = entry('5.3.9-5', `Revert "${FIX}"`) + entry('5.3.9-4', FIX) + OLDER;
    expect(status(FPU, debian('5.3.0-2', '5.3.9-4'), reverted)).toBe('not-affected');
    expect(status(FPU, debian('5.3.0-2', '5.3.9-5'), reverted)).toBe('affected');
    const again = entry('5.3.9-6', FIX) + reverted;
    expect(status(FPU, debian('5.3.0-2', '5.3.9-6'), again)).toBe('not-affected');
  });

  it('lets a newer upstream base overtake a revert, but not a revert on top of it', () => {
    const before =
      entry('5.3.15-1', 'New upstream stable update') + entry('5.3.9-5', `Revert "${FIX}"`) + OLDER;
    expect(status(FPU, debian('5.3.0-3', '5.3.15-1'), before)).toBe('not-affected');
    const after = entry('5.3.15-2', `Revert "${FIX}"`) + UPDATE + OLDER;
    expect(status(FPU, debian('5.3.0-3', '5.3.15-2'), after)).toBe('affected');
  });

  it('does not take the fix of 5.3.15 for one in 5.4', () => {
    expect(
      status(
        FPU,
        debian('5.4.0-trunk', '5.4-1~exp1'),
        entry('5.4-1~exp1', 'New upstream release') + UPDATE + OLDER,
      ),
    ).toBe('affected');
  });

  it('takes the text of the facts, and says when there is only a path', () => {
    expect(status(FPU, debian('5.3.0-2', '5.3.9-4', { changelog: entry('5.3.9-4', FIX) + OLDER }))).toBe(
      'not-affected',
    );
    const answer = checkHost(
      FPU,
      debian('5.3.0-2', '5.3.9-4', { changelog: '/usr/share/doc/linux/changelog.gz' }),
    );
    expect(answer.degraded).toContain('the changelog /usr/share/doc/linux/changelog.gz was not read');
  });

  it('reads an RPM changelog too', () => {
    const text = `* Tue Mar 17 2020 A Person <person@example.org> [5.3.14-301]\n- [x86] fpu: Don't cache access to fpu_fpregs_owner_ctx (A Person) [1] {CVE-2019-19602}\n\n* Mon Dec 02 2019 A Person <person@example.org> [5.3.14-300]\n- Linux v5.3.14\n`;
    const fedora = (n: number) => host(`5.3.14-${n}.fc31.x86_64`);
    expect(status(FPU, fedora(301), text.replaceAll(/30(\d)\]/g, '30$1.fc31]'))).toBe('not-affected');
    expect(status(FPU, fedora(300), text.replaceAll(/30(\d)\]/g, '30$1.fc31]'))).toBe('affected');
  });
});

describe('the usercopy records', () => {
  const rhel = (release: string, more: Partial<Facts> = {}) =>
    host(`${release}.x86_64`, 'gcc version 4.8.5 20150623 (Red Hat 4.8.5-36) (GCC) ', {
      osRelease: { ID: 'centos', VERSION_ID: '7' },
      config: { CONFIG_HARDENED_USERCOPY: 'y', CONFIG_ISCSI_TCP: 'm', CONFIG_CEPH_LIB: 'm' },
      cmdline: 'ro quiet',
      modules: ['xfs', 'iscsi_tcp', 'libiscsi_tcp', 'libiscsi', 'libceph'],
      ...more,
    });

  it('judges CentOS 7 by its own fixed versions', () => {
    expect(status(ISCSI, rhel('3.10.0-957.27.2.el7'))).toBe('affected');
    expect(status(ISCSI, rhel('3.10.0-1062.18.1.el7'))).toBe('not-affected');
    expect(status(ISCSI, rhel('3.10.0-957.48.1.el7'))).toBe('unknown');
    expect(status(CEPH, rhel('3.10.0-957.5.1.el7'))).toBe('affected');
    expect(status(CEPH, rhel('3.10.0-957.27.2.el7'))).toBe('not-affected');
  });

  it('warns that a fix on 3.10 may be inadequate', () => {
    expect(checkHost(ISCSI, rhel('3.10.0-1062.18.1.el7')).degraded.join()).toContain('compound_head');
  });

  it('needs the module and hardened usercopy', () => {
    expect(status(ISCSI, rhel('3.10.0-957.27.2.el7', { modules: ['xfs'] }))).toBe('not-affected');
    expect(status(ISCSI, rhel('3.10.0-957.27.2.el7', { cmdline: 'ro hardened_usercopy=off' }))).toBe(
      'not-affected',
    );
    expect(status(ISCSI, host('4.14.50', GCC9, { modules: ['iscsi_tcp'], cmdline: '' }))).toBe('unknown');
  });

  it('names what could not be read and why', () => {
    const { config: _, ...rest } = rhel('3.10.0-957.27.2.el7');
    const answer = checkHost(ISCSI, {
      ...rest,
      missing: [{ fact: 'config', why: 'not root: /boot/config is unreadable' }],
    });
    expect(answer.status).toBe('unknown');
    expect(answer.degraded).toContain('config could not be read: not root: /boot/config is unreadable');
  });
});

describe('vdso-stack-probe', () => {
  it('is unknown on a hardened Gentoo build until the vDSO is looked at', () => {
    const answer = checkHost(VDSO, host('4.13.9-gentoo', 'gcc version 6.4.0 (Gentoo Hardened 6.4.0 p1.0)'));
    expect(answer.status).toBe('unknown');
    expect(answer.degraded.join()).toContain('kulprit vdso');
  });

  it('is not for distribution compilers, nor for 4.15 and later', () => {
    expect(
      status(VDSO, host('3.10.0-957.el7.x86_64', 'gcc version 4.8.5 20150623 (Red Hat 4.8.5-36) (GCC) ')),
    ).toBe('not-affected');
    expect(status(VDSO, host('4.19.1-gentoo', 'gcc version 6.4.0 (Gentoo Hardened 6.4.0 p1.0)'))).toBe(
      'not-affected',
    );
  });
});
