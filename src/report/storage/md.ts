import { normalised } from '../hardware/event.js';
import type { Reader } from '../reader.js';
import { readLines, type Told } from './event.js';

/** `md/raid1:md0: Disk failure on sdb1, disabling device.` (drivers/md/raid1.c, raid10.c, raid5.c, raid0.c; `raid1: …` before 2.6.37). */
const FAILURE = /(?:md\/)?(raid\w{0,4}|linear):? ?:?(?:(md[\w-]{1,32}): )?Disk failure on ([\w!-]{1,40})/;
const ARRAY = /md\/(raid\w{0,4}|linear):?(md[\w-]{1,32}): (.{1,300})/;
const CONTINUING = /^Operation continuing on (\d{1,4}) devices/;
const KICKING = /md: kicking (non-fresh|faulty)? ?([\w!-]{1,40}) from array/;
const KNOWN =
  /^(Cannot continue operation|not enough operational \w{4,10}|read error corrected|read error NOT corrected|read error not correctable|(?:[\w!-]{1,40}: )?unrecoverable I\/O read error|(?:[\w!-]{1,40}: )?Too many read errors|(?:[\w!-]{1,40}: )?Failing raid device)/;
const MISMATCH = /(md[\w-]{1,32}): mismatch sector in range (\d{1,20})-(\d{1,20})/;

/** Linux software RAID: disks that fall out, reads that cannot be corrected, arrays that stop. */
export const md: Reader = {
  name: 'md',
  anchors: [
    'Disk failure on ',
    'Operation continuing on ',
    'md: kicking ',
    'read error corrected (',
    'read error NOT corrected',
    'read error not correctable',
    'unrecoverable I/O read error',
    'Cannot continue operation',
    'not enough operational ',
    'Too many read errors',
    'Failing raid device',
    'mismatch sector in range',
  ],
  from: 'kernel',
  read: (channel, hits) => readLines(channel, hits, 'MD', 'md', tell),
};

function tell(text: string): Told | null {
  const failure = FAILURE.exec(text);
  if (failure !== null) {
    const [, level, array, disk] = failure;
    return {
      title: 'md: Disk failure, disabling device',
      device: array ?? level!,
      decoded: { level: level!, disk: disk! },
    };
  }
  const kicking = KICKING.exec(text);
  if (kicking !== null)
    return {
      title: `md: kicking ${kicking[1] ?? ''} disk from array`.replace('  ', ' '),
      device: kicking[2]!,
      decoded: { disk: kicking[2]! },
    };
  const mismatch = MISMATCH.exec(text);
  if (mismatch !== null)
    return {
      title: 'md: mismatch found by a check of the array',
      device: mismatch[1]!,
      decoded: { sectors: `${mismatch[2]}-${mismatch[3]}` },
    };
  const array = ARRAY.exec(text);
  if (array === null) return null;
  const [, level, device, says] = array;
  const continuing = CONTINUING.exec(says!);
  if (continuing !== null)
    return {
      note: 'devices left',
      value: continuing[1]!,
      device: device!,
      alone: 'md: operation continues on fewer devices',
    };
  const known = KNOWN.exec(says!);
  if (known === null) return null;
  const sector = /(?:sector|block|sectors at) (\d{1,20})/.exec(says!);
  return {
    title: `md: ${normalised(known[1]!.replace(/^[\w!-]{1,40}: /, ''))}`,
    device: device!,
    decoded: { level: level!, ...(sector === null ? {} : { sector: sector[1]! }), says: says!.slice(0, 300) },
  };
}
