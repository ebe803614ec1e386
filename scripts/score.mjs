// How well the log readers do on crash samples with known answers.
//
//   npm run score -- FOLDER…          the score of each folder, and of all
//   --misses                          names each file that was read wrong, with what was expected
//   --ours                            the first report of the file's KIND counts: our numbered files hold reports of every kind
//   --from DIR                        reads with the compiled code in DIR (default: dist)
//   --repeat N                        reads each file N times, for a steadier speed (processor time: other work on the machine does not count)
//
// A sample is `KEY: value` lines up to the first empty line (`#` a comment), then the log; after a further empty line and `REPORT:` comes text
// that is not part of the log. Keys: TITLE (none: no crash may be found), ALT, TYPE, CORRUPTED, SUPPRESSED, PANICKED (Y or N), FRAME, FILE,
// KIND, ABSENT (a kind of which none may be found). The first report of a log is scored; FRAME is its blamed function and FILE its blamed
// file.
// Exit status: 0 all right, 1 something was read wrong, 64 wrong usage.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    misses: { type: 'boolean' },
    ours: { type: 'boolean' },
    from: { type: 'string', default: resolve(import.meta.dirname, '../dist') },
    repeat: { type: 'string', default: '1' },
  },
});
if (positionals.length === 0) {
  console.error('usage: npm run score -- [--misses] [--from DIR] [--repeat N] FOLDER…');
  process.exit(64);
}
const { readLog } = await import(pathToFileURL(join(resolve(values.from), 'report/index.js')).href);

/** The headers of a sample, and the bytes of its log. */
function readSample(bytes) {
  const text = bytes.toString('latin1').replaceAll('\r', '');
  const expected = { ALT: [] };
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
    const line = text.slice(at, end);
    at = end + 1;
    if (line === '') break;
    const header = /^([A-Z]+): ?(.*)$/.exec(line);
    if (header === null) continue;
    if (header[1] === 'ALT') expected.ALT.push(header[2]);
    else expected[header[1]] = header[2];
  }
  const report = text.indexOf('\n\nREPORT:\n', at - 1);
  const log = text.slice(at, report < 0 ? text.length : report + 1);
  return { expected, log: Buffer.from(log, 'latin1') };
}

const yes = value => (value ? 'Y' : 'N');

/** What of a sample was read wrong: `field: got, expected …`. */
function faults(expected, reports) {
  const first = reports[0];
  if (expected.FILE !== undefined) {
    const file = (first?.blamed?.file ?? '').replace(/^\.\//, '');
    return file === expected.FILE ? [] : [['file', file, expected.FILE]];
  }
  if (expected.TITLE === undefined) return first === undefined ? [] : [['title', first.title, '(no crash)']];
  if (first === undefined) return [['title', '(no crash)', expected.TITLE]];
  const wrong = [];
  const check = (field, got, want) => {
    if (got !== want) wrong.push([field, got, want]);
  };
  if (!expected.ALT.includes(first.title)) check('title', first.title, expected.TITLE);
  check('type', first.type, expected.TYPE ?? '');
  check('corrupted', yes(first.corrupted !== null), expected.CORRUPTED ?? 'N');
  check('suppressed', yes(first.suppressed), expected.SUPPRESSED ?? 'N');
  check('panicked', yes(first.panicked), expected.PANICKED ?? 'N');
  if (expected.FRAME !== undefined) check('frame', first.blamed?.function ?? '', expected.FRAME);
  return wrong;
}

let allRight = 0;
let allFiles = 0;
/** Processor time spent reading. */
let seconds = 0;
let bytes = 0;
let reads = 0;
for (const folder of positionals) {
  const files = readdirSync(folder, { recursive: true })
    .filter(name => statSync(join(folder, name)).isFile())
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const samples = files.map(name => ({ name, ...readSample(readFileSync(join(folder, name))) }));
  const wrongIn = {};
  let right = 0;
  const readings = new Map();
  const before = process.cpuUsage();
  for (let n = 0; n < Number(values.repeat); n++) {
    for (const { name, log } of samples) readings.set(name, readLog(log, { source: name }));
  }
  const used = process.cpuUsage(before);
  seconds += (used.user + used.system) / 1e6;
  reads += samples.length * Number(values.repeat);
  bytes += samples.reduce((sum, { log }) => sum + log.length, 0) * Number(values.repeat);
  for (const { name, expected } of samples) {
    const reading = readings.get(name);
    const kind = values.ours ? (expected.KIND ?? expected.ABSENT) : 'kernel-bug';
    const reports = reading.reports.filter(report => kind === undefined || report.kind === kind);
    const wrong = faults(expected, reports);
    if (wrong.length === 0) right++;
    for (const [field, got, want] of wrong) {
      wrongIn[field] = (wrongIn[field] ?? 0) + 1;
      if (!values.misses) continue;
      const reason = field === 'corrupted' ? `  (${reports[0]?.corrupted})` : '';
      console.log(`${name}: ${field}: got ${JSON.stringify(got)}, expected ${JSON.stringify(want)}${reason}`);
    }
  }
  allRight += right;
  allFiles += files.length;
  const by = Object.entries(wrongIn).map(([field, n]) => `${field} ${n}`);
  const share = files.length === 0 ? 100 : (100 * right) / files.length;
  console.log(
    `${folder}: ${right} of ${files.length} right (${share.toFixed(1)} %)${by.length > 0 ? `; wrong: ${by.join(', ')}` : ''}`,
  );
}
console.log(
  `all: ${allRight} of ${allFiles} right; ${Math.round(reads / seconds)} samples/s, ${(bytes / seconds / 1e6).toFixed(1)} MB/s`,
);
process.exitCode = allRight === allFiles ? 0 : 1;
