import type { Channel } from '../line.js';
import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hitLines } from './event.js';

/** `[drm:amdgpu_job_timedout [amdgpu]] *ERROR* ring gfx timeout, signaled seq=…, emitted seq=…` (drivers/gpu/drm/amd/amdgpu/amdgpu_job.c; `amdgpu: ring …` since 6.10). */
const RING =
  /\bring ([\w.]{1,32}) timeout, (but soft recovered|signaled seq=(\d{1,12}), emitted seq=(\d{1,12}))/;
const PROCESS = /rocess(?: information: process)? (\S{0,64}) pid (\d{1,10}) thread (\S{0,64}) pid (\d{1,10})/;
/** `[gfxhub] page fault (src_id:%u ring:%u vmid:%u pasid:%u)` (gmc_v*_0.c; `no-retry`/`retry` before the words in some) */
const PAGE_FAULT =
  /\[(gfxhub\d{0,2}|mmhub\d{0,2})\] (?:no-retry |retry )?page fault \(src_id:(\d{1,6}) ring:(\d{1,6}) vmid:(\d{1,6})/;
const FAULT_ADDRESS = /in page starting at address (0x[0-9a-f]{1,16})/;
/** `GPU HANG: ecode %d:%x:%08x, in %s [%d]` (drivers/gpu/drm/i915/i915_gpu_error.c) */
const I915 =
  /GPU HANG: ecode ([0-9a-fx:]{5,40})(?:, in (.{1,64}?) \[(\d{1,10})\])?(?:, reason: (.{1,60}?), action: (\w{1,20}))?/;
/** `Timedout job: seqno=…, lrc_seqno=…, guc_id=…, flags=0x… in Xorg [1234]` (drivers/gpu/drm/xe/xe_guc_submit.c) */
const XE =
  /Timedout job: seqno=\d{1,12},.{0,80}?guc_id=(-?\d{1,8}), flags=0x[0-9a-f]{1,8}(?: in (.{1,64}?) \[(-?\d{1,10})\])?/;
const LOST = /Xe has declared device (\S{1,20}) as wedged/;
const RESET = /GPU reset begin!|GPU Recovery Failed|GPU reset\(\d{1,6}\) (?:failed|succeeded)/;
const LOCKUP = /radeon (\S{4,20}): GPU lockup/;
const DEVICE = /\b([0-9a-f]{4}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])\b/;

/** Graphics: rings that time out, faults of the GPU's memory unit, hangs and resets of amdgpu, radeon, i915 and xe. */
export const gpu: Reader = {
  name: 'gpu',
  anchors: [
    ' timeout, signaled seq=',
    ' timeout, but soft recovered',
    ' page fault (src_id:',
    'GPU HANG: ecode',
    'Timedout job: seqno=',
    'Xe has declared device',
    'GPU Recovery Failed',
    'GPU reset begin!',
    ': GPU lockup',
  ],
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    for (const index of hitLines(hits)) {
      const told = amdgpu(channel, index) ?? intel(channel.lines[index]!.text) ?? reset(channel, index);
      if (told === null) continue;
      const first = channel.lines[index]!;
      const where = told.where ?? DEVICE.exec(first.text)?.[1] ?? null;
      events.push({ type: 'GPU', source: 'gpu', last: first, ...told, where, first });
    }
    return foldHardware(events);
  },
};

type Told = Omit<HardwareEvent, 'first' | 'last' | 'type' | 'source'> & Partial<Pick<HardwareEvent, 'last'>>;

function amdgpu(channel: Channel, index: number): Told | null {
  const { text } = channel.lines[index]!;
  const ring = RING.exec(text);
  const fault = ring === null ? PAGE_FAULT.exec(text) : null;
  if (ring === null && fault === null) return null;
  const decoded: Record<string, string> = {};
  let where: string | null = null;
  let last = channel.lines[index]!;
  for (let i = index + 1; i < channel.lines.length && i <= index + 16; i++) {
    const line = channel.lines[i]!;
    if (RING.test(line.text) || PAGE_FAULT.test(line.text)) break;
    const process = PROCESS.exec(line.text);
    const address = FAULT_ADDRESS.exec(line.text);
    const outcome = RESET.exec(line.text);
    if (process !== null) {
      decoded['process'] = process[1]!;
      decoded['pid'] = process[2]!;
    } else if (address !== null) decoded['address'] = address[1]!;
    else if (outcome !== null) decoded['afterwards'] = outcome[0];
    else continue;
    where ??= DEVICE.exec(line.text)?.[1] ?? null;
    last = line;
  }
  if (fault !== null) {
    return {
      title: `amdgpu: [${fault[1]!.replace(/\d{1,8}$/, '')}] page fault`,
      severity: 'unknown',
      where,
      decoded: { ring: fault[3]!, vmid: fault[4]!, ...decoded },
      last,
    };
  }
  const soft = ring![3] === undefined;
  return {
    title: `amdgpu: ring ${ring![1]} timeout${soft ? ', soft recovered' : ''}`,
    severity: 'recoverable',
    where,
    decoded: {
      ring: ring![1]!,
      ...(soft ? {} : { 'signaled seq': ring![3]!, 'emitted seq': ring![4]! }),
      ...decoded,
    },
    last,
  };
}

function intel(text: string): Told | null {
  const hang = I915.exec(text);
  if (hang !== null) {
    return {
      title: 'i915: GPU HANG',
      severity: 'recoverable',
      where: null,
      decoded: {
        ecode: hang[1]!.replace(/[,:]{1,8}$/, ''),
        ...(hang[2] === undefined ? {} : { process: hang[2], pid: hang[3]! }),
        ...(hang[4] === undefined ? {} : { reason: hang[4], action: hang[5]! }),
      },
    };
  }
  const job = XE.exec(text);
  if (job !== null) {
    const decoded = { guc_id: job[1]!, ...(job[2] === undefined ? {} : { process: job[2], pid: job[3]! }) };
    return { title: 'xe: Timedout job', severity: 'recoverable', where: null, decoded };
  }
  const lost = LOST.exec(text);
  return lost === null
    ? null
    : { title: 'xe: device declared wedged', severity: 'fatal', where: lost[1]!, decoded: {} };
}

/** Resets that no timeout announced just before: asked for by a person, by the compute driver, or after an error of its own. */
function reset(channel: Channel, index: number): Told | null {
  const { text } = channel.lines[index]!;
  const lockup = LOCKUP.exec(text);
  if (lockup !== null)
    return { title: 'radeon: GPU lockup', severity: 'recoverable', where: lockup[1]!, decoded: {} };
  if (text.includes('GPU Recovery Failed'))
    return { title: 'amdgpu: GPU recovery failed', severity: 'fatal', where: null, decoded: {} };
  if (!text.includes('GPU reset begin!')) return null;
  for (let i = Math.max(0, index - 16); i < index; i++) if (RING.test(channel.lines[i]!.text)) return null;
  return { title: 'amdgpu: GPU reset', severity: 'recoverable', where: null, decoded: {} };
}
