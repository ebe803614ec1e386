import { normalised } from '../hardware/event.js';
import type { Reader } from '../reader.js';
import { readLines, type Told } from './event.js';

/** `device-mapper: <target>: …` (include/linux/device-mapper.h, DM_MSG_PREFIX). */
const LINE = /device-mapper: ([\w -]{2,40}): (.{1,300})/;

/** What the targets say of damaged data or lost paths; each with the words that stay the same. */
const KNOWN: readonly { readonly target: RegExp; readonly says: RegExp }[] = [
  { target: /^integrity$/, says: /Checksum failed (?:at sector|when reading from journal)/ },
  { target: /^crypt$/, says: /INTEGRITY AEAD ERROR/ },
  {
    target: /^verity(?:-fec)?$/,
    says: /(?:data|metadata) block \d{1,20} is corrupted|reached maximum errors/,
  },
  {
    target: /^thin(?: metadata)?$/,
    says: /metadata operation '[^']{1,60}' failed|aborting current metadata transaction|sb_check failed|switching pool to (?:read-only|failure|fail) mode/,
  },
  {
    target: /^(?:cache|space map|btree|array|block manager|transaction manager|btree spine)[\w ]{0,20}$/,
    says: /check failed|validator check failed|corrupt/,
  },
  {
    target: /^raid1$/,
    says: /All replicated volumes dead|Mirror read failed|Primary mirror \(.{1,60}\) failed|Read failure on mirror device/,
  },
  { target: /^snapshots?$/, says: /Invalidating snapshot: Error reading\/writing|Corruption detected/ },
  { target: /^multipath$/, says: /Failing path/ },
];

/** Device mapper: integrity, verity and crypt checks that fail, thin pools and mirrors that break, multipath paths lost. */
export const dm: Reader = {
  name: 'dm',
  anchors: [
    'Checksum failed ',
    'INTEGRITY AEAD ERROR',
    ' is corrupted',
    'reached maximum errors',
    'metadata operation ',
    'aborting current metadata transaction',
    'sb_check failed',
    'switching pool to ',
    'check failed for ',
    'csum mismatch',
    'All replicated volumes dead',
    'Mirror read failed',
    'Primary mirror (',
    'Read failure on mirror',
    'Invalidating snapshot',
    'Failing path',
  ],
  from: 'kernel',
  read: (channel, hits) => readLines(channel, hits, 'DM', 'dm', tell),
};

function tell(text: string): Told | null {
  const line = LINE.exec(text);
  if (line === null) return null;
  const [, target, says] = line;
  const known = KNOWN.find(({ target: own }) => own.test(target!))?.says.exec(says!);
  if (known === null || known === undefined) return null;
  const device = /^(dm-\d{1,6}|\d{1,4}:\d{1,7}|[\w!-]{1,40})(?=: )/.exec(says!)?.[1] ?? null;
  return {
    title: `device-mapper: ${target}: ${normalised(known[0]).replace(/'[^']{0,60}' /, '')}`,
    device,
    decoded: { target: target!, says: says! },
  };
}
