import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command as a user would, in a process of its own. */
export function kulprit(
  args: readonly string[],
  options: SpawnSyncOptions & { input?: string | Uint8Array } = {},
): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}bin/kulprit.js`, ...args], {
    cwd: root,
    maxBuffer: 1 << 28,
    timeout: 120_000,
    ...options,
    env: { ...process.env, NO_COLOR: '1', COLUMNS: '100', ...options.env },
  });
  return { status, stdout: String(stdout), stderr: String(stderr) };
}

/** The JSON documents a command printed, one a line. */
export function documents(ran: Ran): Record<string, never>[] {
  return ran.stdout
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
}
