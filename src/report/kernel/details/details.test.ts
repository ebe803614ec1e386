import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Line } from '../../line.js';
import { kernelDetails } from './index.js';

/** Lines as they are when every prefix is off. */
function read(text: string) {
  const lines: Line[] = text
    .replace(/^\n/, '')
    .split('\n')
    .map((line, i) => ({
      text: line,
      number: i + 1,
      endNumber: i + 1,
      offset: 0,
      endOffset: 0,
      stream: 'kernel',
      caller: null,
      time: null,
      prefixed: true,
    }));
  return kernelDetails(lines, 0, lines.length);
}

const CPU_LINES: readonly [string, object, object][] = [
  [
    'CPU: 9 PID: 281 Comm: worker Kdump: loaded Not tainted 3.10.0-957.27.2.el7.x86_64 #1',
    { cpu: 9, pid: 281, comm: 'worker', taint: { text: 'Not tainted', letters: [] } },
    { release: '3.10.0-957.27.2.el7.x86_64', version: '#1' },
  ],
  [
    'CPU: 1 UID: 0 PID: 37 Comm: kworker/1:2 Tainted: G        W          6.12.0-rc3+ #7 PREEMPT_{RT,(full)} ',
    { cpu: 1, pid: 37, comm: 'kworker/1:2', taint: { text: 'G        W' } },
    { release: '6.12.0-rc3+', version: '#7 PREEMPT_{RT,(full)}' },
  ],
  [
    'CPU: 4 PID: 60 Comm: (udev-worker) Tainted: P           OE  ------------ T 3.10.0-1160.el7.x86_64 #1',
    { comm: '(udev-worker)', taint: { text: 'P           OE  ------------ T' } },
    { release: '3.10.0-1160.el7.x86_64' },
  ],
  ['CPU: 0 PID: 5 Comm: a b:Reg Not tainted mykernel #3', { comm: 'a b:Reg' }, { release: 'mykernel' }],
  [
    'Pid: 12, comm: migrate Tainted: G        W   2.6.32-71.el6.x86_64 #1 Example Inc. Model 7/0AB',
    { cpu: null, pid: 12, comm: 'migrate', hardware: 'Example Inc. Model 7/0AB' },
    { release: '2.6.32-71.el6.x86_64', version: '#1' },
  ],
  [
    'CPU: 0    Not tainted  (2.6.31-rc5 #22)',
    { cpu: 0, comm: null },
    { release: '2.6.31-rc5', version: '#22' },
  ],
  [
    'CPU: 2 PID: 8 Comm: sh Tainted: G           O       6.1.0-28-amd64 #1  Debian 6.1.119-1',
    { architecture: 'x86_64' },
    { release: '6.1.0-28-amd64', version: '#1  Debian 6.1.119-1' },
  ],
];

test.each(CPU_LINES)('%s', (line, details, identity) => {
  const found = read(line);
  expect(found.details).toMatchObject(details);
  expect(found.identity).toMatchObject(identity);
});

test('the verbose taint line is not taken for the mark', () => {
  const { details } = read(`
CPU: 1 UID: 0 PID: 3 Comm: x Tainted: G        W  O        6.13.0 #1
Tainted: [W]=WARN, [O]=OOT_MODULE`);
  expect(details.taint!.letters.map(({ letter }) => letter)).toEqual(['W', 'O']);
});

test('a hung task is the subject of its report, not the watchdog that found it', () => {
  const { details, identity } = read(`
INFO: task flush-8:0:413 blocked for more than 120 seconds.
      Tainted: G           OE     5.10.0-9-arm64 #1
"echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.
Kernel panic - not syncing: hung_task: blocked tasks
CPU: 3 PID: 41 Comm: khungtaskd Tainted: G           OE     5.10.0-9-arm64 #1`);
  expect(details).toMatchObject({ comm: 'flush-8:0', pid: 413, cpu: null, architecture: 'aarch64' });
  expect(identity).toMatchObject({ release: '5.10.0-9-arm64', line: 2 });
});

test('modules with flags, over several lines, and the one unloaded last', () => {
  const { details } = read(`
Modules linked in: alpha(OE) beta_two ipt_GAMMA(+) delta epsilon zeta eta theta iota
 kappa(PO) 8021q
 lambda [last unloaded: my_mod]
CPU: 1 PID: 4 Comm: sh Not tainted 5.4.0 #1`);
  expect(details.modules).toEqual([
    'alpha', 'beta_two', 'ipt_GAMMA', 'delta', 'epsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa', '8021q', 'lambda',
  ]); // biome-ignore format: a list
  expect(details.moduleFlags).toEqual({ alpha: 'OE', ipt_GAMMA: '+', kappa: 'PO' });
  expect(details.lastUnloaded).toBe('my_mod');
  expect(read('Modules linked in: one\nhello world this is prose').details.modules).toEqual(['one']);
});

