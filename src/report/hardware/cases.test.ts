import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readLog } from '../log.js';
import type { Report } from '../types.js';

/**
 * The numbered cases of testdata/reports/{hardware,storage,memory}. A file begins with comments (`#`) and, for every report that must
 * be found, in order, a block of `name: value` lines that begins with `report: <kind> <type>`; after `---` comes the log. `lines` count
 * from the log's first. Other names are looked for in the report, its details, and the details' decoded fields. A file without a
 * `report:` must give none. Other readers' reports (panics, oopses) are left aside.
 */
const ROOT = fileURLToPath(new URL('../../../testdata/reports/', import.meta.url));
const KINDS = new Set(['hardware-error', 'storage-error', 'oom-kill']);

for (const folder of ['hardware', 'storage', 'memory']) {
  describe(folder, () => {
    for (const file of readdirSync(`${ROOT}${folder}`).sort()) {
      it(file, () => {
        const { expected, log } = parse(readFileSync(`${ROOT}${folder}/${file}`, 'utf8'));
        const found = readLog(log).reports.filter(own);
        expect(found.map(headline)).toEqual(expected.map(fields => fields[0]![1]));
        expected.forEach((fields, i) => {
          const wanted = Object.fromEntries(fields.slice(1));
          const got = Object.fromEntries(fields.slice(1).map(([name]) => [name, shown(found[i]!, name)]));
          expect(got).toEqual(wanted);
        });
      });
    }
  });
}

function own(report: Report): boolean {
  return KINDS.has(report.kind) || report.type === 'SLUB';
}

function headline(report: Report): string {
  return `${report.kind} ${report.type}`;
}

type Fields = [name: string, value: string][];

function parse(text: string): { expected: Fields[]; log: string } {
  const end = text.indexOf('\n---\n');
  const expected: Fields[] = [];
  for (const line of text.slice(0, end).split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const colon = line.indexOf(': ');
    const pair: [string, string] = [line.slice(0, colon), line.slice(colon + 2)];
    if (pair[0] === 'report') expected.push([pair]);
    else expected.at(-1)!.push(pair);
  }
  return { expected, log: text.slice(end + 5) };
}

function shown(report: Report, name: string): string {
  if (name === 'lines') return `${report.span.line}-${report.span.endLine}`;
  const details = report.details as unknown as Record<string, unknown>;
  if (name.startsWith('held ')) {
    const held = details['held'] as { what: string; bytes: number }[];
    return `${held.find(({ what }) => what === name.slice(5))?.bytes}`;
  }
  if (name === 'largest')
    return (details['largest'] as { name: string; pid: number; rss: number }[])
      .map(task => `${task.name} ${task.pid} ${task.rss}`)
      .join(', ');
  if (name === 'frames') return report.frames.map(frame => frame.function).join(' ');
  if (name === 'explanation')
    return (details['explanation'] as { says: string }[]).map(({ says }) => says).join(' | ');
  if (name === 'traces')
    return (details['otherTraces'] as { name: string }[]).map(trace => trace.name).join(', ');
  const decoded = (details['decoded'] ?? {}) as Record<string, unknown>;
  const top = report as unknown as Record<string, unknown>;
  return `${name in top ? top[name] : name in details ? details[name] : decoded[name]}`;
}
