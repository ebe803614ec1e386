import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { judge } from '../../scripts/check-patterns/prove.mjs';
import { root } from '../run.js';

describe('the proof against backtracking', () => {
  test('holds for every pattern of kulprit', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/check-patterns.mjs'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\d{3,5} patterns checked, 0 faults$/m);
    expect(status).toBe(0);
  });

  test.each([
    ['^(a*)*b', /^exponential/],
    ['^(a+)+b', /^exponential/],
    ['^(a|a)*b', /^exponential/],
    ['^(?:\\w+\\s?)*x', /^exponential/],
    ['^(?:a?a?b)*c', /^exponential/],
    ['^(?:a|ab|bc|c)*x', /^exponential/],
    ['^(\\d+|\\w+)*$', /^exponential/],
    ['^(\\w{1,300} ?){1,100}x', /^exponential in up to/],
    ['^a*a*b', /^polynomial/],
    ['^(.*?),(.*?),x$', /^polynomial/],
    ['^.*foo.*bar', /^polynomial/],
    ['^(a+)\\1b', /^polynomial/],
    ['\\w+foo', /^polynomial: the search/],
    ['foo.*bar', /^polynomial: the search/],
    ['foo.*$', /^polynomial: the search/],
    ['\\s+$', /^polynomial: the search/],
    ['(?=.*)b', /^polynomial: the search/],
    ['(?<=a.*)b', /behind/],
    ['.{0,200}foo.{0,200}bar', /ways a character/],
    ['^\\s{0,900}\\s{0,900}\\s{0,900}x', /ways a character/],
    ['^a?a?a?a?a?a?a?a?a?a?b', /ways through/],
  ])('finds fault with /%s/', (source, fault) => {
    expect(judge(source, '').fault).toMatch(fault);
  });

  test.each([
    '^a*b',
    '^\\w+ \\w+ \\w+x',
    '^(?:\\w+\\s)*x',
    '^"(?:[^"\\\\]|\\\\.)*"$',
    '^[^:]*: [^:]*: x',
    '^.*foo',
    'foo.*',
    '\\w{1,200}foo',
    '(?:0x)?[a-f]{16}',
    '^(?:a|b)*c',
  ])('finds none with /%s/', source => {
    expect(judge(source, '').fault).toBeNull();
  });

  test('knows that a sticky pattern is not searched for', () => {
    expect(judge('\\w+foo', 'y').fault).toBeNull();
    expect(judge('\\w+foo', 'g').fault).not.toBeNull();
  });
});
