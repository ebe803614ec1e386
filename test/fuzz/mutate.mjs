// Ways to spoil a log. Texts are taken as Latin-1 here, so that every byte is a character.
import { rerender } from '../../scripts/rerender/index.mjs';

/** What can happen to a log, each as often as the others. `(text, random, stock, most)` to a text. */
export const MUTATIONS = {
  flipBits(text, random) {
    const bytes = Buffer.from(text, 'latin1');
    for (let i = random.size(30); i > 0; i--) bytes[random.below(bytes.length)] ^= 1 << random.below(8);
    return bytes.toString('latin1');
  },
  bytes: (text, random) => insert(text, random, noise(random, random.size(200))),
  overwrite(text, random) {
    const at = random.below(text.length);
    const run = noise(random, random.size(100));
    return text.slice(0, at) + run + text.slice(at + run.length);
  },
  cutTail: (text, random) => text.slice(0, random.below(text.length)),
  cutHead: (text, random) => text.slice(random.below(text.length)),
  cutMiddle(text, random) {
    const at = random.below(text.length);
    return text.slice(0, at) + text.slice(at + random.size(text.length));
  },
  cutLines: byLines((lines, random) => {
    lines.splice(random.below(lines.length), random.size(lines.length));
  }),
  repeatLine: byLines((lines, random, most) => {
    const at = random.below(lines.length);
    const times = random.size(most / (lines[at].length + 1) + 1);
    lines.splice(at, 0, ...Array.from({ length: times }, () => lines[at]));
  }),
  repeatBlock: byLines((lines, random, most) => {
    const at = random.below(lines.length);
    const block = lines.slice(at, at + random.size(20));
    const times = random.size(most / (block.join('\n').length + 1) + 1);
    lines.splice(at, 0, ...Array.from({ length: times }, () => block).flat());
  }),
  swapLines: byLines((lines, random) => {
    for (let i = random.size(lines.length); i > 0; i--) {
      const a = random.below(lines.length);
      const b = random.oneIn(2) ? random.below(lines.length) : Math.min(lines.length - 1, a + 1);
      [lines[a], lines[b]] = [lines[b], lines[a]];
    }
  }),
  shuffleLines: byLines((lines, random) => {
    for (let i = lines.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [lines[i], lines[j]] = [lines[j], lines[i]];
    }
  }),
  splice(text, random, stock) {
    const other = stock.piece(random);
    return text.slice(0, random.below(text.length)) + other.slice(random.below(other.length));
  },
  interleave(text, random, stock) {
    const sides = [text.split('\n'), stock.piece(random).split('\n')];
    const lines = [];
    while (sides[0].length + sides[1].length > 0) lines.push(...random.pick(sides).splice(0, random.size(4)));
    return lines.join('\n');
  },
  markers(text, random, stock) {
    let out = text;
    for (let i = random.size(12); i > 0; i--) out = insert(out, random, stock.marker(random));
    return out;
  },
  nestMarkers(text, random, stock) {
    const marker = stock.marker(random);
    let nest = marker;
    for (let i = random.size(8); i > 0; i--) {
      const at = random.below(nest.length);
      nest = nest.slice(0, at) + (random.oneIn(2) ? marker : stock.marker(random)) + nest.slice(at);
    }
    return insert(text, random, nest);
  },
  addPrefix: byLines((lines, random) => {
    const prefix = random.pick(PREFIXES);
    const every = random.oneIn(2) ? 1 : random.between(2, 5);
    lines.forEach((line, i) => {
      if (i % every === 0) lines[i] = prefix(random, i) + line;
    });
  }),
  stripPrefix: byLines((lines, random) => {
    const every = random.oneIn(2) ? 1 : random.between(2, 5);
    lines.forEach((line, i) => {
      if (i % every === 0)
        lines[i] = line.replace(/^(?:<\d{1,3}>)?\[[ \d.]{1,20}\](?:\[[ TC\d]{1,10}\])? ?/, '');
    });
  }),
  arrive(text, random, stock) {
    try {
      return rerender(Buffer.from(text, 'latin1'), random.pick(stock.arrivals)).toString('latin1');
    } catch {
      return text;
    }
  },
  controls(text, random) {
    let out = text;
    for (let i = random.size(20); i > 0; i--) out = insert(out, random, random.pick(CONTROLS));
    return out;
  },
  lineEnds: (text, random) =>
    text.replaceAll('\n', random.pick(['\r\n', '\r', '\n\n', '\0\n', '\\n', '\x0b', '\xe2\x80\xa8', ' '])),
  utf16(text, random) {
    const bytes = Buffer.from(text, 'utf16le');
    return (random.oneIn(2) && bytes.length % 2 === 0 ? bytes.swap16() : bytes).toString('latin1');
  },
  longRun: (text, random, _, most) => insert(text, random, random.pick(RUNS).repeat(random.size(most))),
  giantNumbers: (text, random) =>
    text.replace(/\d{2,}|0x[0-9a-f]+/g, found => (random.oneIn(6) ? giant(random, found) : found)),
  brackets(text, random) {
    const depth = random.size(300);
    const [open, close] = random.pick(['()', '[]', '{}', '<>', '""', "`'"]);
    return insert(
      text,
      random,
      open.repeat(depth) + (random.oneIn(2) ? 'x' : '') + close.repeat(random.oneIn(2) ? depth : 0),
    );
  },
  json: byLines((lines, random) => {
    const [open, close] = random.pick(WRAPPERS);
    lines.forEach((line, i) => {
      const inner = JSON.stringify(line).slice(1, -1);
      const whole = `${open}${inner}${close}`;
      lines[i] = random.oneIn(8) ? whole.slice(0, random.below(whole.length)) : whole;
    });
  }),
  html: text =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  wrap(text, random) {
    const width = random.between(20, 132);
    return text.replace(new RegExp(`.{${width}}`, 'g'), random.oneIn(2) ? '$&\n' : '$&\n> ');
  },
  oneLine: (text, random) => text.replaceAll('\n', random.pick(['', ' ', '\t', '\r'])),
  case: (text, random) => (random.oneIn(2) ? text.toUpperCase() : text.toLowerCase()),
  words(text, random) {
    const words = text.split(' ');
    for (let i = random.size(20); i > 0; i--) words[random.below(words.length)] = random.pick(words);
    return words.join(' ');
  },
};

