import { execFile } from 'node:child_process';

export interface RunOptions {
  readonly timeoutMs: number;
  /** Bytes of output after which the command is stopped and what it said is kept. */
  readonly limit: number;
}

/** What a command said, or why nothing could be had from it, in words. `note` tells of output that was cut. */
export type RunOutcome =
  | { readonly ok: Buffer; readonly status: number; readonly errors: string; readonly note?: string }
  | { readonly why: string };

/** Runs a program without a shell, in the C locale, within a limit of time and of output. Never throws. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<RunOutcome> {
  const command = [program, ...args].join(' ');
  return new Promise(resolve => {
    const settings = {
      encoding: 'buffer' as const,
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL' as const,
      maxBuffer: options.limit,
      env: { ...process.env, LC_ALL: 'C', SYSTEMD_PAGER: '', SYSTEMD_COLORS: '0' },
      windowsHide: true,
    };
    const child = execFile(program, args, settings, (error, stdout, stderr) => {
      const errors = stderr.subarray(0, 2000).toString('utf8').trim();
      if (error === null) return resolve({ ok: stdout, status: 0, errors });
      const code = (error as { code?: unknown }).code;
      if (code === 'ENOENT') return resolve({ why: `${program} is not installed` });
      if (code === 'EACCES') return resolve({ why: `${program} is not installed where it may be run` });
      const cut = code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';
      const late = !cut && error.killed === true;
      if (cut || (late && stdout.length > 0)) {
        const note = cut ? `cut after ${options.limit >> 20} MiB` : `cut after ${options.timeoutMs / 1000} s`;
        return resolve({ ok: stdout, status: 0, errors, note });
      }
      if (late) return resolve({ why: `${command} said nothing for ${options.timeoutMs / 1000} s` });
      if (typeof code === 'number') return resolve({ ok: stdout, status: code, errors });
      resolve({ why: `${command} failed (${String(code ?? error.signal ?? error.message)})` });
    });
    child.stdin?.end();
  });
}
