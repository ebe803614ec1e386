import { normalised } from '../hardware/event.js';
import type { Reader } from '../reader.js';
import { readLines, type Told } from './event.js';

/** `FAT-fs (%s): error, …` (fs/fat/misc.c, __fat_fs_error); exFAT's is the same with its own name (fs/exfat/misc.c). */
const ERROR = /\b(ex)?FAT-fs \(([^)]{1,60})\): error, (.{1,200})/;
const READ_ONLY = /\b(ex)?FAT-fs \(([^)]{1,60})\): Filesystem has been set read-only/;

/** FAT and exFAT. */
export const fat: Reader = {
  name: 'fat',
  anchors: ['FAT-fs ('],
  from: 'kernel',
  read: (channel, hits) => readLines(channel, hits, 'FAT', 'fat', tell),
};

function tell(text: string): Told | null {
  const readOnly = READ_ONLY.exec(text);
  if (readOnly !== null)
    return {
      note: 'set read-only',
      value: 'yes',
      device: readOnly[2]!,
      alone: 'FAT-fs: Filesystem has been set read-only',
    };
  const error = ERROR.exec(text);
  if (error === null) return null;
  return {
    title: `${error[1] ?? ''}FAT-fs error: ${normalised(error[3]!)
      .replace(/ \(.{0,120}$/, '')
      .slice(0, 120)}`,
    device: error[2]!,
    decoded: { says: error[3]!.trim() },
  };
}
