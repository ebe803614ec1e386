import { bracketTime } from './bracket-time.js';
import { container } from './container.js';
import { dmesg } from './dmesg.js';
import { dmesgDecoded } from './dmesg-decoded.js';
import { dropped } from './dropped.js';
import { iso, unixTime } from './iso.js';
import { json } from './json.js';
import { kernelTag } from './kernel-tag.js';
import { klog } from './klog.js';
import { kmsg } from './kmsg.js';
import { logcat } from './logcat.js';
import { numbered } from './numbered.js';
import { syslog } from './syslog.js';
import { syslog5424 } from './syslog5424.js';
import type { Arrival } from './types.js';

/** Asked in this order, at each layer of a line. A new way to arrive is a file here and a name in this list. */
export const ARRIVALS: readonly Arrival[] = [
  syslog5424,
  kmsg,
  dmesgDecoded,
  kernelTag,
  json,
  logcat,
  iso,
  unixTime,
  syslog,
  dmesg,
  dropped,
  bracketTime,
  klog,
  container,
  numbered,
];
