import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLog } from '../log.js';
import type { Report } from '../types.js';

const FOLDER = join(import.meta.dirname, '../../../testdata/reports/go');

/**
 * A case: lines `KEY: value` of what must be read, one `REPORT: kind` for each report, then `----`, then the log. `LOG: path` takes the log from
 * elsewhere in testdata. Lines that begin with `#` say what the case is about.
 */
interface Case {
  readonly expected: readonly (readonly [string, string])[][];
  readonly log: Buffer;
}

function load(name: string): Case {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const cut = text.indexOf('----\n');
  const head = cut < 0 ? text : text.slice(0, cut);
  const expected: (readonly [string, string])[][] = [];
  let log = Buffer.from(cut < 0 ? '' : text.slice(cut + 5));
  for (const line of head.split('\n')) {
    const colon = line.indexOf(': ');
    if (line.startsWith('#') || colon < 0) continue;
    const [key, value] = [line.slice(0, colon), line.slice(colon + 2)];
    if (key === 'LOG') log = readFileSync(join(FOLDER, '../..', value));
    else if (key === 'REPORT') expected.push([['KIND', value]]);
    else if (key !== 'REPORTS') expected.at(-1)!.push([key, value]);
  }
  return { expected, log };
}

/** What a report says, by the keys of the cases; several values where a key may stand several times. */
function seen(report: Report): Record<string, readonly string[]> {
  const { span, frames } = report;
  const found: Record<string, readonly string[]> = {
    KIND: [report.kind],
    TITLE: [report.title],
    TYPE: [report.type],
    SPAN: [`${span.line}-${span.endLine}`],
    CORRUPTED: [report.corrupted ?? '-'],
    BLAMED: [report.blamed?.function ?? '-'],
    FRAMES: [String(frames.length)],
    FRAME: frames.flatMap(frame => [
      frame.function,
      `${frame.function} ${frame.offset ?? '-'} ${frame.file}:${frame.lineInFile}`,
    ]),
  };
  if (report.kind === 'go-kernel-note') found['NOTE'] = report.details.notes.map(noteText);
  if (report.kind !== 'go-crash') return found;
  const { details } = report;
  const { signal } = details;
  return {
    ...found,
    CLASS: [details.class],
    WHY: [details.why],
    ERROR: [details.error],
    SERVED: [details.servedFor ?? '-'],
    GOVERSION: [details.goVersion ?? '-'],
    SIGNAL: [
      signal === null
        ? '-'
        : `${signal.name} ${signal.code ?? '-'} ${signal.addr ?? '-'} ${signal.pc ?? '-'}`,
    ],
    GOROUTINES: [String(details.goroutines.length)],
    GROUP: details.goroutines.map(({ id, count, state }) => `${id} ${count} ${state}`),
    RUNTIME: details.runtimeLines.map(({ says }) => says),
    NOTE: details.kernelNotes.map(noteText),
  };
}

function noteText(note: {
  what: string;
  errno: number | null;
  errnoName: string | null;
  url: string | null;
}) {
  if (note.what === 'mlock-failed') return `${note.what} ${note.errno ?? '-'} ${note.errnoName ?? '-'}`;
  return note.url === null ? note.what : `${note.what} ${note.url}`;
}

/** The reports of this folder's readers; what others find in the same log is theirs to test. */
function ours(log: Buffer): readonly Report[] {
  return readLog(log).reports.filter(({ type }) => type.startsWith('GO-'));
}

describe('go', () => {
  for (const name of readdirSync(FOLDER).filter(file => file.endsWith('.txt'))) {
    it(name, () => {
      const { expected, log } = load(name);
      const reports = ours(log);
      expect(reports.map(({ title }) => title)).toHaveLength(expected.length);
      expected.forEach((wanted, index) => {
        const found = seen(reports[index]!);
        for (const [key, value] of wanted) {
          const values = found[key] ?? [];
          if (key === 'WHY') expect(values.join(), key).toContain(value);
          else if (values.length > 1) expect(values, key).toContain(value);
          else expect(values.join(), key).toBe(value);
        }
      });
    });
  }
});
