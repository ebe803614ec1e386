import { expect, test } from 'vitest';
import { parseRpmList } from './packages.js';
import { run } from './run.js';

const node = (code: string, timeoutMs = 20_000, limit = 1 << 20) =>
  run(process.execPath, ['-e', code], { timeoutMs, limit });

test('a command says something, fails, or is not there: always an answer', async () => {
  expect(await node('console.log(1)')).toMatchObject({ status: 0, ok: Buffer.from('1\n') });
  expect(await node('console.error("no"); process.exit(3)')).toMatchObject({ status: 3, errors: 'no' });
  expect(await run('kulprit-no-such-program', [], { timeoutMs: 1000, limit: 1000 })).toEqual({
    why: 'kulprit-no-such-program is not installed',
  });
});

test('one that never ends is stopped, and what it said is kept', { timeout: 60_000 }, async () => {
  expect(await node('setInterval(() => {}, 1000)', 300)).toMatchObject({
    why: expect.stringContaining('said nothing for 0.3 s'),
  });
  const cut = await node(
    'process.stdout.write("x".repeat(3 << 20)); setInterval(() => {}, 1000)',
    20_000,
    2 << 20,
  );
  expect(cut).toMatchObject({ note: 'cut after 2 MiB' });
});

test('no shell: what looks like a command stays a word', async () => {
  const said = await run(process.execPath, ['-p', 'process.argv[1]', '$(id); `id`'], {
    timeoutMs: 20_000,
    limit: 1000,
  });
  expect('ok' in said && said.ok.toString()).toBe('$(id); `id`\n');
});

test('rpm: the kernel packages of a list, and which one runs', () => {
  const list =
    'kernel-tools 3.10.0-1160.el7 x86_64\nkernel 3.10.0-957.27.2.el7 x86_64\nkernel 3.10.0-1062.13.1.el7 x86_64\nkernel-headers 3.10.0-1160.el7 x86_64\n';
  expect(parseRpmList(list, null, '3.10.0-957.27.2.el7.x86_64')).toEqual([
    { name: 'kernel', version: '3.10.0-957.27.2.el7', running: true },
    { name: 'kernel', version: '3.10.0-1062.13.1.el7' },
  ]);
  const suse = 'kernel-default 5.3.18-150300.59.106.1 x86_64\nkernel-firmware 20210208-1 noarch\n';
  expect(parseRpmList(suse, 'kernel-default 5.3.18-150300.59.106.1', '5.3.18-150300.59.106-default')).toEqual(
    [{ name: 'kernel-default', version: '5.3.18-150300.59.106.1', running: true }],
  );
});