test('registers of user space and of other dumps stay out', () => {
  const { details } = read(`
RIP: 0010:inner file.c:12 [inline]
RIP: 0010:outer+0x1a/0x40 file.c:30
Code: 0f 1f <8b> 45
RSP: 0018:ffffc90000cafe00 EFLAGS: 00010246
RAX: 0000000000000001 RBX: ffff888100001000 RCX: 0000000000000000
CR2: 0000000000000010 CR3: 0000000100000000 CR4: 00000000000006f0
Call Trace:
 caller+0x1/0x2
RIP: 0033:0x7f0000001234
Code: 00 00 <48> 3d 00
RSP: 002b:00007ffe00000000 EFLAGS: 00000246 ORIG_RAX: 0000000000000001
RAX: ffffffffffffffda RBX: 0000000000000005 RCX: 00007f0000001234
RIP: 0010:another+0x1/0x2
RAX: 00000000000000ff`);
  expect(details.architecture).toBe('x86_64');
  expect(details.registers).toMatchObject({
    RIP: 'outer+0x1a/0x40',
    RAX: '0000000000000001',
    RBX: 'ffff888100001000',
  });
  expect(details.registers['ORIG_RAX']).toBeUndefined();
  expect(details.code).toEqual({ bytes: ['0f', '1f', '8b', '45'], at: 2 });
  expect(
    read('RIP: 0033:0x7f00\nRSP: 002b:00007ffe00000000 EFLAGS: 00000246\nRAX: 0000000000000001').details,
  ).toMatchObject({
    architecture: 'x86_64',
    registers: {},
  });
});

const DUMPS: readonly [string, string, Record<string, string>][] = [
  [
    'x86_64',
    'RIP: 0010:[<ffffffff81001234>]  [<ffffffff81001234>] old+0x4/0x10\nRAX: 0000000000000062 RBX: ffff880000000400 RCX: 0000000000000000',
    { RIP: 'ffffffff81001234', RBX: 'ffff880000000400' },
  ],
  [
    'i386',
    'EIP: 0060:[<c0101234>] EFLAGS: 00010246 CPU: 0\nEIP is at thing+0x4/0x10\nEAX: 00000000 EBX: c0ffee00 ECX: 00000001 EDX: 00000002\n DS: 007b ES: 007b FS: 00d8',
    { EIP: 'c0101234', EBX: 'c0ffee00', DS: '007b' },
  ],
  [
    'aarch64',
    'pstate: 60400005 (nZCv daif +PAN -UAO)\npc : f+0x14/0x28\nlr : g+0x7c/0x190\nsp : ffff800010003e00\nx29: ffff800010003e00 x28: 0000000000000000\nx1 : 0000000000000040 x0 : ffff00000e000000',
    { pc: 'f+0x14/0x28', x29: 'ffff800010003e00', x0: 'ffff00000e000000', pstate: '60400005' },
  ],
  [
    'arm',
    'PC is at f+0x70/0x2c0\npc : [<c0175abc>]    lr : [<c025a42c>]    psr: 80000013\nsp : c23e1db0  ip : c3cf8848  fp : c23e1df4\nr10: 00000000  r9 : 00000001  r8 : 00000002',
    { pc: 'f+0x70/0x2c0', psr: '80000013', fp: 'c23e1df4', r9: '00000001' },
  ],
  [
    'riscv64',
    'epc : f+0x72/0xb2\n ra : g+0x70/0xb2\nepc : ffffffff8000c762 ra : ffffffff8000c760 sp : ff2000000053fec0\n s9 : 0000000000000001 s10: 0000000000000002\nstatus: 0000000000000120 badaddr: 0000000000000008 cause: 000000000000000d',
    { epc: 'ffffffff8000c762', s10: '0000000000000002', cause: '000000000000000d' },
  ],
  [
    'ppc64le',
    'LE PAGE_SIZE=64K MMU=Radix SMP NR_CPUS=2048 NUMA pSeries\nNIP:  c0000000006d4d8c LR: c0000000006d4d80 CTR: c0000000006d4d60\nREGS: c000000003a3f7a0 TRAP: 0300   Not tainted  (6.5.0)\nMSR:  8000000000009033 <SF,EE,ME,IR,DR,RI,LE>  CR: 24002282  XER: 00000000\nGPR00: c0000000006d4d80 c000000003a3fa40 0000000000000001 000000000000002a',
    { NIP: 'c0000000006d4d8c', MSR: '8000000000009033', GPR03: '000000000000002a' },
  ],
  [
    's390x',
    'Krnl PSW : 0704c00180000000 000003ffe0ee0440 (f+0x60/0x210)\n           R:0 T:1 IO:1\nKrnl GPRS: 0000000000000001 0000000000000002 0000000000000003 0000000000000004\n           0000000000000005 0000000000000006 0000000000000007 0000000000000008',
    { PSW: '000003ffe0ee0440', R0: '0000000000000001', R7: '0000000000000008' },
  ],
  [
    'mips',
    '$ 0   : 00000000 1000a400 00000001 00000002\n$ 4   : 80a1b2c3 00000004 00000005 00000006\nepc   : 80123456 f+0x1/0x2\nCause : 00800008 (ExcCode 02)\nBadVA : 00000004',
    { $5: '00000004', epc: '80123456', BadVA: '00000004' },
  ],
  [
    'loongarch64',
    'pc 9000000004dd8f94 ra 9000000004dd8f88 tp 90000001007dc000 sp 90000001007df7b0\na0 0000000000000001 a1 0000000000000002 a2 0000000000000003 a3 0000000000000004\n  ERA: 9000000004dd8f94 f+0x1/0x2\n BADV: 0000000000000008',
    { pc: '9000000004dd8f94', a3: '0000000000000004', BADV: '0000000000000008' },
  ],
];

