import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { gatherFacts, identify, machineRecords, parseFacts, readChangelog } from './index.js';
import { type MadeFile, makeHost } from './made-host.test.util.js';

const made: (() => void)[] = [];
afterEach(() => {
  for (const remove of made.splice(0)) remove();
});

function host(files: Readonly<Record<string, MadeFile>>): { root: string } {
  const { root, remove } = makeHost(files);
  made.push(remove);
  return { root };
}

const LIMITS = `Limit                     Soft Limit           Hard Limit           Units     
Max cpu time              unlimited            unlimited            seconds   
Max locked memory         65536                unlimited            bytes     
Max address space         unlimited            unlimited            bytes     
`;
const MEMINFO = 'MemTotal:        8052148 kB\nMemFree:          412344 kB\nMemAvailable:    6220212 kB\n';
const CPU_X86 = (flags: string) =>
  [0, 1]
    .map(
      n =>
        `processor\t: ${n}\nvendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 85\nmodel name\t: Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz\nstepping\t: 4\nmicrocode\t: 0x2006906\nflags\t\t: ${flags}\n`,
    )
    .join('\n');

function debian(): Record<string, MadeFile> {
  const release = '5.3.0-2-amd64';
  return {
    'proc/version': `Linux version ${release} (debian-kernel@lists.debian.org) (gcc version 9.2.1 20191109 (Debian 9.2.1-19)) #1 SMP Debian 5.3.9-3 (2019-11-19)\n`,
    'proc/sys/kernel/osrelease': `${release}\n`,
    'proc/sys/kernel/version': '#1 SMP Debian 5.3.9-3 (2019-11-19)\n',
    'proc/sys/kernel/tainted': '4096\n',
    'proc/cmdline': `BOOT_IMAGE=/boot/vmlinuz-${release} root=/dev/sda1 ro quiet\n`,
    'proc/cpuinfo': CPU_X86('fpu sse2 avx avx2 constant_tsc lm'),
    'proc/self/limits': LIMITS,
    'proc/meminfo': MEMINFO,
    'proc/modules':
      'xfs 1462272 1 - Live 0x0000000000000000\nvirtio_net 53248 0 - Live 0x0000000000000000 (OE)\n',
    'etc/os-release': 'PRETTY_NAME="Debian GNU/Linux bullseye/sid"\nNAME="Debian GNU/Linux"\nID=debian\n',
    [`boot/config-${release}`]:
      '#\n# Automatically generated file; DO NOT EDIT.\n#\nCONFIG_X86_64=y\nCONFIG_XFS_FS=m\n# CONFIG_KASAN is not set\nCONFIG_HZ=250\nCONFIG_LOCALVERSION="-a=b"\n',
    [`lib/modules/${release}/modules.builtin`]:
      'kernel/fs/ext4/ext4.ko\nkernel/drivers/block/virtio-blk.ko\n',
    'var/lib/dpkg/status': [
      'Package: bash\nStatus: install ok installed\nVersion: 5.0-5\n',
      `Package: linux-image-${release}\nStatus: install ok installed\nPriority: optional\nVersion: 5.3.9-3\n`,
      'Package: linux-image-5.2.0-3-amd64\nStatus: deinstall ok config-files\nVersion: 5.2.17-1\n',
      'Package: linux-image-5.3.0-3-amd64\nStatus: install ok installed\nVersion: 5.3.15-1\n',
    ].join('\n'),
    [`usr/share/doc/linux-image-${release}/changelog.gz`]: gzipSync(
      'linux-signed-amd64 (5.3.9+3) unstable; urgency=medium\n',
    ),
  };
}

