import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { kulprit, root } from './run.js';

/**
 * Whole stories: a log as a user has it, with the answer on top. `BUG: ID STATUS` is what the knowledge base must say, `NOT:` what it must
 * not, `NOBUG: yes` that nothing is above unknown; `SAYS:` is text on the terminal. A new case is a new file.
 */
const folder = `${root}testdata/stories`;

interface Story {
  readonly headers: readonly (readonly [string, string])[];
  readonly log: string;
}

function readStory(name: string): Story {
  const text = readFileSync(`${folder}/${name}`, 'utf8');
  const end = text.indexOf('\n\n');
  const headers = text
    .slice(0, end)
    .split('\n')
    .filter(line => !line.startsWith('#'))
    .map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()] as const);
  return { headers, log: text.slice(end + 2) };
}

describe.each(readdirSync(folder).sort())('%s', name => {
  const { headers, log } = readStory(name);
  const json = kulprit(['diagnose', '--json', '-'], { input: log });
  const diagnosis = JSON.parse(json.stdout);
  const status = new Map<string, string>(
    diagnosis.bugs.map((b: { id: string; status: string }) => [b.id, b.status]),
  );

  test('the contract', () => {
    expect(diagnosis.schema).toBe('kulprit/diagnosis@1');
    expect(diagnosis.source).toBe('<stdin>');
    for (const report of diagnosis.reports) {
      expect(report.span.line).toBeGreaterThan(0);
      expect(report.span.endLine).toBeGreaterThanOrEqual(report.span.line);
    }
  });

  test.each(headers.map(([key, value]) => ({ key, value })))('$key: $value', ({ key, value }) => {
    const titles = diagnosis.reports.map((report: { title: string }) => report.title);
    switch (key) {
      case 'TITLE':
        return expect(titles).toContain(value);
      case 'REPORTS':
        return expect(titles).toHaveLength(Number(value));
      case 'CAUSE':
        return expect(diagnosis.verdict.cause).toBe(value);
      case 'EXIT':
        return expect(json.status).toBe(Number(value));
      case 'BUG':
        return expect(status.get(value.split(' ')[0]!)).toBe(value.split(' ')[1]);
      case 'NOT':
        return expect(status.get(value.split(' ')[0]!)).not.toBe(value.split(' ')[1]);
      case 'NOBUG':
        return expect([...status.values()].filter(s => s === 'match' || s === 'possible')).toEqual([]);
      case 'SAYS': {
        const said = kulprit(['diagnose', '-'], { input: log }).stdout.replace(/\s+/g, ' ');
        return expect(said).toContain(value);
      }
      default:
        throw new Error(`unknown header ${key}`);
    }
  });
});
