import fc from 'fast-check';
import { expect, test } from 'vitest';
import type {
  HardwareReport,
  KernelDetails,
  KernelReport,
  Observation,
  OomReport,
  Report,
  StorageReport,
} from '../types.js';
import { followsFrom } from './index.js';

let line = 0;

function span() {
  line += 50;
  return { line, endLine: line + 20, offset: line * 60, endOffset: line * 60 + 1 };
}

const base = (title: string, time: number | null) => ({
  title,
  altTitles: [],
  type: '',
  corrupted: null,
  panicked: false,
  suppressed: false,
  span: span(),
  kernel: null,
  blamed: null,
  frames: [],
  time,
  follows: null,
});

const NO_DETAILS: KernelDetails = {
  cpu: null, pid: null, comm: null, architecture: null, hardware: null, taint: null, modules: [], registers: {}, code: null,
  faultAddress: null, at: null, usercopy: null, otherTraces: [], explanation: [],
}; // biome-ignore format: short

function kernel(
  title: string,
  time: number | null,
  details: Partial<KernelDetails> = {},
  taint = '',
  functions: string[] = [],
): KernelReport {
  const letters = [...taint].map(letter => ({ letter, means: '' }));
  return {
    ...base(title, time),
    kind: 'kernel-bug',
    frames: functions.map(name => ({
      function: name,
      offset: 1,
      size: 2,
      module: null,
      certain: true,
      line,
    })),
    details: { ...NO_DETAILS, taint: { text: taint, letters }, ...details },
  };
}
const oops = (time: number, die: number, more: Partial<KernelDetails> = {}, taint = '') =>
  kernel(`general protection fault in f${die}`, time, { die, ...more }, taint);
const hardware = (
  source: string,
  time: number,
  severity: HardwareReport['details']['severity'] = 'unknown',
  where: string | null = null,
): HardwareReport => ({
  ...base(`${source} error`, time),
  kind: 'hardware-error',
  details: { source, severity, count: 1, where, decoded: {} },
});
const storage = (source: string, time: number, device: string | null): StorageReport => ({
  ...base(`${source} error`, time),
  kind: 'storage-error',
  details: { source, device, count: 1, decoded: {} },
});
const oom = (time: number): OomReport => ({
  ...base('Out of memory', time),
  kind: 'oom-kill',
  details: {
    victim: null, pid: null, invokedBy: null, constraint: null, cgroup: null, anonRss: null, totalVm: null, largest: [], held: [],
  }, // biome-ignore format: short
});

const marks = (reports: readonly Report[], observations: readonly Observation[] = []) =>
  followsFrom(reports, observations).map(({ follows }) => follows);

test('later deaths of a boot follow from the first, and say so', () => {
  const reports = followsFrom([oops(10, 1), oops(11, 2, {}, 'D'), oops(12, 3, {}, 'D')], []);
  expect(reports.map(({ follows }) => follows)).toEqual([null, 0, 0]);
  expect(reports[1]!.followsBecause).toContain('death number 2 of this boot');
});

test('nothing follows across a reboot', () => {
  expect(marks([oops(500, 1), oops(20, 2, {}, 'D')])).toEqual([null, null]);
  const first = oops(10, 1);
  const second = oops(11, 2, {}, 'D');
  const banner: Observation = { name: 'linux-version', value: 'Linux version', line: second.span.line - 5 };
  expect(marks([first, second], [banner])).toEqual([null, null]);
});

