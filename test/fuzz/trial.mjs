// One input through the built code, and what was wrong with that.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { faultsOf, faultsOfText } from './check.mjs';
import { Random } from './random.mjs';

/** No megabyte may take longer than this on a processor that has nothing else to do, in seconds. */
const SECONDS_PER_MEGABYTE = 1;
/** A time worth taking again. */
const NOTABLE = 0.05;
/** Garbage and compilation fall on whoever is next. */
const SECONDS_FOR_ANY = 0.2;

export class Trial {
  #rooms;

  /** @param {string} dist the folder of built modules */
  static async of(dist) {
    const room = name => import(pathToFileURL(join(dist, name, 'index.js')).href);
    const names = ['report', 'formats', 'host', 'bugs', 'diagnose', 'render'];
    const doors = await Promise.all(names.map(room));
    const trial = new Trial();
    trial.#rooms = Object.fromEntries(names.map((name, i) => [name, doors[i]]));
    trial.#rooms.records = trial.#rooms.bugs.loadBugs();
    return trial;
  }

  /** Reads one input; `seconds` is the processor's time for it. */
  async run(kind, bytes, number) {
    const started = process.cpuUsage();
    let faults;
    try {
      if (kind === 'packed') faults = await this.#unpack(bytes, number);
      else if (kind === 'facts') faults = this.#facts(bytes);
      else faults = this.#read(bytes, number, kind === 'small');
    } catch (error) {
      faults = [`threw ${error?.stack ?? error}`];
    }
    const most = SECONDS_FOR_ANY + (bytes.length / 2 ** 20) * SECONDS_PER_MEGABYTE;
    let seconds = since(started);
    // Garbage, compilation and the others on this machine slow it down too: what is slow is slow every time.
    const notable = Math.max(NOTABLE, most / 4);
    for (let again = 0; again < 4 && seconds > notable && faults.length === 0 && readsLogs(kind); again++) {
      const restarted = process.cpuUsage();
      this.#rooms.report.readLog(bytes);
      seconds = Math.min(seconds, since(restarted));
    }
    if (seconds > most)
      faults.push(`took ${seconds.toFixed(2)} s of the processor for ${bytes.length} bytes`);
    return { faults, seconds };
  }

  #read(bytes, number, whole) {
    const { report } = this.#rooms;
    const reading = report.readLog(bytes);
    const faults = faultsOf(reading, bytes.length);
    if (!whole) return faults;
    const json = JSON.stringify(reading);
    if (number % 8 === 0) {
      const inPieces = JSON.stringify(this.#inPieces(bytes, new Random(7, number)));
      if (inPieces !== json)
        faults.push(`pushed in pieces it reads differently: ${difference(json, inPieces)}`);
    }
    if (number % 16 === 1) faults.push(...this.#diagnose(reading));
    return faults;
  }

  #inPieces(bytes, random) {
    const reader = new this.#rooms.report.LogReader();
    const most = random.size(bytes.length + 1);
    for (let at = 0; at < bytes.length; ) {
      const size = random.between(1, most);
      reader.push(bytes.subarray(at, at + size));
      at += size;
    }
    return reader.end();
  }

  #diagnose(reading) {
    const { diagnose, render, records } = this.#rooms;
    const diagnosis = diagnose.diagnose({ reading, bugs: records });
    JSON.stringify(diagnosis);
    const { confidence } = diagnosis.verdict;
    const faults = confidence >= 0 && confidence <= 1 ? [] : [`the verdict's confidence is ${confidence}`];
    const look = { width: 80, color: false };
    faults.push(...faultsOfText(render.renderDiagnosis(look, diagnosis, { all: true })));
    return faults;
  }

  async #unpack(bytes, number) {
    const random = new Random(7, number);
    const problems = [];
    const reader = new this.#rooms.report.LogReader();
    let length = 0;
    for await (const chunk of this.#rooms.formats.decoded(pieces(bytes, random), problems)) {
      length += chunk.length;
      reader.push(chunk);
    }
    const faults = faultsOf(reader.end(), length);
    if (!problems.every(says => typeof says === 'string' && says !== ''))
      faults.push('a problem is no sentence');
    return faults;
  }

  #facts(bytes) {
    const { host, bugs, records } = this.#rooms;
    let facts;
    try {
      facts = host.parseFacts(bytes.toString('utf8'));
    } catch (error) {
      if (error.code === 'bad-facts') return [];
      throw error;
    }
    JSON.stringify(host.identify(facts));
    JSON.stringify(bugs.checkAll(records, facts));
    return [];
  }
}

function readsLogs(kind) {
  return kind === 'small' || kind === 'big';
}

function since(started) {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

async function* pieces(bytes, random) {
  const most = random.size(bytes.length + 1);
  for (let at = 0; at < bytes.length; ) {
    const size = random.between(1, most);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

function difference(a, b) {
  let at = 0;
  while (a[at] === b[at]) at++;
  const from = Math.max(0, at - 60);
  return `…${a.slice(from, at + 60)}… and …${b.slice(from, at + 60)}…`;
}
