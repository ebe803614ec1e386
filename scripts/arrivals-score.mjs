// How many crash samples keep their title when the same log arrives by another road.
//
//   node scripts/arrivals-score.mjs FOLDER [--as NAME…] [--texts] [--misses] [--from DIR]
//
// For each arrival: the share of samples whose titles (all, in order) are those of the raw log, and the share of samples of which every
// line's text is that of the raw log. --misses names the samples; --texts shows the first text that differs. Exit status 1 where a share of
// titles is below the goal: 98 %, where lines are wrapped or numbered 90 %.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ARRIVALS, rerender } from './rerender/index.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    as: { type: 'string', multiple: true },
    texts: { type: 'boolean' },
    misses: { type: 'boolean' },
    from: { type: 'string', default: resolve(import.meta.dirname, '../dist') },
  },
});
if (positionals.length === 0) {
  console.error(
    'usage: node scripts/arrivals-score.mjs FOLDER… [--as NAME] [--texts] [--misses] [--from DIR]',
  );
  process.exit(64);
}
const load = path => import(pathToFileURL(join(resolve(values.from), path)).href);
const { readLog } = await load('report/index.js');
const { ArrivalState, regionLines } = await load('report/channels.js');
const { decoded } = await load('formats/index.js');

/** The log of a sample: what stands between its headers and its `REPORT:`. */
function logOf(bytes) {
  const text = bytes.toString('latin1').replaceAll('\r', '');
  const start = text.startsWith('\n') ? 1 : text.indexOf('\n\n') + 2;
  const report = text.indexOf('\n\nREPORT:\n', start - 1);
  return Buffer.from(text.slice(start, report < 0 ? text.length : report + 1), 'latin1');
}

async function plain(bytes) {
  const chunks = [];
  async function* source() {
    yield bytes;
  }
  for await (const chunk of decoded(source())) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const textsOf = bytes =>
  regionLines({ bytes, offset: 0, firstLine: 1, hits: [] }, new ArrivalState()).map(({ text }) =>
    text.trimEnd(),
  );
const titlesOf = bytes => readLog(bytes).reports.map(({ title }) => title);

/** Which of `texts` is the first that is not among `lines`, in their order; -1 for none. Frames around a log are no part of it. */
function firstMissing(texts, lines) {
  let next = 0;
  for (const line of lines) if (line === texts[next]) next++;
  return next === texts.length ? -1 : next;
}

const samples = positionals.flatMap(folder =>
  readdirSync(folder)
    .sort((a, b) => Number(a) - Number(b))
    .map(name => {
      const log = logOf(readFileSync(join(folder, name)));
      // A sample's own bytes may be no UTF-8; what is compared is text.
      const text = Buffer.from(log.toString('utf8'));
      return { name, log: text, titles: titlesOf(text), texts: textsOf(text).filter(line => line !== '') };
    }),
);

let failed = false;
for (const arrival of values.as ?? ARRIVALS) {
  let sameTitles = 0;
  let sameFirst = 0;
  let sameTexts = 0;
  const crashes = samples.filter(({ titles }) => titles.length > 0).length;
  let invented = 0;
  for (const { name, log, titles, texts } of samples) {
    const bytes = await plain(rerender(log, arrival));
    const got = titlesOf(bytes);
    const all = JSON.stringify(got) === JSON.stringify(titles);
    if (titles.length === 0) invented += got.length > 0 ? 1 : 0;
    else {
      sameTitles += all ? 1 : 0;
      sameFirst += got[0] === titles[0] ? 1 : 0;
    }
    if (values.misses && got[0] !== titles[0])
      console.log(`  ${arrival} ${name}: ${got[0]}  ←  ${titles[0]}`);
    const lines = textsOf(bytes).filter(line => line !== '');
    const at = firstMissing(texts, lines);
    if (at < 0) sameTexts++;
    else if (values.texts) {
      console.log(
        `  ${arrival} ${name}: line ${at} of ${texts.length} is missing\n    want ${JSON.stringify(texts[at])}`,
      );
    }
  }
  const share = (n, of) => `${((n / of) * 100).toFixed(1)} %`.padStart(8);
  const goal = /wrapped|cut|folded|printable|numbered/.test(arrival) ? 0.9 : 0.98;
  const good = sameFirst >= goal * crashes && invented === 0;
  if (!good) failed = true;
  console.log(
    `${arrival.padEnd(24)} first title${share(sameFirst, crashes)}  all titles${share(sameTitles, crashes)}  texts${share(sameTexts, samples.length)}${invented > 0 ? `  ${invented} invented` : ''}${good ? '' : '  below the goal'}`,
  );
}
process.exitCode = failed ? 1 : 0;