test.each<[string, () => Report[], (number | null)[]]>([
  [
    'a panic on the oops before it',
    () => [oops(1, 1), kernel('kernel panic: Fatal exception', 1)],
    [null, 0],
  ],
  [
    'a panic on a warning',
    () => [kernel('WARNING in f', 1), kernel('kernel panic: panic_on_warn set', 1)],
    [null, 0],
  ],
  ['a panic that nothing precedes', () => [kernel('kernel panic: Fatal exception', 1)], [null]],
  [
    'a panic of another kind',
    () => [oops(1, 1), kernel('kernel panic: sysrq triggered crash', 900)],
    [null, null],
  ],
  [
    'out of memory before a panic on it',
    () => [oom(1), kernel('kernel panic: System is deadlocked on memory', 2)],
    [null, 0],
  ],
  ['out of memory before an oops', () => [oom(1), oops(2, 1)], [null, null]],
  [
    'a machine check before a panic on it',
    () => [hardware('mce', 1, 'fatal'), kernel('kernel panic: Fatal machine check', 1)],
    [null, 0],
  ],
  [
    'a corrected error before an oops',
    () => [hardware('mce', 1, 'corrected'), oops(2, 1, {}, 'M')],
    [null, null],
  ],
  [
    'an oops on a machine that had a machine check',
    () => [hardware('mce', 1, 'recoverable'), oops(90, 1, {}, 'M')],
    [null, 0],
  ],
  ['a hung task after a death', () => [oops(10, 1), kernel('INFO: task hung in g', 200)], [null, 0]],
  [
    'a stall after a warning',
    () => [kernel('WARNING in f', 10), kernel('INFO: rcu detected stall in g', 200)],
    [null, null],
  ],
  [
    'a task that waits for the disk that failed',
    () => [hardware('ata', 10), kernel('INFO: task hung in g', 200, {}, '', ['schedule', 'io_schedule'])],
    [null, 0],
  ],
  [
    'a task that waits for something else',
    () => [hardware('ata', 10), kernel('INFO: task hung in g', 200, {}, '', ['mutex_lock'])],
    [null, null],
  ],
  [
    'a file system on a failed disk',
    () => [hardware('block', 10, 'unknown', 'sda'), storage('ext4', 12, 'sda1')],
    [null, 0],
  ],
  [
    'a file system on another disk',
    () => [hardware('block', 10, 'unknown', 'sda'), storage('ext4', 12, 'sdb1')],
    [null, null],
  ],
  [
    'a drive, the block layer, the file system',
    () => [
      hardware('nvme', 1),
      hardware('block', 1.1, 'unknown', 'nvme0n1'),
      storage('xfs', 1.2, 'nvme0n1p2'),
    ],
    [null, 0, 0],
  ],
  [
    'the same warning again',
    () => [kernel('WARNING in f', 1), kernel('WARNING in h', 2), kernel('WARNING in f', 3)],
    [null, null, 0],
  ],
  [
    'damage found before',
    () => [kernel('KASAN: use-after-free Read in f', 1), oops(60, 1, {}, 'B')],
    [null, 0],
  ],
  [
    'a second finding of the sanitizer',
    () => [
      kernel('KASAN: use-after-free Read in f', 1),
      kernel('KASAN: use-after-free Read in g', 60, {}, 'B'),
    ],
    [null, null],
  ],
  [
    'a warning in the same task just before',
    () => [kernel('WARNING in f', 1, { pid: 7 }), oops(1.5, 1, { pid: 7 }, 'W')],
    [null, 0],
  ],
  [
    'a warning in another task',
    () => [kernel('WARNING in f', 1, { pid: 7 }), oops(1.5, 1, { pid: 8 }, 'W')],
    [null, null],
  ],
])('%s', (_name, reports, expected) => {
  expect(marks(reports())).toEqual(expected);
});

test('what follows is earlier, in any order of anything', () => {
  const any = fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 3 }))
      .map(([time, die]) => oops(time, die, {}, 'D')),
    fc
      .integer({ min: 0, max: 50 })
      .map(time => kernel('INFO: task hung in g', time, {}, 'L', ['io_schedule'])),
    fc.constantFrom('ata', 'scsi', 'block', 'mce').map(source => hardware(source, 5, 'fatal')),
    fc.constant(null).map(() => storage('ext4', 6, 'sda1')),
    fc.constant(null).map(() => kernel('kernel panic: Fatal exception', null)),
  );
  fc.assert(
    fc.property(fc.array(any, { maxLength: 30 }), reports => {
      followsFrom(reports, []).forEach((report, index) => {
        if (report.follows === null) return;
        expect(report.follows).toBeLessThan(index);
        expect(followsFrom(reports, [])[report.follows]!.follows).toBeNull();
        expect(report.followsBecause).toBeTruthy();
      });
    }),
    { numRuns: 200 },
  );
});
