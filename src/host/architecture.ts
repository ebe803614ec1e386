import type { KernelName } from './kernel-name.js';
import type { Known } from './types.js';

const NAMES: readonly [RegExp, string][] = [
  [/^(?:x86_64|x86-64|amd64|x64)$/i, 'x86_64'],
  [/^(?:i[3-6]86|i?x86|686|686-pae)$/i, 'i386'],
  [/^(?:aarch64|arm64|armv8b|armv8l|armv9\w{0,3})$/i, 'aarch64'],
  [/^(?:arm|armv[4-7]\w{0,4}|armhf|armel|armmp(?:-lpae)?)$/i, 'arm'],
  [/^(?:ppc64le|ppc64el|powerpc64le)$/i, 'ppc64le'],
  [/^(?:ppc64|powerpc64)$/i, 'ppc64'],
  [/^(?:ppc|powerpc)$/i, 'ppc'],
  [/^s390x?$/i, 's390x'],
  [/^riscv64$/i, 'riscv64'],
  [/^(?:loongarch64|loong64)$/i, 'loongarch64'],
  [/^mips\w{0,8}$/i, 'mips'],
];

/** One spelling for each architecture of a kernel; null for a word that is none. 32-bit x86 is `i386`. */
export function normaliseArchitecture(text: string): string | null {
  return NAMES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

const CONFIGS: readonly [string, string][] = [
  ['CONFIG_X86_64', 'x86_64'],
  ['CONFIG_X86_32', 'i386'],
  ['CONFIG_ARM64', 'aarch64'],
  ['CONFIG_ARM', 'arm'],
  ['CONFIG_S390', 's390x'],
  ['CONFIG_LOONGARCH', 'loongarch64'],
  ['CONFIG_MIPS', 'mips'],
];

/** The kernel's architecture, which `uname -m` under a 32-bit personality (setarch) does not say: the surest source first. */
export function architectureOf(name: KernelName): Known<string> {
  const { facts } = name;
  const option = CONFIGS.find(([key]) => facts.config?.[key] === 'y');
  if (option)
    return { value: option[1], why: `${option[0]}=y`, source: facts.sources?.['config'] ?? 'config' };
  const suffix =
    /[.-](x86_64|amd64|i[3-6]86|686|aarch64|arm64|armv7hl|armmp|ppc64le|s390x|riscv64|loongarch64)(?![a-z0-9])/.exec(
      name.release ?? '',
    )?.[1];
  const bySuffix = suffix ? normaliseArchitecture(suffix) : null;
  const machine = facts.uname?.machine?.trim();
  if (bySuffix) return { value: bySuffix, why: `the release names ${suffix}`, source: name.releaseSource };
  if (machine) {
    const value = normaliseArchitecture(machine);
    const source = facts.sources?.['uname.machine'] ?? facts.sources?.['uname'] ?? 'uname -m';
    return {
      value,
      why:
        value === null
          ? `"${machine.slice(0, 40)}" is not an architecture known here`
          : `uname -m says ${machine}`,
      source,
    };
  }
  const triplet =
    /[ (](x86_64|aarch64|arm|i[3-6]86|powerpc64le|s390x|riscv64|loongarch64)-[\w-]{0,40}gcc/.exec(
      name.banner ?? '',
    )?.[1];
  if (triplet)
    return {
      value: normaliseArchitecture(triplet),
      why: `built by a compiler for ${triplet}`,
      source: name.bannerSource,
    };
  const flags = facts.cpu?.flags;
  if (flags?.includes('asimd'))
    return {
      value: 'aarch64',
      why: 'the CPU lists "asimd", as arm64 kernels do',
      source: facts.sources?.['cpu'] ?? '/proc/cpuinfo',
    };
  const vendor = facts.cpu?.vendor;
  if (vendor !== undefined && /^(?:GenuineIntel|AuthenticAMD|HygonGenuine|CentaurHauls)$/.test(vendor))
    return {
      value: 'x86_64',
      why: `the CPU is of an x86 maker (${vendor}), and no 32-bit kernel is named`,
      source: facts.sources?.['cpu'] ?? '/proc/cpuinfo',
    };
  return {
    value: null,
    why: 'neither uname -m nor the release nor a configuration says it',
    source: 'uname -m',
  };
}
