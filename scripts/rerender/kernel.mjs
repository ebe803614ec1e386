// What the kernel and dmesg(1) print themselves (kernel/printk/printk.c; util-linux sys-utils/dmesg.c), and what is fed from it directly.
import { clock, decoded, seconds } from './lines.mjs';

const each = render => lines => `${lines.map(render).join('\n')}\n`;
const caller = line => (line.caller === null ? '' : `[${line.caller.padStart(6)}] `);
const raw = line =>
  `[${seconds(line.micros)}]${line.caller === null ? '' : `[${line.caller.padStart(6)}]`} ${line.text}`;

function ctime({ micros }) {
  const { day, month, dayOfMonth, time, year } = clock(micros);
  return `[${day} ${month} ${String(dayOfMonth).padStart(2)} ${time} ${year}] `;
}

function relative(line, index, lines) {
  const { month, dayOfMonth, minute } = clock(line.micros);
  const before = index === 0 ? null : clock(lines[index - 1].micros).minute;
  if (before !== minute) return `[${month}${String(dayOfMonth).padStart(2)} ${minute}] `;
  const since = line.micros - lines[index - 1].micros;
  return `[${`+${seconds(Math.max(0, since), 8).trim()}`.padStart(11)}] `;
}

/** Not printable, or a backslash: as the kernel escapes it in /dev/kmsg. */
const escaped = text =>
  [...Buffer.from(text)]
    .map(byte =>
      byte < 32 || byte >= 127 || byte === 0x5c
        ? `\\x${byte.toString(16).padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    .join('');

const record = (line, index) => {
  const spoke = line.caller === null ? '' : `,caller=${line.caller}`;
  return `${line.level},${index + 100},${Math.floor(line.micros)},-${spoke};${escaped(line.text)}`;
};

function extended(line, index) {
  const whole = record(line, index);
  const at = whole.indexOf(';');
  const body = whole.slice(at + 1);
  if (body.length <= 200) return whole;
  // The kernel cuts at about 1,000 bytes; here earlier, so that there is something to put together.
  const pieces = [];
  for (let from = 0; from < body.length; from += 200) {
    pieces.push(`${whole.slice(0, at)},ncfrag=${from}/${body.length};${body.slice(from, from + 200)}`);
  }
  return pieces.join('\n');
}

/** The kernel's time, no caller behind it. */
const STAMP = /\[ {0,8}\d{1,10}\.\d{6}\](?!\[)/g;

/** Parts of some 1,500 bytes, Part1 the newest, returned in an order that is none. */
function pstore(lines) {
  const parts = [[]];
  let size = 0;
  for (const line of lines) {
    const text = `<${line.level}>${raw(line)}`;
    if (size + text.length > 1500 && parts.at(-1).length > 0) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1).push(text);
    size += text.length + 1;
  }
  const numbered = parts.map((part, i) => `Panic#1 Part${parts.length - i}\n${part.join('\n')}\n`);
  return numbered
    .map((part, i) => ({ part, key: (i * 7919) % 101 }))
    .sort((a, b) => a.key - b.key)
    .map(({ part }) => part)
    .join('');
}

export const kernel = {
  dmesg: each(raw),
  'dmesg-T': each(line => ctime(line) + caller(line) + line.text),
  'dmesg-x': each(line => `${decoded(line.level)}[${seconds(line.micros)}] ${caller(line)}${line.text}`),
  'dmesg-r': each(line => `<${line.level}>${raw(line)}`),
  'dmesg-t': each(line => caller(line) + line.text),
  'dmesg-d': each(
    (line, i, all) =>
      `[${seconds(line.micros)} <${seconds(Math.max(0, line.micros - (all[i - 1] ?? line).micros))}>] ${caller(line)}${line.text}`,
  ),
  'dmesg-e': each((line, i, all) => relative(line, i, all) + caller(line) + line.text),
  'dmesg-iso': each(line => {
    const { date, time, micro } = clock(line.micros);
    return `${date}T${time},${micro}+00:00 ${caller(line)}${line.text}`;
  }),
  'dmesg-json': lines =>
    `{\n   "dmesg": [\n      ${lines
      .map(
        line =>
          `{\n         "pri": ${line.level},\n         "time": ${seconds(line.micros)},\n         "msg": ${JSON.stringify(line.text)}${line.caller === null ? '' : `,\n         "caller": "${line.caller}"`}\n      }`,
      )
      .join(',')}\n   ]\n}\n`,
  // Wherever the kernel's time stands, in the middle of a broken line too; what a program wrote has neither.
  'caller-ids': each(line => {
    const spoken = line.caller === null ? line.text.replace(STAMP, '$&[ T4711]') : line.text;
    return line.bare ? spoken : raw({ ...line, caller: line.caller ?? 'T4711', text: spoken });
  }),
  kmsg: each(
    (line, i) => `${record(line, i)}${i % 5 === 0 ? '\n SUBSYSTEM=pci\n DEVICE=+pci:0000:00:1f.2' : ''}`,
  ),
  netconsole: each(extended),
  pstore,
};
