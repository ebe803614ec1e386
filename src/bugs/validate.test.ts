import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainBug } from './explain.js';
import { like } from './pattern.js';
import { readRecord, validateRecord } from './validate.js';

const FOLDER = new URL('../../bugs/', import.meta.url);
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter(file =>
  file.endsWith('.yaml'),
);
const SOUND = readFileSync(new URL('x86/x86-fpu-signal-vector.yaml', FOLDER), 'utf8');

/** The fault as an editor would show it. */
const faults = (text: string) =>
  validateRecord(text, 'mine.yaml').map(one => `${one.file}:${one.line}:${one.column}: ${one.says}`);

const change = (from: string | RegExp, to: string) => {
  expect(SOUND).toMatch(from);
  return faults(SOUND.replace(from, to));
};

describe('the records of the project', () => {
  it.each(FILES)('%s is sound, and can be explained', file => {
    const { bug, faults: found } = readRecord(readFileSync(new URL(file, FOLDER), 'utf8'), `bugs/${file}`);
    expect(found).toEqual([]);
    expect(bug!.subsystem).toBe(file.split('/')[0]);
    const explained = explainBug(bug!);
    expect(explained.fixedIn.length).toBeGreaterThan(0);
    for (const way of explained.mitigations) expect(way.leaves).not.toBe('');
  });
});

describe('validateRecord', () => {
  it('keeps versions as they are written', () => {
    const { bug } = readRecord(
      SOUND.replace("before: '5.4.2'", 'before: 5.10'),
      'x/x86-fpu-signal-vector.yaml',
    );
    expect(bug!.ranges[1]!.before).toBe('5.10');
  });

  it('names an unknown key by its place', () => {
    expect(change('\nsummary: >-', '\nsumary: x\nsummary: >-')).toEqual([
      'mine.yaml:3:1: there is no key "sumary" here',
    ]);
  });

  it('names a key given twice', () => {
    expect(change('\ntitle: ', '\nid: other\ntitle: ')[0]).toMatch(
      /^mine\.yaml:2:1: Map keys must be unique/,
    );
  });

  it('names a value of the wrong form, deep inside', () => {
    expect(change('- CVE-2019-19602', '- 2019-19602')).toEqual(['mine.yaml:12:5: cve[1]: is not a CVE id']);
    expect(change("before: '5.3.15'", 'before: soon')[0]).toMatch(
      /^mine\.yaml:\d+:5: ranges\[1\]\.before: is neither/,
    );
  });

  it('wants exactly one test in a condition', () => {
    expect(
      change('architecture: [x86_64, i386]', 'architecture: [x86_64]\n    module:\n      any: [xfs]')[0],
    ).toContain('conditions[1]: needs exactly one of');
  });

  it('refuses a record that could never match, and one that matches everything', () => {
    expect(change("matchAt: '0.9'", "matchAt: '3'")[0]).toContain('could never match');
    expect(change("matchAt: '0.9'", "matchAt: '0.9'\n  requires: []").join()).toContain('unique');
  });

  it.each([
    ['nothing', ''],
    ['no YAML', '{{{{'],
    ['a list', '- a\n- b'],
    ['a bomb of aliases', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]'],
    ['half a record', SOUND.slice(0, 700)],
    ['bytes', '\u0000\u0001\u0002'],
  ])('says what is wrong with %s', (_, text) => {
    const found = faults(text);
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) expect(one).toMatch(/^mine\.yaml:[1-9]\d*:[1-9]\d*: ./);
  });
});

describe('patterns', () => {
  it.each([
    ['kmalloc-*', 'kmalloc-512', true],
    ['kmalloc-*', 'kmalloc', false],
    ['*slab*page', 'a slab and a page', true],
    ['*slab*page', 'a slab and a pages', false],
    ['a.c', 'abc', false],
    ['exact', 'exact', true],
  ])('%s on %s: %s', (pattern, text, expected) => {
    expect(like(pattern, text)).toBe(expected);
  });
});
