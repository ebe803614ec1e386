import { describe, expect, it } from 'vitest';
import { readLog } from '../log.js';
import { goMemoryCorruption } from './index.js';

function crash(error: string, ...functions: readonly string[]): string {
  const frames = functions.map((name, i) => `${name}(0xc000010000)\n\t/src/file.go:${i + 1} +0x10\n`);
  return `${error}\n\ngoroutine 1 [running]:\n${frames.join('')}exit status 2\n`;
}

const HEAP = 'fatal error: found bad pointer in Go heap (incorrect use of unsafe or cgo?)';
const BOUNDS = 'panic: runtime error: slice bounds out of range [:70] with capacity 64';

function together(...crashes: readonly string[]) {
  return goMemoryCorruption(readLog(crashes.join('\nstarting\n')).reports);
}

describe('goMemoryCorruption', () => {
  it('finds damage that shows at a different place each time', () => {
    const found = together(
      crash(HEAP, 'runtime.throw', 'runtime.findObject', 'runtime.scanobject'),
      crash('fatal error: sweep increased allocation count', 'runtime.throw', 'runtime.(*mspan).sweep'),
      crash(BOUNDS, 'panic', 'strconv.Itoa', 'main.main'),
      crash(BOUNDS, 'panic', 'main.pick', 'main.main'),
    );
    expect(found.certain).toHaveLength(2);
    expect(found.fitting).toHaveLength(1);
    expect(found.sites).toEqual(['runtime.findObject', 'runtime.(*mspan).sweep', 'strconv.Itoa']);
    expect(found.repeat).toBe(false);
    expect(found.scattered).toBe(true);
  });

  it('does not call it scattered when a place comes again', () => {
    const one = crash(HEAP, 'runtime.throw', 'runtime.findObject');
    expect(together(one, one)).toMatchObject({ repeat: true, scattered: false });
  });

  it('makes nothing of crashes that are the program’s', () => {
    const found = together(
      crash(BOUNDS, 'panic', 'main.pick'),
      crash(BOUNDS, 'panic', 'strconv.Itoa', 'main.main'),
      crash('panic: no luck', 'main.main'),
    );
    expect(found.certain).toHaveLength(0);
    expect(found.scattered).toBe(false);
  });
});
