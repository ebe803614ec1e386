import { describe, expect, test } from 'vitest';
import { documents, kulprit } from './run.js';

describe('on this machine', () => {
  test('diagnose without arguments names the records it read and those it could not, and why', () => {
    const { status, stdout } = kulprit(['diagnose']);
    expect([0, 1]).toContain(status);
    expect(stdout).toMatch(/kernel log/);
    expect(stdout).toMatch(/is not there|not installed|permission|no messages|is empty/);
  });

  test('facts carry where each was read, and can be carried elsewhere', () => {
    const { stdout } = kulprit(['facts']);
    const facts = JSON.parse(stdout);
    expect(facts.schema).toBe('kulprit/facts@1');
    expect(facts.uname.machine).toBe(
      process.arch === 'x64' ? 'x86_64' : process.arch === 'arm64' ? 'aarch64' : facts.uname.machine,
    );
    expect(facts.sources).toBeTypeOf('object');
    const here = documents(kulprit(['check', '--json']))[0] as unknown as {
      bugs: { id: string; status: string }[];
    };
    const carried = documents(
      kulprit(['check', '--json', '--facts', '-'], { input: stdout }),
    )[0] as unknown as typeof here;
    expect(carried.bugs.map(({ id, status }) => [id, status])).toEqual(
      here.bugs.map(({ id, status }) => [id, status]),
    );
  });

  test('check answers with its exit status', () => {
    const { status, stdout } = kulprit(['check', '--json']);
    const { bugs } = JSON.parse(stdout) as { bugs: { status: string }[] };
    const expected = bugs.some(b => b.status === 'affected')
      ? 2
      : bugs.some(b => b.status === 'unknown')
        ? 3
        : 0;
    expect(status).toBe(expected);
  });
});
