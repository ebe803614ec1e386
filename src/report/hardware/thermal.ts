import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hitLines } from './event.js';

/** `CPU%d: %s temperature is above threshold, cpu clock is throttled (total events = %lu)` (drivers/thermal/intel/therm_throt.c; without `is` before 5.4). */
const THROTTLED =
  /CPU(\d{1,5}): (Core|Package) temperature (?:is )?above threshold, cpu clock (?:is )?throttled(?: \(total events = (\d{1,20})\))?/;
/** `critical temperature reached (105 C), shutting down` (thermal_core.c and drivers/acpi/thermal.c, in several wordings since 2.6). */
const CRITICAL = /critical temperature reached(?:.{0,3}\((\d{1,4}) ?C\))?/i;

/** Heat: throttling is a notice, the critical trip point takes the machine down. */
export const thermal: Reader = {
  name: 'thermal',
  anchors: ['above threshold, cpu clock', 'ritical temperature reached'],
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const throttled = THROTTLED.exec(line.text);
      const common = { type: 'THERMAL', source: 'thermal', first: line, last: line };
      if (throttled !== null) {
        const decoded = {
          sensor: throttled[2]!.toLowerCase(),
          cpu: throttled[1]!,
          ...(throttled[3] === undefined ? {} : { 'total events': throttled[3] }),
        };
        events.push({
          ...common,
          title: `${throttled[2]} temperature above threshold, cpu clock throttled`,
          severity: 'corrected',
          // A hot package tells it on every CPU of it: one notice.
          where: throttled[2] === 'Core' ? 'CPU cores' : 'CPU package',
          decoded,
        });
        continue;
      }
      const critical = CRITICAL.exec(line.text);
      if (critical === null) continue;
      const where = line.text
        .slice(0, critical.index)
        .replace(/[:\s]{1,8}$/, '')
        .slice(0, 80);
      events.push({
        ...common,
        title: 'critical temperature reached, shutting down',
        severity: 'fatal',
        where: where === '' ? null : where,
        decoded: critical[1] === undefined ? {} : { 'temperature (C)': critical[1] },
      });
    }
    return foldHardware(events);
  },
};
