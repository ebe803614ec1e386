import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { blame, crashReport, frameOf, normalised } from './crash.js';
import { readEach, type Taken } from './each.js';

/** CoreCLR (excep.cpp): `Unhandled exception. CLASS: MESSAGE`; .NET Framework and Mono: `Unhandled Exception: …` or on the next line. */
const UNHANDLED =
  /(?:^|\s)(?:Unhandled exception\. |Unhandled Exception: {0,2}|FATAL UNHANDLED EXCEPTION: )(.{0,2000})$/;
/** EEPolicy (eepolicy.cpp): `Fatal error. CLASS: MESSAGE`, `Process terminated. MESSAGE`. */
const FATAL = /^(Fatal error|Process terminated)\. (.{1,1000})$/;
const FRAME =
  /^\s{0,8}at (.{1,1500}?)(?: in (.{1,500}):(?:line )?(\d{1,8})| \[0x[0-9a-f]{1,8}\] in <.{1,100}>:\d{1,6})?\s{0,4}$/;
const NAMED = /^((?:[A-Za-z_][\w+`]{0,100}\.){1,1}[\w.+`]{1,300}): ?(.{0,1500})$/;
const CLASS = /^[A-Za-z_][\w.+`]{0,300}$/;

/** Unhandled exceptions of .NET. */
export const dotnet: Reader = {
  name: 'dotnet',
  anchors: [
    'Unhandled exception. ',
    'Unhandled Exception:',
    'FATAL UNHANDLED EXCEPTION: ',
    'Fatal error. ',
    'Process terminated. ',
  ],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, index =>
      channel.lines[index]!.text.length > 3000 ? null : unhandled(channel.lines, index),
    );
  },
};

function unhandled(lines: readonly Line[], index: number): Taken | null {
  const text = lines[index]!.text.trim();
  const match = UNHANDLED.exec(text);
  const fatal = match === null ? FATAL.exec(text) : null;
  if (match === null && fatal === null) return null;
  let said = (match?.[1] ?? fatal![2]!).trim();
  let from = index + 1;
  if (said === '') {
    said = lines[from]?.text.trim().slice(0, 2000) ?? '';
    from++;
  }
  const named = NAMED.exec(said);
  const name = named?.[1] ?? (CLASS.test(said) && said.includes('.') ? said : null);
  const frames: Frame[] = [];
  const inner: string[] = [];
  let last = from - 1;
  for (let i = from; i < lines.length && i < from + 3000; i++) {
    const line = lines[i]!.text.slice(0, 2200).trimEnd();
    const frame = FRAME.exec(line);
    if (frame !== null && /[.(]/.test(frame[1]!)) {
      frames.push(
        frameOf(lines[i]!, frame[1]!.split('(', 1)[0]!.trim(), {
          file: frame[2] ?? null,
          lineInFile: frame[3] === undefined ? null : Number(frame[3]),
        }),
      );
    } else if (/^\s{0,4}---> /.test(line)) inner.push(line.trim().slice(5).trim());
    else if (!/^\s{0,8}--- End of /.test(line) && (frames.length > 0 || i > from + 6)) break;
    else if (!/^\s{0,8}--- End of /.test(line)) continue;
    last = i;
  }
  if (frames.length === 0 && (name === null || fatal !== null)) return null;
  const message = named?.[2] ?? (name === null ? said : '');
  const own =
    frames.find(({ function: each }) => !/^(?:System|Microsoft|Internal)\./.test(each)) ?? frames[0];
  const head = name ?? fatal?.[1] ?? 'unhandled exception';
  return {
    report: crashReport({
      title: message === '' ? head : `${head}: ${normalised(message)}`,
      altTitles: [
        ...(own === undefined ? [] : [`${head} in ${own.function}`]),
        ...inner.slice(0, 4).map(normalised),
      ],
      type: 'DOTNET',
      source: 'dotnet',
      first: lines[index]!,
      last: lines[last]!,
      signal: 'SIGABRT',
      error: said,
      decoded: { exception: name, cause: inner[0], cause2: inner[1] },
      frames,
      blamed: blame(own),
    }),
    last,
  };
}
