import { describe, expect, test } from 'vitest';
import { ArrivalState, hitsIn, placeHits, regionLines, splitChannels } from './channels.js';
import { AnchorScanner } from './scan/index.js';

const scanner = new AnchorScanner(['Call Trace', 'general protection fault', 'not syncing']);

/** The texts of the lines on which anchors are found, with the anchors. */
function found(input: string, own?: string): string[] {
  const bytes = Buffer.from(input);
  const hits: { anchor: number; offset: number }[] = [];
  scanner.scan(bytes, 0, bytes.length, (anchor, offset) => hits.push({ anchor, offset }));
  const region = { bytes, offset: 0, firstLine: 1, hits };
  const lines = regionLines(region, new ArrivalState());
  const places = placeHits(region, lines, scanner).map(({ index, anchor }) => ({
    index,
    anchor: scanner.anchors[anchor]!,
  }));
  const channels = splitChannels(lines);
  const channel =
    own === undefined ? channels.kernel : channels.programs.find(({ stream }) => stream === own)!;
  return hitsIn(channel, places).map(({ index, anchor }) => `${anchor}: ${channel.lines[index]!.text}`);
}

describe('anchors on lines', () => {
  test('of each writer by itself', () => {
    const log = `Nov 21 00:53:01 node7 kernel: Call Trace:
Nov 21 00:53:01 node7 app[1]: Call Trace of an application
Nov 21 00:53:01 node7 kernel: Kernel panic - not syncing: x
`;
    expect(found(log)).toEqual(['Call Trace: Call Trace:', 'not syncing: Kernel panic - not syncing: x']);
    expect(found(log, 'app[1]')).toEqual(['Call Trace: Call Trace of an application']);
  });

  test('that a mail program broke are found on the joined line', () => {
    const log = `[   12.345678] Some words to make a line of it, nearly to its end: general
protection fault: 0000 [#1] SMP
[   12.345679] Hardware name: QEMU Standard PC (i440FX + PIIX, 1996), BIOS
1.16.2-debian-1.16.2-1 04/01/2014
[   12.345680] Call Trace:
`;
    expect(found(log)).toEqual([
      'general protection fault: Some words to make a line of it, nearly to its end: general protection fault: 0000 [#1] SMP',
      'Call Trace: Call Trace:',
    ]);
  });

  test('on one physical line that holds several', () => {
    const log = `{"log":"Call Trace:\\nnothing\\n","stream":"stderr","time":"2019-11-21T00:53:01Z"}\n`;
    expect(found(log)).toEqual(['Call Trace: Call Trace:']);
  });

  test('in parts that were put in order', () => {
    const log = `Panic#1 Part1
<4>[   22.000003] Call Trace:
Panic#1 Part2
<0>[   22.000001] Kernel panic - not syncing: x
`;
    expect(found(log)).toEqual(['not syncing: Kernel panic - not syncing: x', 'Call Trace: Call Trace:']);
  });
});
