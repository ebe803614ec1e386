import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readLog } from '../log.js';

/** Logs of kernels that we made fail in QEMU (testdata/made/kernel): what each must say, and nothing else of these kinds. */
const ROOT = fileURLToPath(new URL('../../../testdata/made/kernel/', import.meta.url));
const KINDS = new Set(['hardware-error', 'storage-error', 'oom-kill']);

const CASES: readonly (readonly [file: string, titles: readonly string[]])[] = [
  ['clean.log', []],
  ['clean-debian.log', []],
  ['aer-fatal.log', ['PCIe Bus Error: severity=Uncorrected (Fatal), type=Transaction Layer (MalfTLP)']],
  ['mce-corrected.log', ['Machine check: error code 0x0091 (corrected)']],
  ['mce-fatal-broadcast.log', ['Machine check: internal timer error (uncorrected, fatal)']],
  ['nmi-unknown.log', ['Uhhuh. NMI received for unknown reason']],
  [
    'nvme-read-error.log',
    [
      'nvme: Read failed: Unrecovered Read Error',
      'critical medium error on a block device',
      'Buffer I/O error',
      'nvme: Write failed: Write Fault',
    ],
  ],
  [
    'scsi-medium-error.log',
    [
      'scsi: command failed: Medium Error, Unrecovered read error',
      'critical medium error on a block device',
      'Buffer I/O error',
    ],
  ],
  ['virtio-io-error.log', ['I/O error on a block device', 'Buffer I/O error']],
  [
    'ext4-checksum.log',
    [
      'EXT4-fs error in htree_dirblock_to_tree: Directory block failed checksum',
      'EXT4-fs error in ext4_lookup: iget: checksum invalid',
    ],
  ],
  ['btrfs-csum.log', ['BTRFS: csum failed', 'BTRFS: device errors on /dev/vda']],
  [
    'xfs-corruption.log',
    [
      'XFS: Metadata CRC error detected at xfs_agf_read_verify',
      'XFS: metadata I/O error',
      'XFS: shutdown: Corruption of in-memory data detected',
    ],
  ],
  ['oom.log', ['Out of memory: Killed process (eat)', 'page allocation failure: order:0']],
  ['oom-memcg.log', ['Memory cgroup out of memory: Killed process (eat)']],
  ['oom-no-killable.log', ['Out of memory and no killable processes']],
];

describe('logs made in QEMU', () => {
  for (const [file, titles] of CASES) {
    it(file, () => {
      const { reports } = readLog(readFileSync(`${ROOT}${file}`));
      expect(reports.filter(({ kind }) => KINDS.has(kind)).map(({ title }) => title)).toEqual(titles);
    });
  }
});
