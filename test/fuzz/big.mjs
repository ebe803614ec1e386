// Inputs of a megabyte that say one thing over and over, or never come to an end.

const MEGABYTE = 1024 * 1024;
const RUNS = [
  'a',
  '0',
  ' ',
  '.',
  '[',
  '(',
  ':',
  '"',
  '\\',
  '/',
  '\t',
  '=',
  ', ',
  '#0 ',
  '\r',
  '\xc3',
  '{"',
  'f()\n',
  '\n ',
];

/**
 * Every large input there is, each made when it is asked for: what readers look for and the lines of the seeds, a million bytes of each, as
 * lines, in one line, behind each carrier's prefix, and in turn with their neighbours; and what never ends.
 * @param {readonly string[]} anchors what readers look for
 * @param {readonly string[]} lines the lines of the seeds
 * @param {readonly (readonly string[])[]} logs the seeds, as lines
 * @param {readonly ((line: string, i: number) => string)[]} carriers what a line looks like by each road
 */
export function bigInputs(anchors, lines, logs, carriers, size = MEGABYTE) {
  const made = [];
  const add = (name, make) => made.push({ name, make: () => Buffer.from(make(), 'latin1') });
  const repeated = unit => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
  const isLoud = line => anchors.some(anchor => line.includes(anchor));
  const loud = lines.filter(isLoud);
  for (const unit of [...anchors, ...loud]) {
    add(`lines of ${show(unit)}`, () => repeated(`${unit}\n`));
    add(`one line of ${show(unit)}`, () => repeated(`${unit} `));
    add(`with a kernel's time, ${show(unit)}`, () => repeated(`[   12.345678] ${unit}\n`));
  }
  anchors.forEach((anchor, i) => {
    for (const run of RUNS) add(`${show(anchor)} and ${show(run)} without end`, () => anchor + repeated(run));
    add(`${show(anchor)} behind a long word`, () => `${'x'.repeat(size)}${anchor}x\n`);
    for (let k = 1; k <= 4; k++) {
      const other = anchors[(i + k * 97) % anchors.length];
      add(`${show(anchor)} and ${show(other)}`, () => repeated(`${anchor}x\n${other}y\n`));
    }
  });
  carriers.forEach((carry, i) => {
    for (let k = 0; k < 40; k++) {
      const unit = loud[(i * 31 + k * 89) % loud.length];
      add(`by carrier ${i}, ${show(unit)}`, () =>
        repeated(Array.from({ length: 50 }, (_, n) => `${carry(unit, n)}\n`).join('')),
      );
    }
    for (const run of RUNS)
      add(
        `by carrier ${i}, ${show(run)} without end`,
        () => `${carry(anchors[i % anchors.length], 0)}\n${carry(repeated(run), 1)}`,
      );
  });
  for (const log of logs) {
    const first = log[0] ?? '';
    const last = log.at(-1) ?? '';
    add(`a log whole, ${show(first)}`, () => repeated(`${log.join('\n')}\n`));
    add(`a log in one line, ${show(first)}`, () => repeated(`${log.join(' ')} `));
    const some = log.filter((line, i) => i > 0 && isLoud(line)).slice(0, 12);
    for (const line of some) {
      add(`first line and ${show(line)}`, () => `${first}\n${repeated(`${line}\n`)}`);
      add(`${show(line)} in turn with the first`, () => repeated(`${first}\n${line}\n`));
      add(`${show(line)} in turn with the last`, () => repeated(`${line}\n${last}\n`));
      add(`${show(line)} and the last, without end`, () => `${line}\n${repeated(`${last}\n`)}`);
    }
  }
  return made;
}

function show(text) {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
