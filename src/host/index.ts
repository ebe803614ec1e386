import type { GatherOptions } from './gather.js';
import type { Outcome } from './read.js';
import type { RecordOptions } from './records.js';
import type { Facts, MachineRecord } from './types.js';

export type { GatherOptions } from './gather.js';
export { distributionIds, identify } from './identify.js';
export { parseFacts } from './parse-facts.js';
export type { Outcome } from './read.js';
export type { RecordOptions } from './records.js';
export * from './types.js';

// What touches the machine is loaded when it is asked for: reading one log needs no files, processes or zlib of this room.

/**
 * The facts of this machine, or of one laid out below `root`. Reads only, needs no rights, never throws: what cannot be
 * had stands in `missing` with the reason. Places and formats: docs/facts.md.
 */
export async function gatherFacts(options?: GatherOptions): Promise<Facts> {
  return (await import('./gather.js')).gatherFacts(options);
}

/**
 * The text of the changelog `facts.changelog` names, or that rpm keeps of the running kernel's package. Only for facts
 * gathered on this machine (or below `root`): a path in facts from elsewhere names a file of elsewhere.
 */
export async function readChangelog(
  facts: Facts,
  options?: { readonly root?: string },
): Promise<Outcome<string>> {
  return (await import('./gather.js')).readChangelog(facts, options);
}

/**
 * What this machine keeps of its own crashes: each record can be read (again), or says why it cannot. Needs no rights, never
 * throws; commands are run without a shell and within limits of time and size.
 */
export async function machineRecords(options?: RecordOptions): Promise<readonly MachineRecord[]> {
  return (await import('./records.js')).machineRecords(options);
}