test('Debian: every fact, where it was read, and what follows', async () => {
  const at = host(debian());
  const facts = await gatherFacts(at);
  expect(facts.uname).toEqual({ release: '5.3.0-2-amd64', version: '#1 SMP Debian 5.3.9-3 (2019-11-19)' });
  expect(facts.config).toEqual({
    CONFIG_X86_64: 'y',
    CONFIG_XFS_FS: 'm',
    CONFIG_KASAN: 'n',
    CONFIG_HZ: '250',
    CONFIG_LOCALVERSION: '-a=b',
  });
  expect(facts.sources?.['config']).toBe('/boot/config-5.3.0-2-amd64');
  expect(facts.modules).toEqual(['xfs', 'virtio_net']);
  expect(facts.builtinModules).toEqual(['ext4', 'virtio_blk']);
  expect(facts.tainted).toBe(4096);
  expect(facts.cpu).toEqual({
    vendor: 'GenuineIntel', family: 6, model: 85, stepping: 4, modelName: 'Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz',
    microcode: '0x2006906', flags: ['fpu', 'sse2', 'avx', 'avx2', 'constant_tsc', 'lm'], count: 2,
  }); // biome-ignore format: short
  expect(facts.limits).toEqual({ memlock: 65536 });
  expect(facts.memory).toEqual({ total: 8052148 * 1024, available: 6220212 * 1024 });
  expect(facts.container).toBeNull();
  expect(facts.virtualMachine).toBeNull();
  expect(facts.packages).toEqual([
    { name: 'linux-image-5.3.0-2-amd64', version: '5.3.9-3', running: true },
    { name: 'linux-image-5.3.0-3-amd64', version: '5.3.15-1' },
  ]);
  expect(facts.changelog).toBe('/usr/share/doc/linux-image-5.3.0-2-amd64/changelog.gz');
  expect(await readChangelog(facts, at)).toMatchObject({ ok: expect.stringContaining('(5.3.9+3)') });
  expect(facts.missing).toEqual([]);
  expect(facts.versionSignature).toBeNull();

  const identity = identify(facts);
  expect(identity.upstream.value).toBe('5.3.9');
  expect(identity.packageVersion.value).toBe('5.3.9-3');
  expect(identity.compiler.value).toEqual({ kind: 'gcc', version: '9.2.1' });
  expect(identity.architecture).toMatchObject({ value: 'x86_64', source: '/boot/config-5.3.0-2-amd64' });
  expect(identity.distribution.value).toEqual({ id: 'debian', version: null });
});

test('what is gathered is what --facts takes', async () => {
  const facts = await gatherFacts(host(debian()));
  expect(parseFacts(JSON.stringify(facts))).toEqual(facts);
});

const UBUNTU: Record<string, MadeFile> = {
  'proc/version':
    'Linux version 5.4.0-26-generic (buildd@lcy01-amd64-029) (gcc version 9.3.0 (Ubuntu 9.3.0-10ubuntu2)) #30-Ubuntu SMP Mon Apr 20 16:58:30 UTC 2020\n',
  'usr/lib/os-release': 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\nVERSION_ID="20.04"\n',
};

test('Ubuntu: the upstream version with the signature, and unknown without', async () => {
  const signed = await gatherFacts(
    host({ ...UBUNTU, 'proc/version_signature': 'Ubuntu 5.4.0-26.30-generic 5.4.30\n' }),
  );
  expect(signed.versionSignature).toBe('Ubuntu 5.4.0-26.30-generic 5.4.30');
  expect(signed.sources?.['osRelease']).toBe('/usr/lib/os-release');
  expect(identify(signed).upstream).toMatchObject({ value: '5.4.30', source: '/proc/version_signature' });
  const unsigned = identify(await gatherFacts(host(UBUNTU)));
  expect(unsigned.upstream.value).toBeNull();
  expect(unsigned.packageVersion.value).toBe('5.4.0-26.30');
  expect(unsigned.distribution.value).toEqual({ id: 'ubuntu', version: '20.04' });
});

test('CentOS 7 below a directory: rpm is not asked, and that is said', async () => {
  const facts = await gatherFacts(
    host({
      'proc/version':
        'Linux version 3.10.0-957.27.2.el7.x86_64 (mockbuild@kbuilder.bsys.centos.org) (gcc version 4.8.5 20150623 (Red Hat 4.8.5-36) (GCC) ) #1 SMP Mon Jul 29 17:46:05 UTC 2019\n',
      'etc/os-release': 'NAME="CentOS Linux"\nID="centos"\nVERSION_ID="7"\n',
      'boot/config-3.10.0-957.27.2.el7.x86_64': 'CONFIG_HARDENED_USERCOPY=y\n',
      'var/lib/rpm/Packages': 'x',
      'proc/cpuinfo': CPU_X86('fpu lm hypervisor'),
      'sys/class/dmi/id/sys_vendor': 'VMware, Inc.\n',
    }),
  );
  expect(facts.virtualMachine).toBe('vmware');
  expect(facts.missing).toContainEqual({
    fact: 'packages',
    why: 'the database of rpm can only be asked on the machine itself',
  });
  expect(identify(facts)).toMatchObject({
    upstream: { value: null, floor: '3.10', patches: 'many' },
    distribution: { value: { id: 'centos', version: '7' } },
    packageVersion: { value: '3.10.0-957.27.2.el7' },
    compiler: { value: { kind: 'gcc', version: '4.8.5' } },
  });
});

