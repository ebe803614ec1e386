import { normalised } from '../hardware/event.js';
import type { Reader } from '../reader.js';
import { readLines, type Told } from './event.js';

/** `EXT4-fs error (device sda1): func:line: inode #2: block 9: comm ls: …` and `… in func:line: IO failure` (fs/ext4/super.c, __ext4_error, __ext4_error_inode, __ext4_std_error). */
const ERROR = /(EXT[234])-fs error \(device ([^)]{1,60})\)(?: in|:) (\w{1,80})(?::(\d{1,6}))?: (.{1,400})/;
const INODE = /\binode #?(\d{1,20}): /;
const BLOCK = /\bblock (\d{1,20}): ?/;
/** A name may hold colons (`kworker/u8:3`), but none before a space. */
const COMM = /\bcomm (.{1,64}?): /;
const READ_ONLY = /(EXT[234])-fs \(([^)]{1,60})\): Remounting filesystem read-only/;
/** `Aborting journal on device sda1-8.` (fs/jbd2/journal.c; older `JBD2: Aborting …`): the name is the device and the journal's inode. */
const ABORTED = /Aborting journal on device ([\w!-]{1,60}?)(?:-\d{1,4})?\.?$/;
/** Told at every mount after an error, until fsck clears it (print_daily_error_info). */
const EARLIER = /(EXT[234])-fs \(([^)]{1,60})\): error count since last fsck: (\d{1,10})/;
const LOST =
  /(EXT[234])-fs \(([^)]{1,60})\): (Delayed block allocation failed for inode|This should not happen!! Data will be lost|I\/O error while writing superblock)/;
const JOURNAL =
  /JBD2: (I\/O error when updating journal superblock for|Detected IO errors while flushing file data on|journal transaction \d{1,12} on|previous I\/O error detected for journal superblock update for) ([\w!-]{1,60}?)(?:-\d{1,4})?(?: is corrupt)?\.?$/;

/** ext2, ext3 and ext4 with their journal: corruption found, I/O errors, the journal aborted, the file system read-only. */
export const ext4: Reader = {
  name: 'ext4',
  anchors: [
    'EXT4-fs error',
    'EXT3-fs error',
    'EXT2-fs error',
    'Remounting filesystem read-only',
    'Aborting journal on device',
    'error count since last fsck',
    'Delayed block allocation failed',
    'Data will be lost',
    'I/O error while writing superblock',
    'JBD2: I/O error',
    'JBD2: Detected IO errors',
    'JBD2: journal transaction',
    'JBD2: previous I/O error',
  ],
  from: 'kernel',
  read: (channel, hits) => readLines(channel, hits, 'EXT4', 'ext4', tell),
};

function tell(text: string): Told | null {
  const error = ERROR.exec(text);
  if (error !== null) return errorOf(error);
  const readOnly = READ_ONLY.exec(text);
  if (readOnly !== null)
    return {
      note: 'remounted read-only',
      value: 'yes',
      device: readOnly[2]!,
      alone: `${readOnly[1]}-fs: Remounting filesystem read-only`,
    };
  const aborted = ABORTED.exec(text);
  if (aborted !== null)
    return { note: 'journal', value: 'aborted', device: aborted[1]!, alone: 'Aborting journal' };
  const earlier = EARLIER.exec(text);
  if (earlier !== null)
    return {
      title: `${earlier[1]}-fs: errors since the last fsck`,
      device: earlier[2]!,
      decoded: { errors: earlier[3]! },
    };
  const lost = LOST.exec(text);
  if (lost !== null) return { title: `${lost[1]}-fs: ${lost[3]}`, device: lost[2]!, decoded: {} };
  const journal = JOURNAL.exec(text);
  if (journal === null) return null;
  return {
    title: `JBD2: ${normalised(journal[1]!.replace(/ (?:for|on)$/, ''))}`,
    device: journal[2]!,
    decoded: {},
  };
}

function errorOf(match: RegExpExecArray): Told {
  const [, fs, device, name, line, rest] = match;
  const decoded: Record<string, string> = { function: name! };
  if (line !== undefined) decoded['line'] = line;
  const inode = INODE.exec(rest!);
  const comm = COMM.exec(rest!);
  if (inode !== null) decoded['inode'] = inode[1]!;
  if (comm !== null) decoded['comm'] = comm[1]!;
  // The message proper begins after the last of the fields before it.
  let says = rest!;
  if (comm !== null) says = says.slice(comm.index + comm[0].length);
  else if (inode !== null) says = says.slice(inode.index + inode[0].length);
  const path = /^path (.{1,80}?): /.exec(says);
  if (path !== null) {
    decoded['path'] = path[1]!;
    says = says.slice(path[0].length);
  }
  const block = BLOCK.exec(rest!.slice(0, rest!.length - says.length));
  if (block !== null) decoded['block'] = block[1]!;
  decoded['says'] = says.trim().slice(0, 300);
  return { title: `${fs}-fs error in ${name}: ${short(says)}`, device: device!, decoded };
}

/** The message up to its values: `iget: bad extra_isize 123 (inode size 256)` → `iget: bad extra_isize N (inode size N)`. */
function short(says: string): string {
  const text = normalised(says).replace(/'[^']{0,255}'/g, "'…'");
  const values = text.search(/ - |, [\w ]{1,24}[=(]|: [\w ]{1,24}=| \(\w+=/);
  return (values < 0 ? text : text.slice(0, values)).trim().slice(0, 120);
}