const NAMES = Object.keys(MUTATIONS);
const CONTROLS = [
  '\r',
  '\0',
  '\x1b[31m',
  '\x1b[0m',
  '\x1b[',
  '\x1b]0;t\x07',
  '\b',
  '\x7f',
  '\xff\xfe',
  '\xef\xbb\xbf',
  '\xc3',
  '\xf0\x9f',
  '\xed\xa0\x80',
  '\xe2\x80\xa8',
  '\xc2\x85',
  '\f',
  '\x0b',
  '\t',
];
const RUNS = [
  'a',
  '0',
  ' ',
  '\t',
  '-',
  '/',
  '.',
  ':',
  '[',
  '(',
  '"',
  '\\',
  "'",
  '<',
  '>',
  '=3D',
  '&lt;',
  '\xc3\xa9',
  '\n',
  '\r',
  'A1 ',
  '{"',
  ', ',
  '#0 ',
  '? ',
];
const PREFIXES = [
  (_, i) => `[   12.${String(345678 + i).padStart(6, '0')}] `,
  (_, i) => `[   12.${String(345678 + i).padStart(6, '0')}][ T${200 + (i % 3)}] `,
  (_, i) => `<4>[   12.${String(345678 + i).padStart(6, '0')}] `,
  () => '[Sat Nov 21 01:02:03 2026] ',
  () => 'Nov 21 01:02:03 node7 kernel: ',
  () => 'Nov 21 01:02:03 node7 app[812]: ',
  () => '<12>Nov 21 01:02:03 node7 kernel: ',
  () => '<12>1 2026-11-21T01:02:03.000004Z node7 kernel - - - ',
  () => '2026-11-21T01:02:03.000004+01:00 node7 kernel: ',
  (_, i) => `4,${1000 + i},12345678,-;`,
  () => '2026-11-21T01:02:03.000004Z stdout F ',
  () => '2026-11-21T01:02:03.000004Z stderr P ',
  (_, i) => `${i + 1}: `,
  () => '> ',
  () => '> > ',
  () => '| ',
  () => '    ',
  () => '\t',
  () => 'kern  :warn  : ',
  () => '11-21 01:02:03.456  1234  1234 E kernel  : ',
  random => noise(random, random.size(40)),
];
const WRAPPERS = [
  ['{"MESSAGE":"', '","_TRANSPORT":"kernel"}'],
  ['{"MESSAGE":"', '","SYSLOG_IDENTIFIER":"app","_PID":"7"}'],
  ['{"log":"', '\\n","stream":"stderr","time":"2026-11-21T01:02:03Z"}'],
  ['{"log":"', '","stream":"stderr","time":"2026-11-21T01:02:03Z"}'],
  ['{"pri":4,"time":12.5,"msg":"', '"}'],
  ['{"textPayload":"', '"},'],
  ['{"message":{"message":"', '"}}'],
  ['[{"_raw":"', '"}]'],
];