test('Fedora, Arch and Alpine', async () => {
  const fedora = await gatherFacts(
    host({
      'proc/version':
        'Linux version 5.3.15-300.fc31.x86_64 (mockbuild@bkernel03.phx2.fedoraproject.org) (gcc version 9.2.1 20190827 (Red Hat 9.2.1-1) (GCC)) #1 SMP Thu Dec 5 15:04:01 UTC 2019\n',
      'lib/modules/5.3.15-300.fc31.x86_64/config': 'CONFIG_X86_64=y\n',
      'etc/os-release': 'ID=fedora\nVERSION_ID=31\n',
    }),
  );
  expect(fedora.sources?.['config']).toBe('/lib/modules/5.3.15-300.fc31.x86_64/config');
  expect(identify(fedora)).toMatchObject({
    upstream: { value: '5.3.15' },
    distribution: { value: { id: 'fedora', version: '31' } },
  });
  const arch = await gatherFacts(
    host({
      'proc/version':
        'Linux version 5.2.11-arch1-1-ARCH (builduser@heftig-14287) (gcc version 9.1.0 (GCC)) #1 SMP PREEMPT Thu Aug 29 08:09:36 UTC 2019\n',
      'proc/config.gz': gzipSync('CONFIG_X86_64=y\nCONFIG_IKCONFIG=y\n'),
      'var/lib/pacman/local/linux-5.2.11.arch1-1/desc': '%NAME%\nlinux\n',
      'var/lib/pacman/local/linux-firmware-20190815.07b925b-1/desc': '%NAME%\nlinux-firmware\n',
    }),
  );
  expect(arch.packages).toEqual([{ name: 'linux', version: '5.2.11.arch1-1', running: true }]);
  expect(arch.config).toEqual({ CONFIG_X86_64: 'y', CONFIG_IKCONFIG: 'y' });
  expect(identify(arch)).toMatchObject({
    upstream: { value: '5.2.11' },
    packageVersion: { value: '5.2.11.arch1-1' },
  });
  const alpine = await gatherFacts(
    host({
      'proc/version':
        'Linux version 5.10.109-0-virt (buildozer@build-3-14-x86_64) (gcc (Alpine 10.3.1_git20210424) 10.3.1 20210424, GNU ld (GNU Binutils) 2.35.2) #1-Alpine SMP Mon, 28 Mar 2022 11:20:52 +0000\n',
      'etc/os-release': 'ID=alpine\nVERSION_ID=3.14.5\n',
      'lib/apk/db/installed': 'C:Q1x\nP:busybox\nV:1.33.1-r7\n\nC:Q1y\nP:linux-virt\nV:5.10.109-r0\n',
    }),
  );
  expect(alpine.packages).toEqual([{ name: 'linux-virt', version: '5.10.109-r0', running: true }]);
  expect(identify(alpine)).toMatchObject({
    upstream: { value: '5.10.109' },
    distribution: { value: { id: 'alpine', version: '3.14.5' } },
  });
});

