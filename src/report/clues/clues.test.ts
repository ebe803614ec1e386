import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLog } from '../index.js';
import type { Line } from '../line.js';
import { clues } from './index.js';

/** What a log says of the machine, as `name: value`. */
function observe(text: string): string[] {
  return readLog(text).observations.map(({ name, value }) => `${name}: ${value}`);
}
const parts = (text: string) => readLog(text).observations[0]?.parts;

test('the banner of a kernel, with release, compiler and version apart', () => {
  const banner =
    'Linux version 5.4.0-26-generic (buildd@host1) (gcc version 9.3.0 (Ubuntu 9.3.0-10ubuntu2)) #30-Ubuntu SMP Mon Apr 20 16:58:30 UTC 2020 (Ubuntu 5.4.0-26.30-generic 5.4.30)';
  expect(observe(`[    0.000000] ${banner}\n`)).toEqual([
    `linux-version: ${banner}`,
    'version-signature: Ubuntu 5.4.0-26.30-generic 5.4.30',
  ]);
  expect(parts(banner)).toMatchObject({
    release: '5.4.0-26-generic',
    compiler: 'gcc version 9.3.0 (Ubuntu 9.3.0-10ubuntu2)',
    version: expect.stringMatching(/^#30-Ubuntu SMP/),
  });
});

test('talk about kernels is no banner', () => {
  for (const text of [
    'Linux version 5.2 is where it began.',
    'The bug is in Linux version 5.3.14 (see below) (and above)',
    'Linux version unknown',
  ])
    expect(observe(text)).toEqual([]);
});

test.each([
  [
    '[    0.05] Kernel command line: BOOT_IMAGE=/vmlinuz root=/dev/sda1 ro quiet',
    'command-line: BOOT_IMAGE=/vmlinuz root=/dev/sda1 ro quiet',
  ],
  ['Command line: root=/dev/sda1 ro', 'command-line: root=/dev/sda1 ro'],
  [
    '[    0.000000] DMI: Example Inc. Model 7/0AB, BIOS 1.2.3 01/02/2020',
    'hardware: Example Inc. Model 7/0AB, BIOS 1.2.3 01/02/2020',
  ],
  [
    'Hardware name: Example Inc. Model 7/0AB, BIOS 1.2.3 01/02/2020',
    'hardware: Example Inc. Model 7/0AB, BIOS 1.2.3 01/02/2020',
  ],
  [
    'smpboot: CPU0: Example(R) CPU 6140 @ 2.30GHz (family: 0x6, model: 0x55, stepping: 0x4)',
    'cpu-model: Example(R) CPU 6140 @ 2.30GHz',
  ],
  ['microcode: microcode updated early to revision 0x2006906, date = 2020-04-24', 'microcode: 0x2006906'],
  ['microcode: Current revision: 0x0000002e', 'microcode: 0x0000002e'],
  [
    'mce: [Hardware Error]: PROCESSOR 0:50654 TIME 1580000000 SOCKET 0 APIC 0 microcode 2000043',
    'microcode: 0x2000043',
  ],
  ['Hypervisor detected: KVM', 'hypervisor: KVM'],
  ['Booting paravirtualized kernel on bare hardware', ''],
  ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"', 'distribution: Debian GNU/Linux 12 (bookworm)'],
  ['CentOS Linux release 7.6.1810 (Core)', 'distribution: CentOS Linux release 7.6.1810 (Core)'],
  [
    '[    5.1] systemd[1]: Welcome to Fedora Linux 39 (Thirty Nine)!',
    'distribution: Fedora Linux 39 (Thirty Nine)',
  ],
  ['Welcome to the party!', ''],
  ['Modules linked in: alpha(OE) beta [last unloaded: gamma]', 'modules: alpha beta'],
  [
    'Module                  Size  Used by\nxfs                  123456  2\nlibcrc32c             16384  1 xfs\n',
    'modules: xfs libcrc32c',
  ],
  ['go version go1.19.8 linux/amd64', 'go-version: go1.19.8'],
  ['	/usr/local/go1.9.2/src/runtime/panic.go:605 +0x95', 'go-version: go1.9.2'],
  ['	/usr/lib/go-1.19/src/runtime/panic.go:605 +0x95', 'go-version: go1.19'],
  ['build_context="(go=go1.21.0, user=root@host1)"', 'go-version: go1.21.0'],
  ['fixed since go1.15 and in go1.14.1', ''],
  ['Ubuntu 5.4.0-26.30-generic 5.4.30', 'version-signature: Ubuntu 5.4.0-26.30-generic 5.4.30'],
  ['Ubuntu 20.04 is fine', ''],
])('%s', (text, expected) => {
  expect(observe(text).join('\n')).toBe(expected);
});

test('a long table of modules in the middle of a long text is read whole', () => {
  const rows = Array.from({ length: 300 }, (_, i) => `module_${i}              16384  ${i % 3} `);
  const text = `${'x\n'.repeat(50_000)}Module                  Size  Used by\n${rows.join('\n')}\n${'y\n'.repeat(50_000)}`;
  expect(observe(text)[0]!.split(' ')).toHaveLength(301);
});

test('family, model and stepping are decimal numbers', () => {
  const expected = { family: '6', model: '85', stepping: '4' };
  expect(parts('smpboot: CPU0: Example CPU (family: 0x6, model: 0x55, stepping: 0x4)')).toEqual(expected);
  expect(parts('[Hardware Error]: PROCESSOR 0:50654 TIME 1 SOCKET 0 APIC 0 microcode 2000043')).toEqual(
    expected,
  );
  expect(
    parts(
      'cpu family\t: 6\nmodel\t\t: 85\nmodel name\t: Example CPU\nstepping\t: 4\nmicrocode\t: 0x2000064\n',
    ),
  ).toEqual({ ...expected, microcode: '0x2000064' });
});

const PROBE = `0000000000000030 <clock_read>:
  30:	55                   	push   %rbp
  34:	48 81 ec 20 10 00 00 	sub    $0x1020,%rsp
  3b:	48 83 0c 24 00       	orq    $0x0,(%rsp)
  40:	48 81 c4 20 10 00 00 	add    $0x1020,%rsp`;

test('a stack probe, on lines of its own or run together', () => {
  const expected = {
    name: 'stack-probe',
    value: 'clock_read: sub $0x1020,%rsp; orq $0x0,(%rsp)',
    parts: {
      function: 'clock_read',
      bytes: '4128',
      probe: 'orq $0x0,(%rsp)',
      instruction: 'sub $0x1020,%rsp',
    },
  };
  expect(readLog(PROBE).observations).toMatchObject([expected]);
  const joined = PROBE.replace(/\s+/g, ' ');
  expect(readLog(`some text\n${joined} [...]\nmore text ${joined}\n`).observations).toMatchObject([expected]);
});

test('Intel syntax, and a probe below the stack pointer', () => {
  expect(
    observe(
      '0000 <f>:\n   4:\t48 81 ec 20 10 00 00 \tsub    rsp,0x1020\n   b:\t48 83 0c 24 00 \tor     QWORD PTR [rsp],0x0\n',
    ),
  ).toEqual(['stack-probe: f: sub rsp,0x1020; or QWORD PTR [rsp],0x0']);
  expect(observe('<g>: 4: 48 83 8c 24 e0 ef ff ff 00 orq $0x0,-0x1020(%rsp)')).toEqual([
    'stack-probe: g: orq $0x0,-0x1020(%rsp)',
  ]);
});

test('what is no probe, or in no named function, is not reported', () => {
  for (const text of [
    '<f>: 4: sub $0x20,%rsp 8: orq $0x0,(%rsp)',
    '<f>: 4: sub $0x1020,%rsp <g>: 8: orq $0x0,(%rsp)',
    'they write sub $0x1020,%rsp and then orq $0x0,(%rsp) in prose',
    `<f>: 4: sub $0x1020,%rsp ${'90: nop '.repeat(60)} orq $0x0,(%rsp)`,
  ])
    expect(observe(text)).toEqual([]);
});

test('what every dump repeats is said once, every boot each time', () => {
  const boot = 'Linux version 6.1.0 (a@b) (gcc (X) 12.2.0) #1 SMP\nHardware name: Example\n';
  expect(observe(boot + boot).sort()).toEqual([
    'hardware: Example',
    'linux-version: Linux version 6.1.0 (a@b) (gcc (X) 12.2.0) #1 SMP',
    'linux-version: Linux version 6.1.0 (a@b) (gcc (X) 12.2.0) #1 SMP',
  ]);
});

test('any line is read, nothing is thrown', () => {
  const anchors = clues.flatMap(({ anchors: own }) => own);
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom(...anchors, '<f>:', 'sub $0x1000,%rsp', '0x', '(', ')', '#1'),
        fc.string({ maxLength: 10 }),
      ),
      { maxLength: 8 },
    )
    .map(words => words.join(' '));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 10 }), texts => {
      const lines: Line[] = texts.map((line, i) => ({
        text: line,
        number: i + 1,
        endNumber: i + 1,
        offset: 0,
        endOffset: 0,
        stream: '',
        caller: null,
        time: null,
        prefixed: false,
      }));
      for (const clue of clues) lines.forEach((_, index) => void clue.read(lines, index));
    }),
  );
});
