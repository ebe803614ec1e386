import type { Line } from '../../line.js';

/** How distributions end their releases. */
const RELEASES: readonly (readonly [RegExp, string])[] = [
  [/[.-](?:x86_64|amd64)(?:\b|_)/, 'x86_64'],
  [/[.-](?:aarch64|arm64)\b/, 'aarch64'],
  [/[.-](?:ppc64le|powerpc64le|ppc64el)\b/, 'ppc64le'],
  [/[.-]s390x\b/, 's390x'],
  [/[.-]riscv64\b/, 'riscv64'],
  [/[.-](?:i[3-6]86|686(?:-pae)?)\b/, 'i386'],
  [/[.-](?:armv7hl|armhf|armmp)\b/, 'arm'],
  [/[.-]loong(?:arch)?64\b/, 'loongarch64'],
];

/** Functions through which only one architecture enters its kernel. */
const ENTRIES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:do_syscall_64|entry_SYSCALL_64\w{0,32}|system_call_fastpath|__x64_sys_\w{1,64})\+0x/, 'x86_64'],
  [
    /\b(?:el0t_64_sync|el1h_64_sync|el0_svc|el0_sync|el1_sync|__arm64_sys_\w{1,64}|ret_to_user)\+0x/,
    'aarch64',
  ],
  [/\b(?:ret_fast_syscall|__dabt_svc|__und_svc|__irq_svc)\b/, 'arm'],
  [/\b(?:entry_SYSENTER_32|entry_INT80_32|sysenter_do_call)\+0x/, 'i386'],
  [/\b__s390x_sys_\w{1,64}\+0x/, 's390x'],
  [/\b__riscv_sys_\w{1,64}\+0x/, 'riscv64'],
];

const MAY_ENTER = /_sys|SYS|do_syscall|system_call|el[01]|_svc|fast_syscall|ret_to_user|INT80/;

/** The architecture a report without a register dump is of, as `uname -m` names it; null where nothing tells. */
export function guessArchitecture(lines: readonly Line[], release: string | null): string | null {
  if (release !== null) for (const [pattern, name] of RELEASES) if (pattern.test(release)) return name;
  for (const { text } of lines) {
    if (text.length > 512 || text.indexOf('_') < 0 || !MAY_ENTER.test(text)) continue;
    for (const [pattern, name] of ENTRIES) if (pattern.test(text)) return name;
  }
  return null;
}

/** powerpc's dump looks the same in both byte orders; the oops line tells: `LE PAGE_SIZE=64K MMU=Radix` (arch/powerpc/kernel/traps.c, __die). */
export function withByteOrder(architecture: string | null, lines: readonly Line[]): string | null {
  if (architecture !== 'ppc64') return architecture;
  for (const { text } of lines)
    if (/^\s{0,4}LE (?:PAGE_SIZE=|SMP)|<[A-Z,]{0,60}\bLE>/.test(text.slice(0, 300))) return 'ppc64le';
  return architecture;
}
