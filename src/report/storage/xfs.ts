import { normalised } from '../hardware/event.js';
import type { Reader } from '../reader.js';
import { readLines, type Told } from './event.js';

/** `XFS (%s): …` (fs/xfs/xfs_message.c, __xfs_printk; `XFS: …` has no device). */
const LINE = /\bXFS \(([^)]{1,60})\): (.{1,400})/;
/** `%s (0x%x) detected at %pS (%s:%d).  Shutting down filesystem.` (fs/xfs/xfs_fsops.c, xfs_do_force_shutdown; before 5.16 without the place). */
const SHUTDOWN =
  /^(Log I\/O Error|Corruption of in-memory data|Corruption of on-disk metadata|Metadata I\/O Error|I\/O Error)(?: \(0x[0-9a-f]{1,8}\))? [Dd]etected(?: at ([\w.]{1,80})\+\S{0,40}(?: \[\w{1,32}\])? \(([^:)]{1,120}):(\d{1,6})\))?\. ? ?Shutting down (?:filesystem|FS)/;
/** Before 5.11 the place stood on the line before: `xfs_do_force_shutdown(0x8) called from line 1024 of file fs/xfs/xfs_trans.c.` */
const CALLED = /^xfs_do_force_shutdown\(0x[0-9a-f]{1,8}\) called from line (\d{1,6}) of file (\S{1,120}?)\. /;
/** `Metadata corruption detected at xfs_…+0x…, xfs_… block 0x…` (fs/xfs/xfs_error.c, xfs_buf_verifier_error) */
const METADATA =
  /^Metadata (corruption|CRC error) detected at ([\w.]{1,80})(?:\+\S{0,40})?(?: \[\w{1,32}\])?, (?:(\w{1,60}) )?(block|inode) (0x[0-9a-f]{1,16})/;
/** `Internal error %s at line %d of file %s.  Caller %pS` (xfs_error_report) */
const INTERNAL =
  /^Internal error (.{1,80}?) at line (\d{1,6}) of file (\S{1,120}?)\. {1,2}Caller ([\w.]{1,80})/;
const IO = /^(metadata I\/O error|log I\/O error|writeback error on|page discard on page)(.{0,200})/;
const OTHER =
  /^(log mount\/recovery failed|Filesystem has been shut down due to log error|Corruption warning: .{1,80}|Failing async write on buffer block)/;

/** XFS: corruption found by the verifiers, I/O errors, shutdowns. */
export const xfs: Reader = {
  name: 'xfs',
  anchors: [
    'Shutting down filesystem',
    'Shutting down FS',
    'Metadata corruption detected',
    'Metadata CRC error detected',
    'Internal error ',
    'metadata I/O error',
    'log I/O error',
    'writeback error on',
    'page discard on page',
    'xfs_do_force_shutdown(',
    'log mount/recovery failed',
    'Filesystem has been shut down',
    'Corruption warning',
    'Failing async write',
  ],
  from: 'kernel',
  read(channel, hits) {
    let called: { device: string; file: string; line: string } | null = null;
    return readLines(channel, hits, 'XFS', 'xfs', text => {
      const line = LINE.exec(text);
      if (line === null) return null;
      const [, device, says] = line;
      const before = CALLED.exec(says!);
      if (before !== null) {
        called = { device: device!, file: before[2]!, line: before[1]! };
        return null;
      }
      const told = tell(device!, says!);
      if (told === null || !('title' in told) || called === null || called.device !== device) return told;
      if (!told.title.startsWith('XFS: shutdown') || told.decoded['file'] !== undefined) return told;
      return { ...told, decoded: { ...told.decoded, file: called.file, line: called.line } };
    });
  },
};

function tell(device: string, says: string): Told | null {
  const shutdown = SHUTDOWN.exec(says);
  if (shutdown !== null) {
    const [, why, name, file, line] = shutdown;
    return {
      title: `XFS: shutdown: ${why} detected`,
      device,
      decoded: {
        why: why!,
        shutdown: 'yes',
        ...(name === undefined ? {} : { function: name, file: file!, line: line! }),
      },
    };
  }
  const metadata = METADATA.exec(says);
  if (metadata !== null) {
    const [, kind, name, verifier, unit, number] = metadata;
    return {
      title: `XFS: Metadata ${kind} detected at ${name}`,
      device,
      decoded: {
        function: name!,
        ...(verifier === undefined ? {} : { verifier }),
        [unit === 'inode' ? 'inode' : 'block']: number!,
      },
    };
  }
  const internal = INTERNAL.exec(says);
  if (internal !== null) {
    const [, what, line, file, caller] = internal;
    return {
      title: `XFS: Internal error ${what} in ${caller}`,
      device,
      decoded: { file: file!, line: line!, caller: caller! },
    };
  }
  const io = IO.exec(says);
  if (io !== null) {
    const error = /error (-?\d{1,4})|^ (-?\d{1,4})$/.exec(io[2]!);
    const place = /(?:daddr|block) (0x[0-9a-f]{1,16})/.exec(io[2]!);
    return {
      title: `XFS: ${io[1]!.replace(/ on( page)?$/, '')}`,
      device,
      decoded: {
        ...(error === null ? {} : { errno: (error[1] ?? error[2]!).replace('-', '') }),
        ...(place === null ? {} : { block: place[1]! }),
        says: says.slice(0, 300),
      },
    };
  }
  const other = OTHER.exec(says);
  return other === null
    ? null
    : { title: `XFS: ${normalised(other[1]!)}`, device, decoded: { says: says.slice(0, 300) } };
}
