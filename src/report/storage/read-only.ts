import { normalised } from '../hardware/event.js';
import type { Reader } from '../reader.js';
import { readLines, type Told } from './event.js';

/** `SQUASHFS error: …` (fs/squashfs/squashfs.h, ERROR) names no device. */
const SQUASHFS = /SQUASHFS error: (.{3,200})/;
/** `erofs: (device %s): func: …` (fs/erofs/super.c, _erofs_err); since 6.9 `erofs (device …)`. */
const EROFS = /\berofs:? \(device ([^)]{1,60})\): (\w{1,80}): (.{3,200})/;

/** Compressed read-only file systems whose image is damaged or cannot be read. */
export const readOnlyFs: Reader = {
  name: 'read-only-fs',
  anchors: ['SQUASHFS error', 'erofs: (device', 'erofs (device'],
  from: 'kernel',
  read: (channel, hits) => readLines(channel, hits, 'SQUASHFS', 'squashfs', tell),
};

function tell(text: string): Told | null {
  const squashfs = SQUASHFS.exec(text);
  if (squashfs !== null) {
    const says = squashfs[1]!.trim();
    return {
      title: `SQUASHFS error: ${normalised(says.replace(/\[[^\]]{0,60}\]/g, '[N]')).replace(/\b[0-9a-f]{4,16}\b/g, 'N')}`,
      device: null,
      decoded: { says },
    };
  }
  const erofs = EROFS.exec(text);
  if (erofs === null || !/fail|corrupt|bogus|invalid|error|unexpected/i.test(erofs[3]!)) return null;
  return {
    type: 'EROFS',
    source: 'erofs',
    title: `erofs error in ${erofs[2]}: ${normalised(erofs[3]!)
      .replace(/ in\[.{0,80}$/, '')
      .slice(0, 120)}`,
    device: erofs[1]!,
    decoded: { function: erofs[2]!, says: erofs[3]!.trim() },
  };
}
