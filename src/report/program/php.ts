import type { Channel, Hit } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { baseName, blame, crashReport, frameOf, normalised } from './crash.js';
import { readEach, type Taken } from './each.js';

/** PHP's php_error_cb (main/main.c): `PHP Fatal error:  MESSAGE in FILE on line N`; of exceptions `Uncaught CLASS: … in FILE:N`. */
const FATAL =
  /(?:^|\s|")(?:PHP )?(Fatal error|Parse error|Recoverable fatal error|Core error|Compile error): {1,2}(.{1,2000})$/;
const ON_LINE = /^(.{1,1500}) in (\/?[^\s]{1,400}) on line (\d{1,8})$/;
const UNCAUGHT =
  /^Uncaught (?:exception '(.{1,200}?)' with message '(.{0,1000})'|([A-Za-z_][\w\\]{0,200})(?:: (.{0,1000}))?) in (\S{1,400}):(\d{1,8})$/;
const UNCAUGHT_OPEN = /^Uncaught ([A-Za-z_][\w\\]{0,200}): (.{0,1500})$/;
const FRAME = /^#(\d{1,5}) (?:(\/?[^\s()]{1,400})\((\d{1,8})\): |\[internal function\]: )(.{1,600})$/;

/** PHP's fatal errors, with the stack of an exception that nobody caught. */
export const php: Reader = {
  name: 'php',
  anchors: ['Fatal error: ', 'PHP Parse error: ', 'PHP Recoverable fatal error: '],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, index => {
      if (channel.lines[index]!.text.length > 2500) return null;
      const match = FATAL.exec(channel.lines[index]!.text.trimEnd());
      return match === null ? null : fatal(channel, index, match[1]!, match[2]!);
    });
  },
};

function fatal({ lines }: Channel, index: number, kind: string, said: string): Taken | null {
  const plain = ON_LINE.exec(said);
  const uncaught = UNCAUGHT.exec(said) ?? (plain === null ? UNCAUGHT_OPEN.exec(said) : null);
  if (plain === null && uncaught === null) return null;
  const whole = uncaught !== null && uncaught.length > 3;
  const exception = uncaught === null ? null : whole ? (uncaught[1] ?? uncaught[3]!) : uncaught[1]!;
  const message = uncaught === null ? plain![1]! : whole ? (uncaught[2] ?? uncaught[4] ?? '') : uncaught[2]!;
  const frames: Frame[] = [];
  let file = whole ? uncaught![5]! : (plain?.[2] ?? null);
  let number = whole ? Number(uncaught![6]) : plain === null ? null : Number(plain[3]);
  let last = index;
  for (let i = index + 1; uncaught !== null && i < lines.length && i < index + 300; i++) {
    const text = lines[i]!.text.slice(0, 1200).trim();
    const frame = FRAME.exec(text);
    const thrown = /^thrown in (\S{1,400}) on line (\d{1,8})$/.exec(text);
    if (frame !== null)
      frames.push(
        frameOf(lines[i]!, frame[4]!.split('(', 1)[0]!, {
          file: frame[2] ?? null,
          lineInFile: frame[3] === undefined ? null : Number(frame[3]),
        }),
      );
    else if (thrown !== null) {
      file ??= thrown[1]!;
      number ??= Number(thrown[2]);
    } else if (
      text !== 'Stack trace:' &&
      !/^#\d{1,5} \{main\}$/.test(text) &&
      (last > index || i > index + 6)
    )
      break;
    else if (text === '' || last === index) {
      if (text !== 'Stack trace:') continue;
    }
    last = i;
    if (thrown !== null) break;
  }
  if (file === null) return null;
  const says = exception === null ? message : message === '' ? exception : `${exception}: ${message}`;
  const own = frames[0] === undefined ? null : blame(frames[0]);
  return {
    report: crashReport({
      title: `PHP ${kind}: ${normalised(says)}`,
      altTitles: exception === null ? [] : [normalised(says)],
      type: 'PHP',
      source: 'php',
      first: lines[index]!,
      last: lines[last]!,
      program: baseName(file),
      error: says,
      decoded: { exception, at: number === null ? file : `${file}:${number}` },
      frames,
      blamed: { function: own?.function ?? null, file },
    }),
    last,
  };
}
