import { normalised } from '../hardware/event.js';
import type { Reader } from '../reader.js';
import { readLines } from './event.js';

/** `F2FS-fs (%s): …` (fs/f2fs/super.c, f2fs_printk) */
const LINE = /\bF2FS-fs \(([^)]{1,60})\): ?(.{1,400})/;
/** What f2fs_err/f2fs_warn say of damage; the messages of a mount that finds another file system are none. */
const DAMAGE =
  /inconsistent|corrupt|run fsck|Stopped filesystem due to reason|sanity_check|checksum|invalid blkaddr|invalid sit entry|incorrect (?:nat|sit|SIT|NAT)|Wrong valid|is_dirty|wrong checkpoint|IO error/i;

/** F2FS: inconsistent metadata, checkpoints stopped. */
export const f2fs: Reader = {
  name: 'f2fs',
  anchors: ['F2FS-fs ('],
  from: 'kernel',
  read: (channel, hits) =>
    readLines(channel, hits, 'F2FS', 'f2fs', text => {
      const line = LINE.exec(text);
      if (line === null || !DAMAGE.test(line[2]!)) return null;
      const says = line[2]!.trim();
      return {
        title: `F2FS: ${normalised(says)
          .replace(/\[[^\]]{0,80}\]/g, '[…]')
          .slice(0, 120)}`,
        device: line[1]!,
        decoded: { says: says.slice(0, 300) },
      };
    }),
};
