import { signalName } from '../../base/index.js';
import type { Channel, Hit } from '../line.js';
import type { Reader } from '../reader.js';
import type { ProgramReport } from '../types.js';
import { baseName, crashReport } from './crash.js';

/** apport's log (data/apport): `ERROR: apport (pid 1235) DATE: called for pid 1234, signal 11, core limit 0, dump mode 1`. */
const CALLED =
  /^(?:ERROR: |INFO: )?apport \(pid \d{1,10}\) .{0,60}: called for pid (\d{1,10}), signal (\d{1,3}), core limit/;
const EXECUTABLE = /executable: (\S{1,300}) \(command line (.{0,400})\)/;
/** A line of a crash file in /var/crash (RFC 822 fields; apport's problem_report.py). */
const FIELD =
  /^(ExecutablePath|Signal|SignalName|Package|ProcCmdline|StacktraceTop|DistroRelease|Date|Title|Uname): {0,2}(.{0,500})$/;

/** Ubuntu's apport: its log, and the crash files it writes. */
export const apport: Reader = {
  name: 'apport',
  anchors: [': called for pid ', 'ProblemType: Crash'],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    const reports: ProgramReport[] = [];
    for (const { index, anchor } of hits) {
      const report = anchor.startsWith('Problem') ? file(channel, index) : called(channel, index);
      if (report !== null) reports.push(report);
    }
    return reports;
  },
};

function called(channel: Channel, index: number): ProgramReport | null {
  const first = channel.lines[index]!;
  const match = CALLED.exec(first.text.slice(0, 600));
  if (match === null) return null;
  let last = first;
  let executable: RegExpExecArray | null = null;
  for (let i = index + 1; i < channel.lines.length && i <= index + 4 && executable === null; i++) {
    executable = EXECUTABLE.exec(channel.lines[i]!.text.slice(0, 900));
    if (executable !== null) last = channel.lines[i]!;
  }
  const signal = signalName(Number(match[2])) ?? `signal ${match[2]}`;
  const program = executable === null ? null : baseName(executable[1]!);
  return crashReport({
    title: program === null ? signal : `${program}: ${signal}`,
    type: 'COREDUMP',
    source: 'coredump',
    first,
    last,
    program,
    pid: Number(match[1]),
    signal,
    error: match[0],
    decoded: { executable: executable?.[1], command: executable?.[2]?.replace(/^"|"$/g, '') },
  });
}

function file(channel: Channel, index: number): ProgramReport | null {
  const first = channel.lines[index]!;
  if (first.text.trim() !== 'ProblemType: Crash') return null;
  const fields = new Map<string, string>();
  let last = first;
  for (let i = index + 1; i < channel.lines.length && i < index + 400; i++) {
    const text = channel.lines[i]!.text;
    if (text.startsWith('ProblemType: ')) break;
    const match = text.length > 700 ? null : FIELD.exec(text);
    if (match === null) continue;
    if (!fields.has(match[1]!)) fields.set(match[1]!, match[2]!.trim());
    last = channel.lines[i]!;
  }
  const executable = fields.get('ExecutablePath');
  if (executable === undefined) return null;
  const number = Number(fields.get('Signal'));
  const signal = fields.get('SignalName') ?? (Number.isInteger(number) ? signalName(number) : null);
  const program = baseName(executable);
  return crashReport({
    title: `${program}: ${signal ?? 'crash'}`,
    altTitles: fields.has('Title') ? [fields.get('Title')!] : [],
    type: 'COREDUMP',
    source: 'coredump',
    first,
    last,
    program,
    signal,
    error: fields.get('Title') ?? null,
    decoded: {
      executable,
      command: fields.get('ProcCmdline'),
      package: fields.get('Package'),
      timestamp: fields.get('Date'),
    },
  });
}