test('arm64 writes its CPUs another way', async () => {
  const facts = await gatherFacts(
    host({
      'proc/version': 'Linux version 5.4.2 (me@here) (aarch64-linux-gnu-gcc (GCC) 9.2.0) #1 SMP\n',
      'proc/cpuinfo':
        'processor\t: 0\nBogoMIPS\t: 243.75\nFeatures\t: fp asimd evtstrm aes\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x3\nCPU part\t: 0xd0c\nCPU revision\t: 1\n\nprocessor\t: 1\nFeatures\t: fp asimd evtstrm aes\n',
      'sys/class/dmi/id/sys_vendor': 'QEMU\n',
    }),
  );
  expect(facts.cpu).toEqual({
    vendor: '0x41',
    family: 8,
    model: 0xd0c,
    stepping: 1,
    flags: ['fp', 'asimd', 'evtstrm', 'aes'],
    count: 2,
  });
  expect(facts.virtualMachine).toBe('qemu');
  expect(identify(facts).architecture.value).toBe('aarch64');
});

test('a container without /boot and without modules says what is missing and why', async () => {
  const facts = await gatherFacts(
    host({
      'proc/version': 'Linux version 5.4.30 (me@here) (gcc version 9.2.0 (GCC)) #1 SMP\n',
      'proc/1/cgroup': '12:memory:/docker/4d5e\n1:name=systemd:/docker/4d5e\n',
      'etc/os-release': 'ID=alpine\nVERSION_ID=3.10.2\n',
      '.dockerenv': '',
    }),
  );
  expect(facts.container).toBe('docker');
  expect(facts.moduleSupport).toBe(false);
  expect(facts.modules).toEqual([]);
  const config = facts.missing?.find(m => m.fact === 'config')?.why ?? '';
  expect(config).toContain('/proc/config.gz, /boot/config-5.4.30, ');
  expect(config).toMatch(/are not there$/);
  expect(identify(facts).distribution).toMatchObject({
    value: null,
    why: expect.stringContaining('container'),
  });
});

test.each([
  [{ '.dockerenv': '', 'var/run/secrets/kubernetes.io/serviceaccount/token': '' }, 'kubernetes'],
  [{ 'proc/1/cgroup': '0::/kubepods.slice/kubepods-burstable.slice/x\n' }, 'kubernetes'],
  [{ 'run/.containerenv': '' }, 'podman'],
  [{ 'proc/1/cgroup': '0::/lxc/web\n' }, 'lxc'],
  [{ 'run/systemd/container': 'systemd-nspawn\n' }, 'systemd-nspawn'],
  [{ 'proc/1/environ': 'PATH=/bin\0container=lxc\0TERM=x' }, 'lxc'],
  [{ 'proc/version': 'Linux version 4.4.0 #1 SMP Sun Jan 10 15:06:54 PST 2016\n' }, 'gvisor'],
  [{ 'proc/vz/version': '' }, 'openvz'],
  [{ 'proc/1/cgroup': '0::/init.scope\n' }, null],
])('container of %j is %s', async (files, expected) => {
  const facts = await gatherFacts(
    host({ 'proc/version': 'Linux version 5.4.30 (a@b) #1 SMP\n', ...(files as Record<string, string>) }),
  );
  expect(facts.container).toBe(expected);
});

test.each([
  [
    { 'sys/class/dmi/id/product_name': 'm5.metal\n', 'sys/class/dmi/id/sys_vendor': 'Amazon EC2\n' },
    'fpu lm',
    null,
  ],
  [
    { 'sys/class/dmi/id/product_name': 'm5.large\n', 'sys/class/dmi/id/sys_vendor': 'Amazon EC2\n' },
    'fpu hypervisor',
    'amazon',
  ],
  [{ 'sys/class/dmi/id/product_name': 'Virtual Machine\n' }, 'fpu hypervisor', 'hyperv'],
  [{ 'sys/hypervisor/type': 'xen\n' }, 'fpu hypervisor', 'xen'],
  [{ 'sys/hypervisor/type': 'xen\n', 'proc/xen/capabilities': 'control_d\n' }, 'fpu', null],
  [
    { 'proc/cmdline': 'console=ttyS0 reboot=k panic=1 pci=off virtio_mmio.device=4K@0xd0000000:5\n' },
    'fpu hypervisor',
    'firecracker',
  ],
  [
    { 'sys/devices/system/clocksource/clocksource0/available_clocksource': 'kvm-clock tsc\n' },
    'fpu hypervisor',
    'kvm',
  ],
  [{}, 'fpu hypervisor', 'hypervisor'],
  [
    { 'proc/version': 'Linux version 5.15.90.1-microsoft-standard-WSL2 (a@b) #1 SMP\n' },
    'fpu hypervisor',
    'wsl',
  ],
])('virtual machine of %j with "%s" is %s', async (files, flags, expected) => {
  const facts = await gatherFacts(
    host({
      'proc/version': 'Linux version 5.4.30 (a@b) #1 SMP\n',
      'proc/cpuinfo': CPU_X86(flags),
      ...(files as Record<string, string>),
    }),
  );
  expect(facts.virtualMachine).toBe(expected);
});

