import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AnchorScanner } from '../scan/index.js';
import { ArrivalState, readLines } from './index.js';

/**
 * Each file is one way in which lines arrive: `#` says what it is, then what is expected of each line, then `----`, then the input.
 * An expected line is `number writer caller time | text`, `-` for what is not known. A new case is a new file; with UPDATE=1 in the
 * environment what is read is written into the files: look at the difference before it is committed.
 */
const FOLDER = join(import.meta.dirname, '../../../testdata/reports/arrival');
/** Texts at which readers would look. */
const SCANNER = new AnchorScanner(['Call Trace', 'panic', 'BUG: ', 'goroutine ']);

describe('a log is read the same however it arrives', () => {
  for (const name of readdirSync(FOLDER).sort()) {
    test(name, () => {
      const file = readFileSync(join(FOLDER, name));
      const end = file.indexOf('\n----\n') + 1;
      const about = file.toString('utf8', 0, end).split('\n');
      const input = Buffer.from(file.subarray(end + 5));
      const got = read(input);
      const note = about.filter(line => line.startsWith('#'));
      if (process.env['UPDATE'] === '1') {
        const top = Buffer.from([...note, ...got, '----', ''].join('\n'));
        writeFileSync(join(FOLDER, name), Buffer.concat([top, input]));
      } else expect(got).toEqual(about.slice(note.length, -1));
    });
  }
});

function read(bytes: Buffer): string[] {
  const hits: number[] = [];
  SCANNER.scan(bytes, 0, bytes.length, (_, offset) => hits.push(offset));
  const lines = readLines({ bytes, offset: 0, firstLine: 1 }, hits, new ArrivalState());
  return lines.map(({ text, number, endNumber, stream, caller, time }) => {
    const place = number === endNumber ? String(number) : `${number}-${endNumber}`;
    return `${place} ${stream || '-'} ${caller ?? '-'} ${time ?? '-'} | ${text}`.trimEnd();
  });
}
