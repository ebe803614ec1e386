import type { MachineRecord } from './types.js';

export async function machineRecords(
  _options: { readonly root?: string } = {},
): Promise<readonly MachineRecord[]> {
  return [];
}
