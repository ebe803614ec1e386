import type { Facts } from './types.js';

export interface GatherOptions {
  /** Another root directory than `/`: a mounted image, or a host laid out for a test. No command is run then. */
  readonly root?: string;
}

export async function gatherFacts(_options: GatherOptions = {}): Promise<Facts> {
  return { schema: 'kulprit/facts@1' };
}

/** The text of a kernel package's changelog as `facts.changelog` names it; null when there is none to be had. */
export async function readChangelog(_facts: Facts): Promise<string | null> {
  return null;
}
