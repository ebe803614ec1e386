import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kulprit, root } from './run.js';

/** A distribution's kernel booted and crashed in QEMU here and now, and what kulprit makes of its console. */
const scripts = `${root}scripts/make-logs/kernel`;
const able = ['qemu-system-x86_64', 'busybox', 'cpio', 'gcc', 'dpkg', 'apt-get'].every(
  command => spawnSync(command, ['--version']).error === undefined,
);
let logs: string;

function script(name: string, ...args: string[]): void {
  const ran = spawnSync('bash', [`${scripts}/${name}`, ...args], {
    env: { ...process.env, KULPRIT_LOGS: logs },
    encoding: 'utf8',
  });
  if (ran.status !== 0) throw new Error(`${name}: ${ran.stderr}`);
}

describe.runIf(able)('in a guest', () => {
  beforeAll(() => {
    logs = mkdtempSync(join(tmpdir(), 'kulprit-lab-'));
    script('get-debian.sh');
    script('make-initrd.sh');
    script('run-case.sh', 'clean-debian', 'debian-sysrq-c', 'debian-init-exits', 'debian-oom');
  }, 600_000);
  afterAll(() => rmSync(logs, { recursive: true, force: true }));

  const diagnose = (name: string) => {
    const { status, stdout } = kulprit(['diagnose', '--json', join(logs, 'kernel', `${name}.log`)]);
    const { reports, verdict, bugs, host } = JSON.parse(stdout);
    const suspected = bugs.filter((b: { status: string }) => ['match', 'possible'].includes(b.status));
    return { status, reports, verdict, suspected, host };
  };

  test('a clean boot and an orderly power-off: no crash', () => {
    expect(readFileSync(join(logs, 'kernel/clean-debian.log'), 'utf8')).toMatch(
      /Linux version \d\S+-cloud-amd64/,
    );
    const { status, reports, suspected } = diagnose('clean-debian');
    expect(reports).toEqual([]);
    expect(suspected).toEqual([]);
    expect(status).toBe(1);
  });

  test('a crash by sysrq: one panic, asked for, on the kernel that was booted', () => {
    const { reports, verdict, suspected, host } = diagnose('debian-sysrq-c');
    expect(reports.map((r: { title: string }) => r.title)).toEqual(['kernel panic: sysrq triggered crash']);
    expect(reports[0].panicked).toBe(true);
    expect(reports[0].kernel.release).toMatch(/^\d\S+-cloud-amd64$/);
    expect(host.from).toBe('log');
    expect(verdict).toMatchObject({ cause: 'unknown', says: expect.stringContaining('asked for') });
    expect(suspected).toEqual([]);
  });

  test('an init that exits: the program’s', () => {
    const { reports, verdict } = diagnose('debian-init-exits');
    expect(reports[0].title).toBe('kernel panic: Attempted to kill init!');
    expect(verdict.cause).toBe('program');
  });

  test('an out-of-memory kill: never the kernel’s', () => {
    const { reports, verdict, suspected } = diagnose('debian-oom');
    expect(reports.map((r: { kind: string }) => r.kind)).toEqual(['oom-kill']);
    expect(verdict.cause).toBe('program');
    expect(suspected).toEqual([]);
  });
});
