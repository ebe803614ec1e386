import { describe, expect, it } from 'vitest';
import { readCaller, readFrame } from './frames.js';

describe('readFrame', () => {
  it('reads what x86 and arm64 print', () => {
    expect(readFrame(' demo_read+0x1a/0x20 [demo]', 7)).toEqual({
      function: 'demo_read',
      offset: 0x1a,
      size: 0x20,
      module: 'demo',
      certain: true,
      line: 7,
    });
  });

  it('marks a frame that no frame pointer led to', () => {
    expect(readFrame(' ? demo_read+0x1a/0x20', 1)?.certain).toBe(false);
    expect(readFrame('[c0000a4f7b60] [c000000000f4d2d8] demo+0x8/0x10 (unreliable)', 1)?.certain).toBe(false);
  });

  it('reads addresses in brackets, with the mark of a stack before them', () => {
    const frame = readFrame(' <IRQ>  [<ffffffff81d91389>] demo_tick+0xc1/0x128', 1);
    expect(frame).toMatchObject({ function: 'demo_tick', address: '0xffffffff81d91389' });
    expect(readFrame('    [<(____ptrval____)>] demo_leak+0x5/0x20', 1)?.function).toBe('demo_leak');
  });

  it('reads symbolised frames, with their inlined ones', () => {
    expect(readFrame(' demo_a+0x1/0x2 fs/demo/a.c:12', 1)).toMatchObject({
      file: 'fs/demo/a.c',
      lineInFile: 12,
    });
    expect(readFrame(' demo_b fs/demo/b.h:7 [inline]', 1)).toMatchObject({
      function: 'demo_b',
      inlined: true,
    });
  });

  it('reads both forms of arm', () => {
    expect(readFrame('[<c0512a00>] (demo_head) from [<c0512b2c>] (demo_take+0x2c/0x7c)', 1)?.function).toBe(
      'demo_head',
    );
    expect(readFrame(' demo_head from demo_take+0x2c/0x7c', 1)?.function).toBe('demo_head');
    expect(readCaller(' demo_head from demo_take+0x2c/0x7c', 1)).toMatchObject({
      function: 'demo_take',
      offset: 0x2c,
    });
  });

  it('takes off what the compiler put on, and reads Rust names', () => {
    expect(readFrame(' demo_run.isra.0.cold+0x1/0x2', 1)?.function).toBe('demo_run');
    expect(readFrame(' _RNvMs3_NtCs1a2B_4demo5queueNtB5_5Queue4push+0x1/0x2', 1)?.function).toBe(
      '<demo::queue::Queue>::push',
    );
  });

  it('reads nothing into other lines', () => {
    for (const text of [
      'RIP: 0010:demo_read+0x1a/0x20',
      'hardirqs last  enabled at (95): [<ffffffff810114a3>] demo+0x13/0x8c4',
      'Code: 48 89 df e8 a7 35 09 00 <0f> 0b',
      'a letter from the office',
      '#0: ffffffff8600aef8 (&demo_lock){+.+.}, at: demo_open+0x13/0x70',
    ]) {
      expect(readFrame(text, 1), text).toBeNull();
    }
  });
});
