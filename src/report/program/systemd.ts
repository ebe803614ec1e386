import { signalName } from '../../base/index.js';
import type { Channel, Hit } from '../line.js';
import type { Reader } from '../reader.js';
import type { ProgramReport } from '../types.js';
import { crashReport } from './crash.js';
import { isFault } from './signals.js';

/** systemd's service.c, service_sigchld_event: `foo.service: Main process exited, code=dumped, status=11/SEGV`. */
const EXITED =
  /(?:^|\s)([A-Za-z0-9@_.:\\-]{1,200}\.(?:service|scope|socket|mount|swap)): (Main|Control|[A-Za-z]{3,20}) process (\d{1,10} )?exited, code=(dumped|killed), status=(\d{1,3})\/([A-Z0-9+]{2,10})/i;

/** What systemd says of a service that died of its own fault. */
export const systemd: Reader = {
  name: 'systemd',
  anchors: ['code=dumped, status=', 'code=killed, status='],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    const reports: ProgramReport[] = [];
    for (const { index } of hits) {
      const line = channel.lines[index]!;
      const match = EXITED.exec(line.text.slice(0, 800));
      if (match === null) continue;
      const signal = signalName(Number(match[5])) ?? `SIG${match[6]!.toUpperCase()}`;
      if (match[4] === 'killed' && !isFault(signal)) continue;
      const unit = match[1]!;
      reports.push(
        crashReport({
          title: `${unit}: ${signal}`,
          type: 'SERVICE',
          source: 'systemd',
          first: line,
          last: line,
          program: unit.replace(/\.service$/, ''),
          signal,
          error: line.text.trim(),
          decoded: { unit, process: match[2]!, core: match[4] === 'dumped' ? 'dumped' : 'none' },
        }),
      );
    }
    return reports;
  },
};
