// The thread that reads the inputs: it tells which one it is at, so that one on which it hangs is known.
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { Inputs } from './inputs.mjs';
import { Trial } from './trial.mjs';

if (!isMainThread) await work(workerData);

async function work({ root, dist, seed, runs, at, until, size }) {
  const inputs = await Inputs.of(root, dist, seed, size);
  const trial = await Trial.of(dist);
  const current = new Int32Array(at);
  for (const { kind, from, to } of runs) {
    const last = Math.min(to, from + inputs.count(kind));
    for (let number = from; number < last && Date.now() < until; number++) {
      Atomics.store(current, 1, number);
      Atomics.add(current, 0, 1);
      const input = inputs.make(kind, number);
      const { faults, seconds } = await trial.run(kind, input.bytes, number);
      parentPort.postMessage({ kind, number, faults, seconds, bytes: input.bytes.length, how: input.how });
    }
  }
  parentPort.postMessage({ done: true });
}
