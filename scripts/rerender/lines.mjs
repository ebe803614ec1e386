// A raw kernel log as lines, and the words in which tools write times and levels.

/** When the machine of a re-rendered log booted: any moment would do. */
const BOOT = Date.UTC(2019, 10, 19, 10, 0, 0) * 1000;

const PREFIX = /^(?:<(\d{1,3})>)?\[ {0,8}(\d{1,10})\.(\d{1,9})\](?:\[ {0,8}([TC]\d{1,10})\])? ?/;

/**
 * The lines of a raw log. A line without a time has that of the line before: tools that print times print one on every line.
 * @param {Buffer} bytes
 * @returns {{level: number, micros: number, caller: string | null, text: string, bare: boolean}[]}
 */
export function linesOf(bytes) {
  const physical = bytes.toString('utf8').replaceAll('\r', '').split('\n');
  if (physical.at(-1) === '') physical.pop();
  let micros = 0;
  return physical.map(raw => {
    const match = PREFIX.exec(raw);
    if (match === null) return { level: 4, micros, caller: null, text: raw, bare: true };
    micros = Number(match[2]) * 1e6 + Number(match[3].padEnd(6, '0').slice(0, 6));
    return {
      level: match[1] === undefined ? 4 : Number(match[1]),
      micros,
      caller: match[4] ?? null,
      text: raw.slice(match[0].length),
      bare: false,
    };
  });
}

const two = n => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug'];

/** `kern  :warn  : ` */
export const decoded = level => `kern  :${LEVELS[level & 7].padEnd(6)}: `;

/** `   12.345678`, in at least `width` characters. */
export const seconds = (micros, width = 12) =>
  `${Math.floor(micros / 1e6)}.${String(Math.floor(micros % 1e6)).padStart(6, '0')}`.padStart(width);

/** The parts of the wall clock's time at which a line was written. */
export function clock(micros) {
  const wall = new Date((BOOT + micros) / 1000);
  const micro = String((BOOT + micros) % 1e6).padStart(6, '0');
  const date = `${wall.getUTCFullYear()}-${two(wall.getUTCMonth() + 1)}-${two(wall.getUTCDate())}`;
  return {
    date,
    day: DAYS[wall.getUTCDay()],
    month: MONTHS[wall.getUTCMonth()],
    dayOfMonth: wall.getUTCDate(),
    two: two(wall.getUTCDate()),
    monthNumber: two(wall.getUTCMonth() + 1),
    year: wall.getUTCFullYear(),
    time: `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}:${two(wall.getUTCSeconds())}`,
    minute: `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`,
    micro,
    unix: Math.floor((BOOT + micros) / 1e6),
    realtime: BOOT + micros,
  };
}
