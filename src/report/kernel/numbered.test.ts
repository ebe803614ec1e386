import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLog } from '../log.js';

/** Numbered logs with what must be read from them on top; a new case is a new file (testdata/reports/kernel). */
const FOLDER = join(import.meta.dirname, '../../../testdata/reports/kernel');

interface Sample {
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly log: string;
}

function readSample(name: string): Sample {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const end = text.indexOf('\n\n');
  const headers = new Map<string, string[]>();
  for (const line of text.slice(0, end).split('\n')) {
    const match = /^([A-Z]+): ?(.*)$/.exec(line);
    if (match === null) continue;
    headers.set(match[1]!, [...(headers.get(match[1]!) ?? []), match[2]!]);
  }
  return { headers, log: text.slice(end + 2) };
}

describe('numbered kernel logs', () => {
  for (const name of readdirSync(FOLDER).sort()) {
    it(name, () => {
      const { headers, log } = readSample(name);
      const one = (key: string) => headers.get(key)?.[0];
      const reports = readLog(log).reports.filter(({ kind }) => kind === 'kernel-bug');
      const [first, ...rest] = reports;
      if (one('ABSENT') === 'kernel-bug') {
        expect(reports.map(({ title }) => title)).toEqual([]);
        return;
      }
      expect(first?.title).toBe(one('TITLE'));
      expect({
        alt: first?.altTitles,
        type: first?.type,
        corrupted: first?.corrupted !== null,
        panicked: first?.panicked,
        suppressed: first?.suppressed,
      }).toEqual({
        alt: headers.get('ALT') ?? [],
        type: one('TYPE') ?? '',
        corrupted: one('CORRUPTED') === 'Y',
        panicked: one('PANICKED') === 'Y',
        suppressed: one('SUPPRESSED') === 'Y',
      });
      if (one('FRAME') !== undefined) expect(first?.blamed?.function).toBe(one('FRAME'));
      if (one('FILE') !== undefined) expect(first?.blamed?.file).toBe(one('FILE'));
      if (one('ONLY') === 'Y') expect(rest).toEqual([]);
      if (headers.has('ALSO')) expect(rest.map(({ title }) => title)).toEqual(headers.get('ALSO'));
    });
  }
});
