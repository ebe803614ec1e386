import { describe, expect, it } from 'vitest';
import { readLog } from './log.js';

const CE =
  'EDAC MC0: 1 CE memory read error on DIMM_A1 (channel:1 slot:0 page:0x1 offset:0x2 grain:32 syndrome:0x0)';
const UE = 'EDAC MC0: 1 UE memory read error on DIMM_A1 (channel:1 slot:0 page:0x1 offset:0x2 grain:32)';

describe('what repeats', () => {
  it('makes one report of corrected errors however far apart they stand', () => {
    const quiet = Array.from({ length: 3000 }, (_, i) => `[ 20.${i}] usb 1-1: nothing to see here`);
    const log = [`[ 10.1] ${CE}`, ...quiet, `[ 30.1] ${CE}`, ...quiet, `[ 40.1] ${CE}`].join('\n');
    const { reports } = readLog(log);
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({
      span: { line: 1, endLine: 6003 },
      details: { count: 3, severity: 'corrected', where: 'DIMM_A1' },
    });
  });

  it('keeps apart what is not alike', () => {
    const { reports } = readLog(`[ 10.1] ${CE}\n[ 10.2] ${UE}\n[ 10.3] ${CE.replace('A1', 'A2')}`);
    expect(reports).toHaveLength(3);
  });

  it('keeps the first of endless crashes and counts the others', () => {
    const crash =
      '[ 1.5] eat[91]: segfault at 8 ip 0000000000401136 sp 00007ffd0c0d3fb8 error 6 in eat[401000+1000]\n';
    const { reports, problems } = readLog(crash.repeat(1000));
    expect(reports).toHaveLength(200);
    expect(problems).toEqual([
      {
        says: `800 more like "${reports[0]!.title}" were found and not kept, the last of them on line 1000`,
        line: null,
      },
    ]);
  });
});