/** A line as each carrier brings it. */
export const CARRIERS = [
  ...PREFIXES.slice(0, -1).map(prefix => (line, i) => prefix(null, i) + line),
  ...WRAPPERS.map(
    ([open, close]) =>
      line =>
        open + JSON.stringify(line).slice(1, -1) + close,
  ),
];

/** Where pieces of other logs and texts that mean something come from. */
export class Stock {
  #texts;
  #lines;
  #anchors;
  arrivals;

  constructor(seeds, lines, anchors, arrivals) {
    this.#texts = seeds.map(seed => seed.toString('latin1'));
    this.#lines = lines;
    this.#anchors = anchors;
    this.arrivals = arrivals;
  }

  marker(random) {
    return random.oneIn(2) ? random.pick(this.#anchors) : random.pick(this.#lines);
  }

  /** A part of a log, from a line's start. */
  piece(random, most = 2000) {
    const text = random.pick(this.#texts);
    const from = random.oneIn(2) ? 0 : text.indexOf('\n', random.below(text.length)) + 1;
    return text.slice(from, from + random.between(most >> 1, most));
  }
}

/** An input of some kilobytes: a piece of a log to which one thing or some have happened. */
export function makeInput(random, stock) {
  const most = random.oneIn(40) ? 40_000 : random.oneIn(4) ? 6000 : 2000;
  let text = stock.piece(random, most);
  const steps = [];
  for (let i = random.size(6); i > 0; i--) {
    if (text === '') break;
    const name = random.pick(NAMES);
    steps.push(name);
    text = MUTATIONS[name](text, random, stock, most).slice(0, most * 3);
  }
  return { bytes: Buffer.from(text, 'latin1'), steps };
}

function byLines(change) {
  return (text, random, _, most) => {
    const lines = text.split('\n');
    change(lines, random, most);
    return lines.join('\n');
  };
}

function insert(text, random, what) {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + what + text.slice(at);
}

function noise(random, length) {
  return Buffer.from(Array.from({ length }, () => random.below(256))).toString('latin1');
}

function giant(random, found) {
  return random.pick([
    '9'.repeat(random.size(600)),
    '-1',
    '0',
    '4294967296',
    '18446744073709551616',
    `0x${'f'.repeat(random.size(80))}`,
    '1e999',
    `${found}${found}`,
    '',
  ]);
}
