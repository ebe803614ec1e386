import { expect, test } from 'vitest';
import { type Facts, identify } from './index.js';

const facts = (more: Partial<Facts>): Facts => ({ schema: 'kulprit/facts@1', ...more });
const compiler = (procVersion: string) => identify(facts({ procVersion })).compiler.value;

// biome-ignore format: a table
const BANNERS: readonly [string, string, string | null][] = [
  ['Linux version 2.6.32-754.el6.x86_64 (mockbuild@x86-01.bsys.centos.org) (gcc version 4.4.7 20120313 (Red Hat 4.4.7-23) (GCC) ) #1 SMP Tue Jun 19 21:26:04 UTC 2018', 'gcc', '4.4.7'],
  ['Linux version 3.10.0-957.27.2.el7.x86_64 (mockbuild@kbuilder.bsys.centos.org) (gcc version 4.8.5 20150623 (Red Hat 4.8.5-36) (GCC) ) #1 SMP Mon Jul 29 17:46:05 UTC 2019', 'gcc', '4.8.5'],
  ['Linux version 5.3.7-1-default (geeko@buildhost) (gcc version 9.2.1 20190903 [gcc-9-branch revision 275330] (SUSE Linux)) #1 SMP Mon Oct 21 06:03:17 UTC 2019 (3eea5a9)', 'gcc', '9.2.1'],
  ['Linux version 5.3.14 (me@here) (gcc version 9.2.0 (GCC)) #1 SMP', 'gcc', '9.2.0'],
  ['Linux version 6.18.44 (builder@build) (gcc (GCC) 15.3.0, GNU ld (GNU Binutils) 2.46) #1 SMP PREEMPT_DYNAMIC @0', 'gcc', '15.3.0'],
  ['Linux version 6.1.0-28-amd64 (debian-kernel@lists.debian.org) (x86_64-linux-gnu-gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP PREEMPT_DYNAMIC Debian 6.1.119-1 (2024-11-22)', 'gcc', '12.2.0'],
  ['Linux version 5.10.0-8-amd64 (debian-kernel@lists.debian.org) (gcc-10 (Debian 10.2.1-6) 10.2.1 20210110, GNU ld (GNU Binutils for Debian) 2.35.2) #1 SMP Debian 5.10.46-4 (2021-08-03)', 'gcc', '10.2.1'],
  ['Linux version 5.14.21-150400.24.103-default (geeko@buildhost) (gcc (SUSE Linux) 7.5.0, GNU ld (GNU Binutils; SUSE Linux Enterprise 15) 2.41) #1 SMP', 'gcc', '7.5.0'],
  ['Linux version 5.10.75-79.358.amzn2.x86_64 (mockbuild@ip-10-0-40-76) (gcc10-g<cc (GCC) 10.3.1 20210422 (Red Hat 10.3.1-1), GNU ld version 2.35-21.amzn2.0.1) #1 SMP Thu Nov 4 21:08:30 UTC 2021', 'gcc', '10.3.1'],
  ['Linux version 5.10.109-0-virt (buildozer@build-3-14-aarch64) (gcc (Alpine 10.3.1_git20210424) 10.3.1 20210424, GNU ld (GNU Binutils) 2.35.2) #1-Alpine SMP', 'gcc', '10.3.1'],
  ['Linux version 5.10.60.1-microsoft-standard-WSL2 (oe-user@oe-host) (x86_64-msft-linux-gcc (GCC) 9.3.0, GNU ld (GNU Binutils) 2.34.0.20200220) #1 SMP Wed Aug 25 23:20:18 UTC 2021', 'gcc', '9.3.0'],
  ['Linux version 6.12.1 (me@here) (cc (Debian 14.2.0-8) 14.2.0, GNU ld (GNU Binutils for Debian) 2.43) #1 SMP', 'gcc', '14.2.0'],
  ['Linux version 4.9.140-perf (build@host) (gcc version 4.9.x 20150123 (prerelease) (GCC) ) #1 SMP PREEMPT', 'gcc', '4.9'],
  ['Linux version 5.4.17-2011.0.7.el8uek.x86_64 (mockbuild@host) (gcc version 8.3.1 20191121 (Red Hat 8.3.1-5.0.1) (GCC)) #2 SMP', 'gcc', '8.3.1'],
  ['Linux version 6.0.1 (me@here) (Debian clang version 14.0.6, Debian LLD 14.0.6) #1 SMP', 'clang', '14.0.6'],
  ['Linux version 5.6.0 (me@here) (clang version 10.0.0 (https://github.com/llvm/llvm-project d32170dbd5b0d54436537b6b75beaf44324e0c28)) #1 SMP', 'clang', '10.0.0'],
  ['Linux version 5.4.66+ (neverware@builder) (Chromium OS 11.0_pre399094_p20200824-r6 clang version 11.0.0 (/var/tmp/portage/sys-devel/llvm-11.0_pre399094_p20200824-r6/work/llvm/clang 83080a29)) #1 SMP', 'clang', '11.0.0'],
  ['Linux version 5.15.78-android13-8-00014-gaa272796660e-ab9611439 (build-user@build-host) (Android (8508608, based on r450784e) clang version 14.0.7 (https://android.googlesource.com/toolchain/llvm-project 4c603efb0cca), LLD 14.0.7) #1 SMP PREEMPT', 'clang', '14.0.7'],
  ['Linux version 6.1.0 (gcc@build) (clang version 16.0.0, GNU ld (GNU Binutils) 2.40) #1 SMP', 'clang', '16.0.0'],
  ['Linux version 4.19.1 (me@here) (Intel(R) C Compiler 19.0.1) #1 SMP', 'other', '19.0.1'],
];

