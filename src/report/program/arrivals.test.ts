import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readLog } from '../log.js';

/** The crashes of testdata/made/program as they come out of journals, containers, mails and web pages: the titles must not change. */
const ROOT = fileURLToPath(new URL('../../../testdata/made/program/', import.meta.url));

const TIME = '2026-11-21T01:18:43';
const JOURNAL = 'Nov 21 01:18:43 host app[4242]: ';
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** By name: the lines of a log, written the other way. */
const ROADS: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  crlf: lines => lines.join('\r\n'),
  'quoted mail': each(line => `> ${line}`),
  'four blanks': each(line => `    ${line}`),
  'a tab': each(line => `\t${line}`),
  journalctl: each(line => JOURNAL + line),
  'journalctl, one record': lines =>
    lines.map((line, at) => (at === 0 ? JOURNAL : ' '.repeat(JOURNAL.length)) + line).join('\n'),
  'journalctl -o short-iso': each(line => `${TIME}+0000 host app[4242]: ${line}`),
  'journalctl -o json': each(line => JSON.stringify({ ...record, MESSAGE: line })),
  'journalctl -o json, one record': lines => JSON.stringify({ ...record, MESSAGE: lines.join('\n') }),
  'RFC 5424': each(line => `<134>1 ${TIME}.123Z host app 4242 - - ${line}`),
  'docker json-file': each(line =>
    JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: `${TIME}.123456789Z` }),
  ),
  CRI: each(line => `${TIME}.123456789Z stderr F ${line}`),
  'docker logs -t': each(line => `${TIME}.123456789Z ${line}`),
  'docker compose': each(line => `web-1  | ${line}`),
  HTML: lines => lines.join('\n').replace(/[&<>"']/g, char => ENTITIES[char]!),
};

const record = {
  __REALTIME_TIMESTAMP: '1795223923000000',
  _PID: '4242',
  SYSLOG_IDENTIFIER: 'app',
  _HOSTNAME: 'host',
};

function each(write: (line: string) => string): (lines: readonly string[]) => string {
  return lines => lines.map(write).join('\n');
}

describe('each crash by each road', () => {
  const logs = readdirSync(ROOT)
    .filter(name => !name.startsWith('go-'))
    .map(name => ({ name, text: readFileSync(`${ROOT}${name}`, 'utf8').replace(/\n$/, '') }));
  const wanted = logs.map(({ name, text }) => [name, titles(text)]);

  for (const [road, write] of Object.entries(ROADS)) {
    it(road, () => {
      expect(logs.map(({ name, text }) => [name, titles(write(text.split('\n')))])).toEqual(wanted);
    });
  }
});

function titles(log: string): string[] {
  return readLog(`${log}\n`)
    .reports.filter(({ kind }) => kind === 'program-crash')
    .map(({ title }) => title);
}
