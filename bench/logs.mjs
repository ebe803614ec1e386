// How fast logs are read on one core, each figure beside `grep -c -aE` of a dozen anchors over the same bytes in the same run.
// Usage: node bench/logs.mjs [--samples FOLDER] [--stream GB]
//   samples/s   every file of FOLDER (default: the project's own numbered cases), read one after the other in one process
//   clean       50 MB of a boot log in which nothing crashes
//   crashes     50 MB with a crash every 10,000 lines
//   --stream    that many GB through `kulprit parse -` as a process, and its largest resident size
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readLog } from '../dist/report/index.js';

const { values } = parseArgs({ options: { samples: { type: 'string' }, stream: { type: 'string' } } });
const root = fileURLToPath(new URL('..', import.meta.url));
const ANCHORS =
  'BUG:|WARNING:|INFO:|Kernel panic|kernel BUG|general protection fault|Unable to handle|UBSAN:|Oops|Out of memory|segfault at|fatal error:';

const folder = mkdtempSync(join(tmpdir(), 'kulprit-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const made = join(root, 'testdata/made/kernel');
const boot = readFileSync(join(made, 'clean-debian.log'), 'latin1').trimEnd().split('\n');
const crash = readFileSync(join(root, 'examples/usercopy.log'), 'latin1');
const oops = crash.slice(crash.lastIndexOf('\n', crash.indexOf('usercopy: Kernel memory')) + 1);

/** `size` bytes of boot messages, their times running on; after every `every` lines one crash. */
function makeLog(size, every) {
  const out = [];
  let bytes = 0;
  for (let i = 1; bytes < size; i++) {
    const text = boot[i % boot.length].replace(/^\[ *\d+\.\d+\]/, `[${(i / 1000).toFixed(6).padStart(12)}]`);
    const line = every > 0 && i % every === 0 ? `${text}\n${oops}` : `${text}\n`;
    out.push(line);
    bytes += line.length;
  }
  return Buffer.from(out.join(''), 'latin1');
}

const median = list => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
function seconds(work, rounds = 5) {
  const times = [];
  for (let i = 0; i < rounds; i++) {
    const start = process.hrtime.bigint();
    work();
    times.push(Number(process.hrtime.bigint() - start) / 1e9);
  }
  return median(times);
}
const grep = file =>
  seconds(() =>
    spawnSync('grep', ['-c', '-aE', ANCHORS, file], {
      env: { ...process.env, LC_ALL: 'C' },
      stdio: 'ignore',
    }),
  );

function throughput(name, bytes) {
  const file = join(folder, `${name}.log`);
  writeFileSync(file, bytes);
  let reports = 0;
  const ours = seconds(() => {
    reports = readLog(bytes).reports.length;
  });
  const greps = grep(file);
  const mb = bytes.length / 1e6;
  console.log(
    `${name.padEnd(10)} ${(mb / ours).toFixed(0).padStart(6)} MB/s   grep ${(mb / greps).toFixed(0).padStart(6)} MB/s   ratio ${(greps / ours).toFixed(2)}   ${reports} reports`,
  );
}

const samplesFolder = values.samples ?? join(root, 'testdata/reports');
const samples = readdirSync(samplesFolder, { recursive: true })
  .map(name => join(samplesFolder, name))
  .filter(path => statSync(path).isFile())
  .map(path => readFileSync(path));
const total = samples.reduce((sum, s) => sum + s.length, 0);
const all = join(folder, 'samples');
writeFileSync(all, Buffer.concat(samples));
for (const sample of samples) readLog(sample); // warm: a user's first file is measured by bench/startup
const each = seconds(() => samples.forEach(sample => void readLog(sample)));
const grepped = grep(all);
console.log(
  `samples    ${(samples.length / each).toFixed(0).padStart(6)} /s (${(total / each / 1e6).toFixed(1)} MB/s)   grep ${(total / grepped / 1e6).toFixed(0).padStart(6)} MB/s   ${samples.length} files of ${(total / samples.length / 1000).toFixed(1)} kB`,
);
throughput('clean', makeLog(50e6, 0));
throughput('crashes', makeLog(50e6, 10_000));

if (values.stream !== undefined) {
  const block = makeLog(10e6, 10_000);
  const rounds = Math.ceil((Number(values.stream) * 1e9) / block.length);
  const child = spawn('/usr/bin/time', ['-v', process.execPath, join(root, 'bin/kulprit.js'), 'parse', '-'], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', text => {
    said += text;
  });
  const start = process.hrtime.bigint();
  for (let i = 0; i < rounds; i++) {
    if (!child.stdin.write(block)) await new Promise(resolve => child.stdin.once('drain', resolve));
  }
  child.stdin.end();
  await new Promise(resolve => child.once('close', resolve));
  const took = Number(process.hrtime.bigint() - start) / 1e9;
  const resident = Number(/Maximum resident set size \(kbytes\): (\d+)/.exec(said)?.[1]) / 1000;
  console.log(
    `stream     ${values.stream} GB in ${took.toFixed(0)} s, largest resident size ${resident.toFixed(0)} MB`,
  );
}
