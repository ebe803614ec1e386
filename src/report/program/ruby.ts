import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { baseName, blame, crashReport, frameOf, normalised } from './crash.js';
import { readEach, type Taken } from './each.js';

/** Ruby's eval_error.c: `main.rb:2:in 'Object#f': message (NoMethodError)`, before 3.4 with a backtick. */
const RAISED =
  /(?:^|\s)([^\s:]{1,300}):(\d{1,8}):in [`']([^`']{1,200}?)': (.{0,1500}) \(([A-Z]\w{0,100}(?:::\w{1,100}){0,8})\)$/;
const FROM = /^\s{0,8}(?:\s*\d{1,5}: )?from ([^\s:]{1,300}):(\d{1,8})(?::in [`'](.{1,200}?)')?$/;
/** error.c, rb_bug: `main.rb:3: [BUG] Segmentation fault at 0x0000000000000000`, then `ruby 3.1.2p20 (…) [x86_64-linux]`. */
const BUG = /^(?:([^\s:]{1,300}):(\d{1,8}): )?\[BUG\] (.{1,300})$/;
const VERSION = /^ruby \d{1,3}\.\d{1,3}\.\S{1,40} \(.{1,100}\).{0,100}$/;
const C_FRAME = /^(\S{1,300})\((\S{0,300})\+0x([0-9a-f]{1,16})\) \[(0x[0-9a-f]{1,16})\]/;

/** Uncaught exceptions of Ruby, and the interpreter's own crashes. */
export const ruby: Reader = {
  name: 'ruby',
  anchors: ['Error)', 'Exception)', '[BUG] '],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, index =>
      channel.lines[index]!.text.length > 2500
        ? null
        : (raised(channel.lines, index) ?? bug(channel.lines, index)),
    );
  },
};

function raised(lines: readonly Line[], index: number): Taken | null {
  const match = RAISED.exec(lines[index]!.text.trimEnd());
  if (match === null) return null;
  const [, file, number, name, message, exception] = match;
  const frames: Frame[] = [frameOf(lines[index]!, name!, { file: file!, lineInFile: Number(number) })];
  let last = index;
  for (let i = index + 1; i < lines.length && i < index + 3000; i++) {
    const text = lines[i]!.text.slice(0, 700).trimEnd();
    const from = FROM.exec(text);
    if (from === null) {
      // did_you_mean and error_highlight show the source before the frames.
      if (last === index && i <= index + 8) continue;
      break;
    }
    frames.push(frameOf(lines[i]!, from[3] ?? '<main>', { file: from[1]!, lineInFile: Number(from[2]) }));
    last = i;
  }
  const own = frames.find(
    ({ file: path }) => path !== undefined && !/\/gems?\/|^<internal:|\/lib\/ruby\//.test(path),
  );
  // One line alone is believed where it names a script.
  if (last === index && !/\.(?:rb|ru|rake)$/.test(file!)) return null;
  return {
    report: crashReport({
      title: `${exception}: ${normalised(message!)}`,
      altTitles: [`${exception} in ${(own ?? frames[0]!).function}`],
      type: 'RUBY',
      source: 'ruby',
      first: lines[index]!,
      last: lines[last]!,
      program: baseName(frames.at(-1)!.file ?? file!),
      error: `${exception}: ${message}`,
      decoded: { exception: exception! },
      frames,
      blamed: blame(own ?? frames[0]),
    }),
    last,
  };
}

function bug(lines: readonly Line[], index: number): Taken | null {
  const match = BUG.exec(lines[index]!.text.trim());
  const version = lines[index + 1]?.text.trim() ?? '';
  if (match === null || !VERSION.test(version)) return null;
  const frames: Frame[] = [];
  let last = index + 1;
  for (let i = index + 2; i < lines.length && i < index + 1500; i++) {
    const text = lines[i]!.text.slice(0, 900).trim();
    const frame = C_FRAME.exec(text);
    if (frame !== null) {
      frames.push(frameOf(lines[i]!, frame[2]!, { module: frame[1]!, address: frame[4]! }));
      last = i;
    } else if (/^\[(?:NOTE|IMPORTANT)\]|^-- .{3,60} -{5,80}$/.test(text)) last = i;
  }
  const what = normalised(match[3]!.replace(/ at 0x[0-9a-f]{1,16}/, ''));
  return {
    report: crashReport({
      title: `ruby: [BUG] ${what}`,
      type: 'RUBY',
      source: 'ruby',
      first: lines[index]!,
      last: lines[last]!,
      program: 'ruby',
      signal: what.startsWith('Segmentation') ? 'SIGSEGV' : 'SIGABRT',
      address: / at (0x[0-9a-f]{1,16})/.exec(match[3]!)?.[1] ?? null,
      error: match[3]!,
      decoded: { version, at: match[1] === undefined ? null : `${match[1]}:${match[2]}` },
      frames,
      blamed: match[1] === undefined ? null : { function: null, file: match[1] },
    }),
    last,
  };
}
