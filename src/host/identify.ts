import type { Facts, HostIdentity } from './types.js';

export function identify(_facts: Facts): HostIdentity {
  const unknown = { value: null, why: 'not read yet', source: 'facts' };
  return {
    release: unknown,
    architecture: unknown,
    upstream: { ...unknown, floor: null, series: null, patches: 'unknown' },
    distribution: unknown,
    packageVersion: unknown,
    compiler: unknown,
  };
}
