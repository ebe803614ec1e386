import { expect, test } from 'vitest';
import type { Line } from '../line.js';
import { readLog } from '../log.js';
import { withSoundCallers } from './caller-ids.js';

const line = (caller: string | null, text: string): Line => ({
  text,
  number: 1,
  endNumber: 1,
  offset: 0,
  endOffset: 0,
  stream: 'kernel',
  caller,
  time: null,
  prefixed: true,
});

test('caller ids are trusted while each stands for one task', () => {
  const lines = [
    line('T7', 'CPU: 0 PID: 7 Comm: a'),
    line('T8', 'CPU: 1 PID: 8 Comm: b'),
    line('C0', 'CPU: 0 PID: 9 Comm: c'),
  ];
  expect(withSoundCallers(lines)).toBe(lines);
});

test('one id before the dumps of two tasks was not the kernel’s', () => {
  const lines = [line('T7', 'CPU: 0 PID: 7 Comm: a'), line('T7', 'CPU: 1 PID: 8 Comm: b')];
  expect(withSoundCallers(lines).map(({ caller }) => caller)).toEqual([null, null]);
});

test('a log reads the same with one id put before every line', () => {
  const log = (id: string) =>
    [
      'BUG: unable to handle page fault for address: ffffc90000001000',
      '#PF: supervisor read access in kernel mode',
      'Oops: 0000 [#1] SMP',
      'CPU: 0 PID: 71 Comm: first Not tainted 6.1.0 #1',
      'RIP: 0010:first_func+0x10/0x20',
      'Call Trace:',
      'WARNING: CPU: 1 PID: 72 at fs/second.c:12 second_func+0x10/0x20',
      'CPU: 1 PID: 72 Comm: second Not tainted 6.1.0 #1',
      'RIP: 0010:second_func+0x10/0x20',
      'Call Trace:',
      ' second_caller+0x10/0x20',
    ]
      .map((text, i) => `[   10.0000${10 + i}]${id} ${text}`)
      .join('\n');
  const titles = (text: string) => readLog(text).reports.map(({ title }) => title);
  expect(titles(log('[  T99]'))).toEqual(titles(log('')));
});
