import { normalised } from '../hardware/event.js';
import type { Reader } from '../reader.js';
import { readLines, type Told } from './event.js';

/** `BTRFS error (device sda1 state EA): …` (fs/btrfs/messages.c, _btrfs_printk); `BTRFS: error (device …) in func:line: errno=-5 IO failure` (__btrfs_handle_fs_error). */
const LINE =
  /\bBTRFS:? (error|critical|warning|info|alert|emergency) \(device ([^\s)]{1,60})(?: state (\w{1,12}))?\):? ?(.{1,400})/;
const HANDLED = /^in (\w{1,80}):(\d{1,6}): errno=(-?\d{1,5}) ([\w ]{2,60})/;
const TRANSID =
  /^parent transid verify failed on (?:logical )?(\d{1,20})(?: mirror (\d{1,3}))? wanted (\d{1,20}) found (\d{1,20})/;
const CSUM =
  /^csum failed (?:root (-?\d{1,20}) )?ino (\d{1,20}) (?:extent )?off (\d{1,20}) csum (0x[0-9a-f]{1,64}) expected csum (0x[0-9a-f]{1,64})(?: mirror (\d{1,3}))?/;
const ERRS =
  /^bdev (\S{1,120}) errs: wr (\d{1,12}), rd (\d{1,12}), flush (\d{1,12}), corrupt (\d{1,12}), gen (\d{1,12})/;
const CORRUPT = /^corrupt (leaf|node)[:,] (.{1,300})/;
const PLAIN =
  /^(checksum verify failed|bad tree block start|bad fsid|bad tree block level|super block corrupted|unable to fixup \(regular\) error|lost page write due to IO error|failed to read chunk (?:root|tree)|failed to read block groups|open_ctree failed|failed to read log tree|unable to find logical|checksum error at logical|super block crc32c|superblock checksum mismatch)/;

/** Btrfs: checksums and transaction numbers that do not match, damaged tree blocks, device errors, read-only by force. */
export const btrfs: Reader = {
  name: 'btrfs',
  anchors: ['BTRFS error', 'BTRFS critical', 'BTRFS warning', 'BTRFS: error', 'forced readonly'],
  from: 'kernel',
  read: (channel, hits) => readLines(channel, hits, 'BTRFS', 'btrfs', tell),
};

function tell(text: string): Told | null {
  const line = LINE.exec(text);
  if (line === null) return null;
  const [, level, device, state, says] = line;
  if (says!.startsWith('forced readonly'))
    return { note: 'forced readonly', value: 'yes', device: device!, alone: 'BTRFS: forced readonly' };
  // `BTRFS info … bdev … errs:` tells the counters at mount: old news.
  if (level === 'info') return null;
  const told = sayWhat(says!);
  if (told === null) return null;
  const decoded = { ...told.decoded, ...(state === undefined ? {} : { state }) };
  return { title: `BTRFS: ${told.title}`, device: device!, decoded };
}

function sayWhat(says: string): { title: string; decoded: Record<string, string> } | null {
  const handled = HANDLED.exec(says);
  if (handled !== null)
    return {
      title: `error in ${handled[1]}: ${handled[4]!.trim()}`,
      decoded: { function: handled[1]!, line: handled[2]!, errno: handled[3]!.replace('-', '') },
    };
  const transid = TRANSID.exec(says);
  if (transid !== null)
    return {
      title: 'parent transid verify failed',
      decoded: {
        logical: transid[1]!,
        wanted: transid[3]!,
        found: transid[4]!,
        ...(transid[2] === undefined ? {} : { mirror: transid[2] }),
      },
    };
  const csum = CSUM.exec(says);
  if (csum !== null)
    return {
      title: 'csum failed',
      decoded: {
        ...(csum[1] === undefined ? {} : { root: csum[1] }),
        inode: csum[2]!,
        offset: csum[3]!,
        csum: csum[4]!,
        'expected csum': csum[5]!,
      },
    };
  const errs = ERRS.exec(says);
  if (errs !== null) {
    const [, path, write, read, flush, corrupt, generation] = errs;
    return {
      title: `device errors on ${path}`,
      decoded: {
        device: path!,
        'write errors': write!,
        'read errors': read!,
        'flush errors': flush!,
        'corruption errors': corrupt!,
        'generation errors': generation!,
      },
    };
  }
  const corrupt = CORRUPT.exec(says);
  if (corrupt !== null) {
    // `root=… block=… slot=…, what is wrong`: the last part says it.
    const problem = corrupt[2]!.slice(corrupt[2]!.indexOf(', ') + 1).trim();
    return {
      title: `corrupt ${corrupt[1]}: ${normalised(problem.split(',')[0]!).slice(0, 100)}`,
      decoded: { says: corrupt[2]!.slice(0, 300) },
    };
  }
  const plain = PLAIN.exec(says);
  return plain === null ? null : { title: plain[1]!, decoded: { says: says.slice(0, 300) } };
}