test.each(DUMPS)('registers of %s', (architecture, text, registers) => {
  const { details } = read(text);
  expect(details.architecture).toBe(architecture);
  expect(details.registers).toMatchObject(registers);
});

test('code bytes of other architectures', () => {
  expect(read('Code: d53b00e1 12000c21 d2800082 9ac12041 (d50b7420) ').details.code).toEqual({
    bytes: ['d53b00e1', '12000c21', 'd2800082', '9ac12041', 'd50b7420'],
    at: 4,
  });
  expect(read('Instruction dump:\n60000000 7c0802a6 \n<e8610000> 4e800020').details.code).toMatchObject({
    at: 2,
  });
  expect(
    read(
      'Krnl Code: 000003ffe0ee0430: e31030080004\tlg\t%r1,8(%r3)\n           >000003ffe0ee0436: ec1200888064\tcgrj\t%r1,%r2,8',
    ).details.code,
  ).toEqual({ bytes: ['e31030080004', 'ec1200888064'], at: 1 });
  expect(read('Code: Bad RIP value.').details.code).toBeNull();
});

test('the place of a BUG or WARNING in old and new form', () => {
  const at = (text: string) => read(text).details.at;
  expect(at('kernel BUG at mm/usercopy.c:72!')).toEqual({ file: 'mm/usercopy.c', line: 72 });
  expect(at('WARNING: CPU: 0 PID: 9 at lib/a.c:28 f+0x1/0x2')).toEqual({ file: 'lib/a.c', line: 28 });
  expect(at('WARNING: fs/b.c:829 at f+0x1/0x2, CPU#0: sh/77')).toEqual({ file: 'fs/b.c', line: 829 });
  expect(at('WARNING: at net/c.c:5 f+0x1/0x2()')).toEqual({ file: 'net/c.c', line: 5 });
  expect(at('WARNING: possible circular locking dependency detected')).toBeNull();
});

test('other traces by name', () => {
  const { details } = read(`
BUG: KASAN: slab-use-after-free in f+0x1/0x2
Read of size 4 at addr ffff888100001018 by task sh/77

Allocated by task 77:
 kasan_save_stack+0x1/0x2
 make+0x3/0x4

Freed by task 78:
 drop+0x5/0x6

The buggy address belongs to the object at ffff888100001000
 which belongs to the cache my_cache of size 72
The buggy address is located 24 bytes inside of
 freed 72-byte region [ffff888100001000, ffff888100001048)`);
  expect(
    details.otherTraces.map(({ name, line, frames }) => [name, line, frames.map(f => f.function)]),
  ).toEqual([
    ['allocated by', 4, ['kasan_save_stack', 'make']],
    ['freed by', 8, ['drop']],
  ]);
  expect(details.object).toEqual({
    address: 'ffff888100001000', cache: 'my_cache', size: 72, where: 'inside', offset: 24, state: 'freed', line: 11,
  }); // biome-ignore format: short
  expect(details).toMatchObject({ comm: 'sh', pid: 77 });
});

const word = fc.constantFrom(
  'RIP: 0010:', 'RIP: 0033:', 'Code: ', 'Modules linked in:', 'CPU: 1 PID: 2 Comm: ', 'Tainted: ', 'Not tainted ', '[#1]', '#1',
  'INFO: task ', 'Kernel panic - not syncing', ' by task ', 'general protection fault', 'Unable to handle kernel', '0xdead000000000100',
  'x29: ', 'Krnl GPRS: ', 'usercopy: Kernel memory exposure attempt detected from ', "(offset 1, size 2)!", '<0f> 0b', '\u0000', '💥',
); // biome-ignore format: a list

test('any lines are read, nothing is thrown', () => {
  const line = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(word, fc.string({ maxLength: 12 })), { maxLength: 6 }).map(a => a.join('')),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 30 }), texts => void read(texts.join('\n'))),
    { numRuns: 500 },
  );
});

test('a long hostile report is read in linear time', () => {
  for (const text of [
    'CPU: ',
    'Code: 0f ',
    'Modules linked in: a',
    'INFO: task : ',
    '[last unloaded:',
    ' by task /',
    'x',
  ])
    read(Array(8000).fill(text.repeat(30)).join('\n'));
});
