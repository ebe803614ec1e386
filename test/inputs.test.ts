import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documents, kulprit, root } from './run.js';

const crash = readFileSync(`${root}examples/usercopy.log`);
const title = 'BUG: bad usercopy in direct_entry';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kulprit-inputs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function emptyFolder(name: string): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
}

describe.each(['diagnose', 'parse'])('%s reads', command => {
  test('a file', () => {
    const { status, stdout } = kulprit([command, file('crash.log', crash)]);
    expect(status).toBe(0);
    expect(stdout).toContain(title);
  });

  test('standard input', () => {
    const { status, stdout } = kulprit([command, '-'], { input: crash });
    expect(status).toBe(0);
    expect(stdout).toContain(title);
  });

  test('gzip, and gzip that was cut short', () => {
    const packed = gzipSync(crash);
    expect(kulprit([command, file('crash.log.gz', packed)]).stdout).toContain(title);
    const { status, stdout, stderr } = kulprit([
      command,
      file('cut.gz', packed.subarray(0, packed.length - 500)),
    ]);
    expect(`${stdout}${stderr}`).toMatch(/damaged|cut|truncated|ends/i);
    expect(status).toBeLessThan(2);
  });

  test('a folder, in the order of its names', () => {
    const inner = join(folder, `logs-${command}`);
    mkdirSync(inner);
    writeFileSync(join(inner, 'b10.log'), crash);
    writeFileSync(join(inner, 'b9.log'), 'nothing here\n');
    const found = documents(kulprit([command, '--json', inner]));
    expect(found.map(({ source }) => String(source).slice(-7))).toEqual(['/b9.log', 'b10.log']);
  });
});

describe('what cannot be read is said in a sentence', () => {
  test.each([
    ['a missing file', () => join(folder, 'no-such-file'), 64, /no such file/],
    ['an empty file', () => file('empty', ''), 1, /empty/],
    ['an empty folder', () => emptyFolder('void'), 64, /no files/],
    ['a binary file', () => process.execPath, 1, /ELF|binary/],
    [
      'noise',
      () =>
        file(
          'noise',
          Uint8Array.from({ length: 65536 }, (_, i) => (i * 7919) ^ (i >> 3)),
        ),
      1,
      /binary/,
    ],
  ])('%s', (_, make, status, says) => {
    for (const command of ['diagnose', 'parse']) {
      const ran = kulprit([command, make()]);
      expect(`${ran.stdout}${ran.stderr}`).toMatch(says);
      expect(ran.status).toBe(status);
      expect(ran.stderr).not.toMatch(/\n\s+at /);
    }
  });

  // Root may read everything: there is nothing to see then.
  if (process.getuid?.() !== 0) {
    test('a file without permission', () => {
      const path = file('secret', 'x');
      chmodSync(path, 0);
      const { status, stderr } = kulprit(['diagnose', path]);
      expect(stderr).toMatch(/not allowed/);
      expect(status).toBe(64);
    });
  }

  test('a missing file does not hide the crash of another', () => {
    const { status, stdout, stderr } = kulprit(['diagnose', join(folder, 'gone'), file('crash.log', crash)]);
    expect(status).toBe(0);
    expect(stdout).toContain(title);
    expect(stderr).toMatch(/no such file/);
  });

  test('2 GB of nothing', () => {
    const path = file('huge', '');
    truncateSync(path, 2 * 1024 ** 3);
    const { status, stdout, stderr } = kulprit(['diagnose', path]);
    expect(status).toBe(1);
    expect(`${stdout}${stderr}`).toMatch(/binary|NUL|no crash/i);
    rmSync(path);
  }, 120_000);
});

describe('the command line', () => {
  test('without arguments, and --help: what there is, with examples', () => {
    expect(kulprit([]).stdout).toMatch(/Examples:/);
    expect(kulprit(['--help']).status).toBe(0);
    for (const command of ['diagnose', 'parse', 'check', 'facts', 'bugs', 'completion']) {
      const { status, stdout } = kulprit([command, '--help']);
      expect(status).toBe(0);
      expect(stdout).toMatch(/Examples:/);
    }
  });

  test('a mistyped command and a mistyped option are wrong usage, with the nearest name', () => {
    const wrong = kulprit(['diagnos']);
    expect(wrong.status).toBe(64);
    expect(wrong.stderr).toContain('kulprit diagnose');
    expect(kulprit(['check', '--fact', 'x']).status).toBe(64);
    expect(kulprit(['check', '--fact', 'x']).stderr).toContain('--facts');
  });

  test('--version is that of the package', () => {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
    expect(kulprit(['--version']).stdout).toBe(`${version}\n`);
  });

  test.each(['bash', 'zsh', 'fish'])('completions for %s name every command', shell => {
    const { status, stdout } = kulprit(['completion', shell]);
    expect(status).toBe(0);
    for (const command of ['diagnose', 'parse', 'check', 'facts', 'bugs']) expect(stdout).toContain(command);
  });

  test('no escape sequence of a log reaches the terminal', () => {
    const evil = crash.toString('latin1').replaceAll('Comm: sh ', 'Comm: \u001b]0;owned\u0007\u001b[2Jsh ');
    expect(kulprit(['diagnose', '-'], { input: evil }).stdout).not.toContain('\u001b');
  });
});