test.each(BANNERS)('%s', (banner, kind, version) => {
  expect(compiler(banner)).toEqual({ kind, version });
});

test.each([
  'Linux version 4.4.0 #1 SMP Sun Jan 10 15:06:54 PST 2016',
  'Linux version 5.4.0-26-generic (buildd@lcy01-amd64-029)',
  'Linux version 5.4 (gcc@gcc.example.org) #1 SMP',
  '',
])('no compiler in %j', banner => {
  expect(compiler(banner)).toBeNull();
});

test('a banner cut short still names the compiler', () => {
  expect(compiler('Linux version 5.3.14 (me@here) (gcc version 9.2.0 (GC')).toEqual({
    kind: 'gcc',
    version: '9.2.0',
  });
});

test('without the banner the configuration says it', () => {
  expect(
    identify(facts({ config: { CONFIG_GCC_VERSION: '90201', CONFIG_CLANG_VERSION: '0' } })).compiler.value,
  ).toEqual({ kind: 'gcc', version: '9.2.1' });
  expect(
    identify(facts({ config: { CONFIG_CC_VERSION_TEXT: 'gcc-10 (Debian 10.2.1-6) 10.2.1 20210110' } }))
      .compiler.value,
  ).toEqual({ kind: 'gcc', version: '10.2.1' });
  expect(
    identify(facts({ config: { CONFIG_GCC_VERSION: '0', CONFIG_CLANG_VERSION: '140006' } })).compiler.value,
  ).toEqual({ kind: 'clang', version: '14.0.6' });
});

test.each([
  [{ uname: { machine: 'i686' }, config: { CONFIG_X86_64: 'y' } }, 'x86_64'],
  [{ uname: { machine: 'i686', release: '5.3.0-2-amd64' } }, 'x86_64'],
  [{ uname: { machine: 'i686', release: '5.3.14' } }, 'i386'],
  [{ uname: { machine: 'aarch64', release: '5.3.14' } }, 'aarch64'],
  [{ uname: { machine: 'armv7l' } }, 'arm'],
  [{ uname: { machine: 'amd64' } }, 'x86_64'],
  [{ uname: { release: '3.10.0-957.el7.x86_64' } }, 'x86_64'],
  [{ uname: { release: '5.3.18-150300.59.106-default', machine: 's390x' } }, 's390x'],
  [{ cpu: { flags: ['fp', 'asimd'] } }, 'aarch64'],
  [{ uname: { machine: 'quantum' } }, null],
] as const)('architecture of %j is %s', (more, expected) => {
  expect(identify(facts(more as Partial<Facts>)).architecture.value).toBe(expected);
});
