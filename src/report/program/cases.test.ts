import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readLog } from '../log.js';
import type { ProgramReport, Report } from '../types.js';

/**
 * The numbered cases of testdata/reports/program. A file begins with comments (`#`) and, for every report that must be found, in order, a
 * block of `name: value` lines that begins with `report: TYPE`; after `---` comes the log, in which `lines` count from 1. `decoded x` is
 * the first line of what is decoded under that name. A file without a `report:` must give no program's crash.
 */
const ROOT = fileURLToPath(new URL('../../../testdata/reports/program/', import.meta.url));

describe('programs', () => {
  for (const file of readdirSync(ROOT).sort()) {
    it(file, () => {
      const { expected, log } = parse(readFileSync(`${ROOT}${file}`, 'utf8'));
      const found = readLog(log).reports.filter(isProgram);
      expect(found.map(({ type }) => type)).toEqual(expected.map(fields => fields[0]![1]));
      expected.forEach((fields, i) => {
        const names = fields.slice(1);
        expect(Object.fromEntries(names.map(([name]) => [name, shown(found[i]!, name)]))).toEqual(
          Object.fromEntries(names),
        );
      });
    });
  }
});

function isProgram(report: Report): report is ProgramReport {
  return report.kind === 'program-crash';
}

type Fields = [name: string, value: string][];

function parse(text: string): { expected: Fields[]; log: string } {
  const end = text.indexOf('\n---\n');
  const expected: Fields[] = [];
  for (const line of text.slice(0, end).split('\n')) {
    if (line === '' || line.startsWith('# ')) continue;
    const colon = line.indexOf(': ');
    const pair: [string, string] = [line.slice(0, colon), line.slice(colon + 2)];
    if (pair[0] === 'report') expected.push([pair]);
    else expected.at(-1)!.push(pair);
  }
  return { expected, log: text.slice(end + 5) };
}

function shown({ title, span, blamed, frames, corrupted, details }: ProgramReport, name: string): string {
  const values: Record<string, unknown> = {
    title,
    lines: `${span.line}-${span.endLine}`,
    function: blamed?.function,
    file: blamed?.file,
    frames: frames.length,
    corrupted,
    ...details,
  };
  if (name.startsWith('decoded ')) return details.decoded[name.slice(8)]?.split('\n')[0] ?? 'missing';
  return String(values[name]);
}
