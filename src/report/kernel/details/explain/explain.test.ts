import { expect, test } from 'vitest';
import type { Line } from '../../../line.js';
import { kernelDetails } from '../index.js';
import { looksLike } from './pointer.js';

function details(text: string) {
  const lines: Line[] = text.split('\n').map((line, i) => ({
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
  return kernelDetails(lines, 0, lines.length).details;
}
const says = (text: string) => details(text).explanation.map(({ says: sentence }) => sentence);

const REGISTERS = 'RIP: 0010:f+0x1/0x2\nRAX: 0000000000000000 RBX: ffff888100001400 RCX: 0000000000000000';

test('usercopy with a length that no object of the cache has: a length problem, the address is the object itself', () => {
  const text = `usercopy: kernel memory exposure attempt detected from ffff888100001400 (kmalloc-512) (1024 bytes)
kernel BUG at mm/usercopy.c:72!
invalid opcode: 0000 [#1] SMP
RIP: 0010:[<ffffffff81001234>]  [<ffffffff81001234>] __check_object_size+0x87/0x250
RAX: 0000000000000062 RBX: ffff888100001400 RCX: 0000000000000400
Code: 51 00 <0f> 0b 0f 1f`;
  expect(details(text).usercopy).toEqual({
    direction: 'exposure', address: 'ffff888100001400', object: 'kmalloc-512', objectSize: 512, offset: null, length: 1024,
    problem: 'length', line: 1,
  }); // biome-ignore format: short
  const [first, second, third, fourth] = says(text);
  expect(first).toContain('1024 bytes of kernel memory were to be copied out');
  expect(first).toContain('a length problem, not an address problem');
  expect(second).toContain('it is the address of the object itself');
  expect(third).toContain('RBX holds that address and RCX holds the length, 0x400');
  expect(fourth).toContain('the trap of BUG() at mm/usercopy.c:72');
});

test('usercopy of another alignment says no more than it can', () => {
  const at = (address: string, length: number, cache = 'kmalloc-512') =>
    details(`usercopy: kernel memory overwrite attempt detected to ${address} (${cache}) (${length} bytes)`)
      .usercopy!.problem;
  expect(at('ffff888100001410', 504)).toBe('length');
  expect(at('ffff888100001410', 16)).toBe('unknown');
  expect(at('ffff888100001410', 16, 'task_struct')).toBe('unknown');
  expect(at('ffff888100001410', 16, '<kernel text>')).toBe('address');
  const now = (what: string) =>
    details(`usercopy: Kernel memory exposure attempt detected from ${what}!`).usercopy!;
  expect(now("SLUB object 'kmalloc-cg-2k' (offset 2040, size 16)")).toMatchObject({
    objectSize: 2048,
    problem: 'length',
  });
  expect(now("SLUB object 'sctp' (offset 1, size 16)")).toMatchObject({ object: 'sctp', problem: 'unknown' });
  expect(now('null address (offset 0, size 16)')).toMatchObject({
    object: 'null address',
    problem: 'address',
  });
  expect(now('vmalloc (offset 9, size 99999)')).toMatchObject({ problem: 'length', objectSize: null });
});

test.each([
  ['6b6b6b6b6b6b6b73', 'use after free'],
  ['dead000000000100', 'forward pointer of a list entry that was deleted'],
  ['dead000000000122', 'backward pointer of a list entry that was deleted'],
  ['dead000000000d90', 'plus or minus an offset'],
  ['6e69747465732f72', 'reads, up to a small offset, as the text "r/settin"'],
  ['dffffc0000000003', 'a NULL pointer, at offset 24'],
  ['fff7888100001000', 'differs in one bit (bit 51) from 0xffff888100001000'],
])('a general protection fault at %s', (address, expected) => {
  const text = `general protection fault, probably for non-canonical address 0x${address}: 0000 [#1] SMP\n${REGISTERS}`;
  expect(says(text)[0]).toContain(expected);
});

test('an address like any other is not explained', () => {
  for (const address of [
    0xffff888100001000n,
    0x00007f0012345678n,
    0x0000556161616161n,
    0n,
    0xffffffffffffffffn,
  ])
    expect(looksLike(address, 'x86_64')).toBeNull();
  expect(looksLike(0xfff7888100001000n, 'x86_64', true)).toBeNull();
  expect(looksLike(0xfff7888100001000n, 'aarch64')).toBeNull();
});

test('without a printed address a register may tell', () => {
  expect(
    says(
      'general protection fault: 0000 [#1] SMP\nRIP: 0010:f+0x1/0x2\nRAX: 6b6b6b6b6b6b6b6b RBX: 0000000000000001',
    )[0],
  ).toContain(
    'RAX holds 0x6b6b6b6b6b6b6b6b: up to a small offset the pattern the allocator writes into freed objects',
  );
});

test.each([
  [
    'BUG: kernel NULL pointer dereference, address: 0000000000000010\n#PF: supervisor read access in kernel mode',
    'The field at offset 16 (0x10) of a structure was to be read',
  ],
  [
    'BUG: unable to handle kernel NULL pointer dereference at           (null)\nOops: 0010 [#1] SMP\nRIP: 0010:          (null)\nRAX: 0000000000000000 RBX: 0000000000000000',
    'called a function through a pointer that is NULL',
  ],
  [
    'BUG: unable to handle page fault for address: fffffffffffffff4\n#PF: supervisor write access in kernel mode',
    '(-ENOMEM) was taken for a pointer',
  ],
  [
    'Unable to handle kernel NULL pointer dereference at virtual address 00000008 when write',
    'offset 8 (0x8) of a structure was to be written',
  ],
  [
    'BUG: stack guard page was hit at ffffc90000cafff8 (stack is ffffc90000cb0000..ffffc90000cb3fff)',
    'The kernel stack of 16384 bytes was used up',
  ],
  [
    'Kernel panic - not syncing: stack-protector: Kernel stack is corrupted in: f+0x1/0x2',
    'The guard value on the stack of f+0x1/0x2',
  ],
  [
    'Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100',
    'it exited by itself with status 1',
  ],
  ['Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b', 'it was killed by SIGSEGV'],
  ['Kernel panic - not syncing: Out of memory: system-wide panic_on_oom is enabled', 'vm.panic_on_oom'],
  ['Kernel panic - not syncing: Fatal machine check', 'cannot be worked around'],
  [
    'INFO: task cp:77 blocked for more than 120 seconds.',
    'The task cp (PID 77) has waited for more than 120 seconds',
  ],
  [
    'watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [cp:77]',
    'CPU 3 ran the kernel code of cp (PID 77) for 22 seconds',
  ],
  ['refcount_t: underflow; use-after-free.', 'A reference count fell below zero'],
  ['divide error: 0000 [#1] SMP', 'A division by zero'],
])('%s', (text, expected) => {
  expect(says(text).join('\n')).toContain(expected);
});

test('BUG() and an unknown instruction are told apart', () => {
  const head =
    'invalid opcode: 0000 [#1] SMP\nRIP: 0010:f+0x1/0x2\nRAX: 0000000000000000 RBX: 0000000000000000\n';
  expect(says(`kernel BUG at mm/x.c:7!\n${head}Code: 90 <0f> 0b 90`)[0]).toContain(
    'the trap of BUG() at mm/x.c:7',
  );
  expect(says(`${head}Code: 90 <c4> e2 79 18`)[0]).toContain('an instruction it does not know');
});

test('who is asked for help needs to know the foreign modules', () => {
  const found = says(`Modules linked in: ext4 nvidia(POE) mydrv(OE) virtio(E)
CPU: 1 PID: 3 Comm: sh Tainted: P      D    OE     6.1.0 #1`);
  expect(found.join('\n')).toContain('A proprietary module is loaded (nvidia)');
  expect(found.join('\n')).toContain('A module from outside the kernel tree is loaded (mydrv)');
  expect(found.join('\n')).toContain('look for the earlier oops first');
});

test('the second death says so', () => {
  const text = 'Oops: 0002 [#2] SMP\nCPU: 1 PID: 3 Comm: sh Tainted: G      D           6.1.0 #1';
  expect(details(text).die).toBe(2);
  expect(says(text)[0]).toContain('death number 2 of this boot');
});

test('every explanation points to a line of the report', () => {
  const text = `BUG: kernel NULL pointer dereference, address: 0000000000000010\nOops: 0000 [#1] SMP\n${REGISTERS}`;
  for (const { line } of details(text).explanation) expect(line).toBe(1);
});
