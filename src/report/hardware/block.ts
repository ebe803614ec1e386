import type { Reader } from '../reader.js';
import { foldHardware, type HardwareEvent, hitLines } from './event.js';

/**
 * `%s error, dev %s, sector %llu op 0x%x:(%s) flags 0x%x …` (block/blk-mq.c, blk_print_req_error); before that with `blk_update_request: `,
 * `print_req_error: ` or `end_request: ` and no operation. The first words are blk_status_to_str() of block/blk-core.c.
 */
const REQUEST =
  /(?:^|: )(timeout|critical space allocation|recoverable transport|critical target|critical nexus|reservation conflict|critical medium|protection|device offline|I\/O) error, dev ([\w!-]{1,40}), (?:sector|logical block) (\d{1,20})(?: op (0x[0-9a-f]{1,4}):\((\w{1,24})\))?/;
/** `Buffer I/O error on dev %pg, logical block %llu, async page read` (fs/buffer.c, buffer_io_error; `device` before 4.3). */
const BUFFER = /Buffer I\/O error on dev(?:ice)? ([\w!-]{1,40}), logical block (\d{1,20})(?:, (.{1,60}))?/;

/** Reads and writes the block layer could not do. What the device said stands before it: ATA, SCSI, NVMe. */
export const block: Reader = {
  name: 'block',
  anchors: [' error, dev ', 'Buffer I/O error on dev'],
  from: 'kernel',
  read(channel, hits) {
    const events: HardwareEvent[] = [];
    for (const index of hitLines(hits)) {
      const line = channel.lines[index]!;
      const common = { type: 'BLOCK', source: 'block', first: line, last: line };
      const buffer = BUFFER.exec(line.text);
      if (buffer !== null) {
        const decoded = {
          'logical block': buffer[2]!,
          ...(buffer[3] === undefined ? {} : { operation: buffer[3].trim() }),
        };
        events.push({
          ...common,
          title: 'Buffer I/O error',
          severity: 'recoverable',
          where: buffer[1]!,
          decoded,
        });
        continue;
      }
      const request = REQUEST.exec(line.text);
      if (request === null) continue;
      const [, kind, device, sector, opcode, operation] = request;
      events.push({
        ...common,
        title: `${kind} error on a block device`,
        // Says only that the device refused: an operation it does not support is answered so too.
        severity:
          kind === 'critical target' || kind === 'critical space allocation' ? 'unknown' : 'recoverable',
        where: device!,
        decoded: {
          sector: sector!,
          ...(opcode === undefined ? {} : { operation: `${operation} (${opcode})` }),
        },
      });
    }
    return foldHardware(events);
  },
};
