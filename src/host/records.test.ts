import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { machineRecords } from './index.js';
import { type MadeFile, makeHost } from './made-host.test.util.js';

const made: (() => void)[] = [];
afterEach(() => {
  for (const remove of made.splice(0)) remove();
});

function host(files: Readonly<Record<string, MadeFile>>): { root: string } {
  const { root, remove } = makeHost(files);
  made.push(remove);
  return { root };
}

async function read(record: Awaited<ReturnType<typeof machineRecords>>[number] | undefined): Promise<string> {
  if (record === undefined || 'missing' in record) return `missing: ${record?.missing}`;
  const chunks: Uint8Array[] = [];
  for await (const chunk of record.read()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

test('records: the ring buffer as it is, logs, pstore parts in one, kdump', async () => {
  const at = host({
    'dev/kmsg': '6,0,0,-;Linux version 5.3.14\n0,1,52,-;BUG: unable to handle page fault\n',
    'var/log/messages': 'Nov 21 01:00:00 db1 kernel: Oops\n',
    'var/log/messages.1': 'Nov 14 01:00:00 db1 kernel: earlier\n',
    'var/log/mcelog': '',
    'sys/fs/pstore/dmesg-ramoops-0': 'Oops#1 Part1\n<4>[1.0] first\n',
    'sys/fs/pstore/dmesg-ramoops-1': 'Panic#2 Part1\n<4>[2.0] second\n',
    'var/crash/127.0.0.1-2019-11-21-01:00:00/vmcore-dmesg.txt': '[ 1.0] kernel BUG at mm/usercopy.c:72!\n',
    'var/crash/127.0.0.1-2019-11-21-01:00:00/vmcore': 'KDUMP',
  });
  const records = await machineRecords(at);
  const named = (name: string) => records.find(record => record.name === name);
  expect(await read(named('kernel log (/dev/kmsg)'))).toContain('0,1,52,-;BUG: unable to handle page fault');
  expect(await read(named('/var/log/messages'))).toContain('Oops');
  expect(await read(named('/var/log/messages.1'))).toContain('earlier');
  expect(await read(named('pstore (/sys/fs/pstore)'))).toBe(
    'Oops#1 Part1\n<4>[1.0] first\n\nPanic#2 Part1\n<4>[2.0] second\n\n',
  );
  expect(await read(named('/var/crash/127.0.0.1-2019-11-21-01:00:00/vmcore-dmesg.txt'))).toContain(
    'kernel BUG',
  );
  expect(named('/var/log/mcelog')).toEqual({ name: '/var/log/mcelog', missing: '/var/log/mcelog is empty' });
});

test('records: a ring buffer that lost its beginning says so; a dump without text too', async () => {
  const at = host({
    'dev/kmsg': '6,812,1000,-;later\n',
    'var/crash/201911210100/dump.201911210100': 'KDUMP',
  });
  mkdirSync(join(at.root, 'sys/fs/pstore'), { recursive: true });
  const records = await machineRecords(at);
  expect(records).toContainEqual(
    expect.objectContaining({
      name: 'kernel log (/dev/kmsg)',
      note: 'its first 812 records were overwritten',
    }),
  );
  expect(records).toContainEqual({
    name: 'crash dumps (/var/crash)',
    missing: '/var/crash/201911210100/dump.201911210100 is there, but no text of its kernel log beside it',
  });
  expect(records.find(record => record.name === 'pstore')).toMatchObject({
    missing: expect.stringContaining('/sys/fs/pstore is empty'),
  });
});

test('records of this machine: each can be read or says why not', { timeout: 60_000 }, async () => {
  for (const record of await machineRecords()) {
    if ('missing' in record) expect(record.missing.length).toBeGreaterThan(5);
    else expect((await read(record)).length).toBeGreaterThan(0);
  }
});
