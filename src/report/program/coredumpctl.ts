import { signalName } from '../../base/index.js';
import type { Channel, Line } from '../line.js';
import type { ProgramReport } from '../types.js';
import { baseName, crashReport } from './crash.js';

/** The head of `coredumpctl list` (src/coredump/coredumpctl.c, dump_list). */
const HEAD =
  /^\s{0,4}TIME\s{1,40}PID\s{1,12}UID\s{1,12}GID\s{1,12}SIG\s{1,12}(?:COREFILE|PRESENT)\s{1,12}EXE\b/;
/** Times have blanks of their own: a row is read from the numbers on. */
const ROW =
  / {1,12}(\d{1,10}) {1,12}(\d{1,10}) {1,12}(\d{1,10}) {1,12}(SIG[A-Z0-9+]{2,8}|\d{1,3}) {1,12}(\S{1,16}) {1,12}(\S{1,300})(?: {1,12}(\S{1,12}))?\s{0,4}$/;

/**
 * The rows under the head of `coredumpctl list`.
 * @returns null where the line is no such head
 */
export function coredumpRows(
  channel: Channel,
  index: number,
): { reports: readonly ProgramReport[]; last: number } | null {
  const { lines } = channel;
  if (!HEAD.test(lines[index]!.text.slice(0, 200))) return null;
  const reports: ProgramReport[] = [];
  let last = index;
  for (let i = index + 1; i < lines.length; i++) {
    const report = row(lines[i]!);
    if (report === null) break;
    reports.push(report);
    last = i;
  }
  return { reports, last };
}

function row(line: Line): ProgramReport | null {
  if (line.text.length > 500) return null;
  const match = ROW.exec(line.text);
  if (match === null || !/\d{2}:\d{2}:\d{2}/.test(line.text.slice(0, match.index + 1))) return null;
  const signal = match[4]!.startsWith('SIG')
    ? match[4]!
    : (signalName(Number(match[4])) ?? `signal ${match[4]}`);
  const program = baseName(match[6]!);
  return crashReport({
    title: `${program}: ${signal}`,
    type: 'COREDUMP',
    source: 'coredump',
    first: line,
    last: line,
    program,
    pid: Number(match[1]),
    signal,
    error: line.text.trim(),
    decoded: {
      executable: match[6]!,
      user: match[2]!,
      core: match[5]!,
      size: match[7],
      timestamp: line.text.slice(0, match.index).trim(),
    },
  });
}
