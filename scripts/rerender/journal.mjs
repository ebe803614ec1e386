// What journald and journalctl make of kernel lines (systemd src/shared/logs-show.c). The caller is lost on the way: journald does not keep it.
import { clock, seconds } from './lines.mjs';

const HOST = 'node7';

const shortForm = stamp => lines =>
  `${lines.map((line, i) => `${stamp(line, i, lines)} ${HOST} kernel: ${line.text}`).join('\n')}\n`;

const iso = ({ micros }) => `${clock(micros).date}T${clock(micros).time}`;

function delta({ micros }, index, lines) {
  if (index === 0) return `[${seconds(micros, 12)}${' '.repeat(16)}]`;
  return `[${seconds(micros, 12)} <${seconds(Math.max(0, micros - lines[index - 1].micros), 12)} >]`;
}

function fields({ micros, level, text }) {
  const { realtime } = clock(micros);
  return {
    __CURSOR: `s=0639; i=${micros.toString(16)}`.replace(' ', ''),
    __REALTIME_TIMESTAMP: String(realtime + 1200),
    __MONOTONIC_TIMESTAMP: String(micros + 1200),
    _BOOT_ID: '9d3cbbd0a2c94a1b8d6f0c4f7d3f2b61',
    _TRANSPORT: 'kernel',
    PRIORITY: String(level & 7),
    SYSLOG_FACILITY: '0',
    SYSLOG_IDENTIFIER: 'kernel',
    _HOSTNAME: HOST,
    _SOURCE_MONOTONIC_TIMESTAMP: String(micros),
    MESSAGE: text,
  };
}

const printable = text => !/[\x00-\x08\x0b-\x1f\x7f]/.test(text);

function asJson(line, space) {
  const record = fields(line);
  if (!printable(line.text)) record.MESSAGE = [...Buffer.from(line.text)];
  return JSON.stringify(record, null, space);
}

function exported(line) {
  const parts = [];
  for (const [key, value] of Object.entries(fields(line))) {
    if (printable(value) && !value.includes('\n')) parts.push(Buffer.from(`${key}=${value}\n`));
    else {
      const data = Buffer.from(value);
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(data.length));
      parts.push(Buffer.from(`${key}\n`), length, data, Buffer.from('\n'));
    }
  }
  return Buffer.concat([...parts, Buffer.from('\n')]);
}

const verbose = line => {
  const { day, date, time, micro } = clock(line.micros);
  const body = Object.entries(fields(line)).filter(([key]) => !key.startsWith('__'));
  return `${day} ${date} ${time}.${micro} UTC [s=0639;i=1;b=9d3c;m=1f;t=59;x=7e]\n${body.map(([key, value]) => `    ${key}=${value}\n`).join('')}`;
};

/** @type {Record<string, (lines: ReturnType<typeof import('./lines.mjs').linesOf>) => string | Buffer>} */
export const journal = {
  short: shortForm(({ micros }) => `${clock(micros).month} ${clock(micros).two} ${clock(micros).time}`),
  'short-precise': shortForm(({ micros }) => {
    const { month, two, time, micro } = clock(micros);
    return `${month} ${two} ${time}.${micro}`;
  }),
  'short-full': shortForm(
    ({ micros }) => `${clock(micros).day} ${clock(micros).date} ${clock(micros).time} UTC`,
  ),
  'short-iso': shortForm(line => `${iso(line)}+00:00`),
  'short-iso-precise': shortForm(line => `${iso(line)}.${clock(line.micros).micro}+0000`),
  'short-monotonic': shortForm(({ micros }) => `[${seconds(micros, 12)}]`),
  'short-unix': shortForm(({ micros }) => `${clock(micros).unix}.${clock(micros).micro}`),
  'short-delta': shortForm(delta),
  'journal-verbose': lines => lines.map(verbose).join(''),
  'journal-cat': lines => `${lines.map(({ text }) => text).join('\n')}\n`,
  'journal-json': lines => `${lines.map(line => asJson(line)).join('\n')}\n`,
  'journal-json-pretty': lines => `${lines.map(line => asJson(line, '\t')).join('\n')}\n`,
  'journal-json-sse': lines => lines.map(line => `data: ${asJson(line)}\n\n`).join(''),
  'journal-export': lines => Buffer.concat(lines.map(exported)),
};
