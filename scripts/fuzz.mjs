// Spoiled logs through the built readers (`npm run build` before): nothing is thrown, nothing hangs, what is read keeps its shape.
//
//   node scripts/fuzz.mjs [--inputs N] [--seed S] [--from I] [--seconds T] [--only small|big|packed|facts]
//                         [--size BYTES] [--slowest N] [--dist FOLDER] [--out FOLDER]
//
// Deterministic by seed: input I of a seed is the same each time. An input that fails is written to a file, whose name is told, and the exit
// status is 1. What is checked, what CI runs of it and what by hand: docs/fuzzing.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { Inputs } from '../test/fuzz/inputs.mjs';
import { root } from './steps.mjs';

const { values } = parseArgs({
  options: {
    inputs: { type: 'string' },
    seed: { type: 'string' },
    from: { type: 'string', default: '0' },
    seconds: { type: 'string' },
    only: { type: 'string' },
    size: { type: 'string' },
    slowest: { type: 'string', default: '5' },
    dist: { type: 'string' },
    out: { type: 'string' },
  },
});
/** How many of each kind there are unless somebody says. */
const USUAL = { small: 200_000, big: 150, packed: 4000, facts: 4000 };
/** One input that takes longer than this by the clock on the wall hangs. */
const HANGS = 60_000;
const MOST_FAILURES = 20;

const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const from = Number(values.from);
const dist = resolve(values.dist ?? join(root, 'dist'));
const out = resolve(values.out ?? join(tmpdir(), 'kulprit-fuzz'));
const size = values.size === undefined ? undefined : Number(values.size);
const until =
  values.seconds === undefined ? Number.POSITIVE_INFINITY : Date.now() + Number(values.seconds) * 1000;
const kinds = Object.keys(USUAL).filter(kind => values.only === undefined || values.only === kind);
const runs = kinds.map(kind => ({ kind, from, to: from + Number(values.inputs ?? USUAL[kind]) }));
if (
  runs.length === 0 ||
  !runs.every(({ from, to }) => from >= 0 && to > from) ||
  !Number.isSafeInteger(seed)
) {
  console.error(
    'usage: node scripts/fuzz.mjs [--inputs N] [--seed S] [--from I] [--seconds T] [--only small|big|packed|facts]',
  );
  process.exit(64);
}

console.log(`seed ${seed}: ${runs.map(({ kind, from, to }) => `${kind} ${from} to ${to - 1}`).join(', ')}`);
const tally = Object.fromEntries(kinds.map(kind => [kind, { count: 0, bytes: 0, seconds: 0, slowest: [] }]));
let failures = 0;
let running = runs[0].kind;

const at = new SharedArrayBuffer(8);
const current = new Int32Array(at);
const started = Date.now();
const worker = new Worker(new URL('../test/fuzz/worker.mjs', import.meta.url), {
  workerData: { root, dist, seed, runs, at, until, size },
});
worker.on('message', result => (result.done ? finish() : take(result)));
worker.on('error', error => {
  console.error(`the thread broke at ${running} ${Atomics.load(current, 1)}: ${error.stack ?? error}`);
  process.exit(1);
});
let seen = { step: -1, since: Date.now(), told: Date.now() };
const watch = setInterval(watchProgress, 1000);
process.once('SIGINT', async () => {
  await worker.terminate();
  finish();
  process.exit(130);
});

function take({ kind, number, faults, seconds, bytes, how }) {
  running = kind;
  const own = tally[kind];
  own.count++;
  own.bytes += bytes;
  own.seconds += seconds;
  const most = Number(values.slowest);
  if (own.slowest.length < most || seconds > own.slowest.at(-1).seconds) {
    own.slowest.push({ number, seconds, bytes, how });
    own.slowest.sort((a, b) => b.seconds - a.seconds);
    own.slowest.length = Math.min(own.slowest.length, most);
  }
  if (faults.length === 0) return;
  failures++;
  fail(kind, number, how, faults);
}

/** Writes the input down and says what it did. */
async function fail(kind, number, how, faults) {
  const inputs = await Inputs.of(root, dist, seed, size);
  const file = join(out, `${seed}-${kind}-${number}.log`);
  mkdirSync(out, { recursive: true });
  writeFileSync(file, inputs.make(kind, number).bytes);
  console.error(`FAILED ${kind} ${number} (${how}): ${faults.slice(0, 4).join('\n  ')}`);
  console.error(
    `  the input: ${file}\n  again: node scripts/fuzz.mjs --only ${kind} --seed ${seed} --from ${number} --inputs 1`,
  );
  if (failures >= MOST_FAILURES) {
    console.error(`${failures} inputs failed: the rest is not run`);
    process.exit(1);
  }
}

function watchProgress() {
  const step = Atomics.load(current, 0);
  const now = Date.now();
  if (step !== seen.step) seen = { ...seen, step, since: now };
  else if (now - seen.since > HANGS) {
    clearInterval(watch);
    failures = MOST_FAILURES;
    fail(running, Atomics.load(current, 1), 'the kind may be the next one', [
      `hangs: no end after ${HANGS / 1000} s`,
    ]);
    return;
  }
  if (now - seen.told < 10_000) return;
  seen.told = now;
  const { count } = tally[running];
  console.log(`  ${running}: ${count}, ${Math.round((now - started) / 1000)} s`);
}

function finish() {
  clearInterval(watch);
  for (const kind of kinds) {
    const { count, bytes, seconds, slowest } = tally[kind];
    if (count === 0) continue;
    const rate = `${Math.round(count / seconds)} a second, ${(bytes / 2 ** 20 / seconds).toFixed(1)} MB/s`;
    console.log(
      `${kind}: ${count} inputs, ${(bytes / 2 ** 20).toFixed(1)} MB, ${seconds.toFixed(1)} s of the processor (${rate})`,
    );
    for (const one of slowest)
      console.log(`  ${one.seconds.toFixed(3)} s for ${one.bytes} bytes: ${kind} ${one.number} (${one.how})`);
  }
  console.log(failures === 0 ? 'no input failed' : `${failures} inputs failed`);
  process.exitCode = failures === 0 ? 0 : 1;
}