test('a machine without anything: no fact, a reason for each, nothing thrown', async () => {
  const at = host({});
  const facts = await gatherFacts(at);
  const { schema, sources, missing, ...rest } = facts;
  expect(rest).toEqual({});
  expect(sources).toEqual({});
  expect(missing?.map(m => m.fact).sort()).toEqual(
    [
      'builtinModules', 'changelog', 'cmdline', 'config', 'container', 'cpu', 'limits', 'memory', 'modules', 'osRelease',
      'packages', 'procVersion', 'tainted', 'uname', 'versionSignature', 'virtualMachine',
    ], // biome-ignore format: a list
  );
  for (const { why } of missing ?? []) expect(why).toMatch(/(?:is|are) not there|not known|no database/);
  for (const record of await machineRecords(at)) expect(record).toHaveProperty('missing');
});

test('files of no known form, directories and FIFOs in the way are said, not thrown on', async () => {
  const { 'proc/cpuinfo': _replaced, ...files } = debian();
  const at = host({
    ...files,
    'proc/config.gz': Uint8Array.from([0x1f, 0x8b, 8, 0, 1, 2, 3]),
    'boot/config-5.3.0-2-amd64': 'not a configuration\n',
    'proc/sys/kernel/tainted': 'yes\n',
    'proc/meminfo': '\0\0\0',
    'proc/self/limits': '',
    'proc/cpuinfo/odd': 'a directory where a file should be',
    'etc/os-release': '<html>',
  });
  execFileSync('mkfifo', [join(at.root, 'proc/version_signature')]);
  const facts = await gatherFacts(at);
  const why = (fact: string) => facts.missing?.find(m => m.fact === fact)?.why;
  expect(why('config')).toContain('/proc/config.gz is not whole gzip');
  expect(why('config')).toContain('/boot/config-5.3.0-2-amd64 has no option of a kernel');
  expect(why('tainted')).toBe('/proc/sys/kernel/tainted is in no known format');
  expect(why('memory')).toBe('/proc/meminfo is in no known format');
  expect(why('limits')).toBe('/proc/self/limits is in no known format');
  expect(why('cpu')).toBe('/proc/cpuinfo is a directory');
  expect(why('osRelease')).toBe('/etc/os-release is in no known format');
});

// Root may read everything: there is nothing to tell apart then.
if (process.getuid?.() !== 0) {
  test('a file that may not be read is told from one that is not there', async () => {
    const facts = await gatherFacts(
      host({ ...debian(), 'boot/config-5.3.0-2-amd64': { content: 'CONFIG_X86_64=y\n', mode: 0 } }),
    );
    expect(facts.missing?.find(m => m.fact === 'config')?.why).toContain(
      '/boot/config-5.3.0-2-amd64 may not be read without more rights',
    );
  });
}

test('a release that is no file name stays out of paths', async () => {
  const facts = await gatherFacts(
    host({ 'proc/sys/kernel/osrelease': '../../etc/passwd\n', 'proc/version': 'Linux version x\n' }),
  );
  expect(facts.missing?.find(m => m.fact === 'config')?.why).toBe('/proc/config.gz is not there');
});

test('this machine: facts, and each one missing with a reason', async () => {
  const facts = await gatherFacts();
  expect(facts.uname?.release).toBeTruthy();
  for (const { fact, why } of facts.missing ?? []) expect([fact, why.length > 10]).toEqual([fact, true]);
  const got = Object.keys(facts).filter(key => !['schema', 'sources', 'missing'].includes(key));
  for (const fact of got) expect(Object.keys(facts.sources ?? {})).toContain(fact);
  expect(parseFacts(facts)).toEqual(facts);
});
