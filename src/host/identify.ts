import { architectureOf } from './architecture.js';
import { compilerOf, compilerOfConfig } from './compiler.js';
import { type KernelName, kernelName } from './kernel-name.js';
import type { Recognised } from './maker.js';
import { makerOf } from './makers.js';
import { RHEL_FAMILY } from './makers-rpm.js';
import type { Compiler, Distribution, Facts, HostIdentity, Known } from './types.js';

/**
 * What follows from facts about the kernel they are of: pure, and never a guess. Where a conclusion cannot be drawn the
 * value is null and `why` says what is lacking. Works as well on the few facts a crash log carries (`uname.release`,
 * `procVersion`) as on a whole host.
 */
export function identify(facts: Facts): HostIdentity {
  const name = kernelName(facts);
  const { maker, recognised } = makerOf(name);
  return {
    release:
      name.release === null
        ? { value: null, why: 'neither uname -r nor /proc/version is known', source: 'uname -r' }
        : { value: name.release, why: 'as the kernel names itself', source: name.releaseSource },
    architecture: architectureOf(name),
    upstream: maker.upstream(name),
    distribution: distributionOf(name, recognised),
    packageVersion: maker.packageVersion(name),
    compiler: compilerFor(name),
  };
}

/** The ids under which a distribution's fixed versions may be filed: its own first, then those with the same kernel packages. */
export function distributionIds(distribution: Distribution): readonly string[] {
  if (!RHEL_FAMILY.includes(distribution.id)) return [distribution.id];
  return [distribution.id, ...RHEL_FAMILY.filter(id => id !== distribution.id)];
}

function compilerFor(name: KernelName): Known<Compiler> {
  const fromBanner = compilerOf(name.banner, name.bannerSource);
  if (fromBanner.value !== null) return fromBanner;
  return compilerOfConfig(name.facts.config, name.facts.sources?.['config'] ?? 'config') ?? fromBanner;
}

/** The kernel's own mark before os-release: in a container the files are of another distribution than the kernel. */
function distributionOf(name: KernelName, made: Recognised): Known<Distribution> {
  const os = name.facts.osRelease;
  const id = os?.['ID']?.toLowerCase();
  const version = os?.['VERSION_ID'] ?? null;
  const source = name.facts.sources?.['osRelease'] ?? '/etc/os-release';
  const { distribution } = made;
  if (distribution !== null) {
    // os-release completes what the kernel says only when it is of the same system.
    const same =
      !name.facts.container &&
      (id === distribution.id || (id !== undefined && isDerived(distribution.id, id, os)));
    const own = same && id !== undefined ? { id, version: distribution.version ?? version } : distribution;
    return { value: own, why: same ? `${made.why}; os-release agrees` : made.why, source: made.source };
  }
  if (name.facts.container)
    return { value: null, why: 'the kernel does not say, and os-release is of the container', source };
  if (id)
    return {
      value: { id, version },
      why: 'os-release says so; the kernel itself does not say who built it',
      source,
    };
  return { value: null, why: 'neither the kernel nor os-release says it', source: made.source };
}

function isDerived(kernel: string, id: string, os: Readonly<Record<string, string>> | undefined): boolean {
  if (RHEL_FAMILY.includes(kernel)) return RHEL_FAMILY.includes(id);
  return (os?.['ID_LIKE'] ?? '').split(' ').includes(kernel) && kernel === 'arch';
}
