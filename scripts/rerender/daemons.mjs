// Log daemons, containers, build servers.
import { clock, seconds } from './lines.mjs';

const each = render => lines => `${lines.map(render).join('\n')}\n`;
const raw = line =>
  `[${seconds(line.micros)}]${line.caller === null ? '' : `[${line.caller.padStart(6)}]`} ${line.text}`;
const zulu = ({ micros }, digits = '000') =>
  `${clock(micros).date}T${clock(micros).time}.${clock(micros).micro}${digits}Z`;
/** rsyslog escapes control characters. */
const hashed = text =>
  text.replace(/[\x00-\x1f\x7f]/g, c => `#${c.charCodeAt(0).toString(8).padStart(3, '0')}`);

function syslogTime({ micros }) {
  const { month, dayOfMonth, time } = clock(micros);
  return `${month} ${String(dayOfMonth).padStart(2)} ${time}`;
}

const docker = (line, log) =>
  JSON.stringify({ log, stream: 'stdout', time: zulu(line) })
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026');

export const daemons = {
  'syslog-3164': each(line => `${syslogTime(line)} node7 kernel: ${hashed(raw(line))}`),
  'syslog-double': each(line => `${syslogTime(line)} node7 kernel: kernel: ${hashed(line.text)}`),
  'syslog-5424': each(
    line =>
      `<${line.level & 7}>1 ${clock(line.micros).date}T${clock(line.micros).time}.${clock(line.micros).micro}+00:00 node7 kernel - - [meta sequenceId="1"] ${hashed(raw(line))}`,
  ),
  'syslog-iso': each(
    line =>
      `${clock(line.micros).date}T${clock(line.micros).time}.${clock(line.micros).micro}+00:00 node7 kernel: ${hashed(raw(line))}`,
  ),
  // A container that runs `dmesg --follow`; long lines come in two objects.
  docker: each(line => {
    const text = raw(line);
    return text.length > 200
      ? `${docker(line, text.slice(0, 100))}\n${docker(line, `${text.slice(100)}\n`)}`
      : docker(line, `${text}\n`);
  }),
  cri: each(line => {
    const text = raw(line);
    return text.length > 200
      ? `${zulu(line)} stdout P ${text.slice(0, 100)}\n${zulu(line)} stdout F ${text.slice(100)}`
      : `${zulu(line)} stdout F ${text}`;
  }),
  kubectl: each(line => `[pod/dmesg-x7k2p/follow] ${zulu(line)} ${raw(line)}`),
  compose: each(line => `dmesg-1  | ${raw(line)}`),
  actions: each(line => `${zulu(line, '0')} ${raw(line)}`),
  gitlab: each(line => `${zulu(line, '')} 01O ${raw(line)}`),
  logcat: each(line => {
    const { monthNumber, two, time, micro } = clock(line.micros);
    return `${monthNumber}-${two} ${time}.${micro.slice(0, 3)}     0     0 W kernel  : ${line.text}`;
  }),
};
