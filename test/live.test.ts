import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kulprit } from './run.js';

/** Programs crashed here and now, and what kulprit makes of what they say. */
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kulprit-live-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const has = (command: string) => spawnSync(command, ['version']).error === undefined;

function diagnose(log: string) {
  const ran = kulprit(['diagnose', '--json', '-'], { input: log });
  const answer = JSON.parse(ran.stdout);
  return {
    ...answer,
    status: ran.status,
    suspected: answer.bugs.filter((b: { status: string }) => b.status === 'match' || b.status === 'possible'),
  };
}

function runGo(name: string, main: string): string {
  const where = join(folder, name);
  mkdirSync(where);
  writeFileSync(join(where, 'main.go'), main);
  writeFileSync(join(where, 'go.mod'), `module example.com/${name}\n\ngo 1.18\n`);
  const env = {
    ...process.env,
    GOFLAGS: '-mod=mod',
    GOCACHE: join(folder, 'go-cache'),
    GOPATH: join(folder, 'go-path'),
    CGO_ENABLED: '0',
  };
  const built = spawnSync('go', ['build', '-o', 'crash', '.'], { cwd: where, env });
  expect(String(built.stderr)).toBe('');
  return String(spawnSync('./crash', [], { cwd: where }).stderr);
}

describe.runIf(has('go'))('Go', () => {
  test('a nil dereference is the program’s', { timeout: 120_000 }, () => {
    const log = runGo(
      'nilptr',
      'package main\n\ntype T struct{ x int }\n\nfunc get(t *T) int { return t.x }\n\nfunc main() { println(get(nil)) }\n',
    );
    const { status, reports, verdict, suspected } = diagnose(log);
    expect(status).toBe(0);
    expect(reports).toHaveLength(1);
    expect(reports[0].title).toContain('nil pointer dereference');
    expect(verdict.cause).toBe('program');
    expect(suspected).toEqual([]);
  });

  test('a concurrent map write is the program’s', { timeout: 120_000 }, () => {
    const log = runGo(
      'maps',
      'package main\n\nfunc main() {\n\tm := map[int]int{}\n\tfor i := 0; i < 8; i++ {\n\t\tgo func(i int) {\n\t\t\tfor {\n\t\t\t\tm[i]++\n\t\t\t}\n\t\t}(i)\n\t}\n\tselect {}\n}\n',
    );
    const { reports, verdict, suspected } = diagnose(log);
    expect(reports[0].title).toContain('concurrent map');
    expect(verdict.cause).toBe('program');
    expect(suspected).toEqual([]);
  });
});

describe.runIf(spawnSync('python3', ['-V']).error === undefined)('Python', () => {
  test('a traceback is the program’s', () => {
    const { stderr } = spawnSync('python3', ['-c', 'def f(x):\n  return 1 / x\nf(0)']);
    const { status, reports, verdict, suspected } = diagnose(String(stderr));
    expect(status).toBe(0);
    expect(reports[0].title).toContain('ZeroDivisionError');
    expect(verdict.cause).toBe('program');
    expect(suspected).toEqual([]);
  });
});
