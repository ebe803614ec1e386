// Inputs of a megabyte that say one thing over and over, or never come to an end.

const MEGABYTE = 1024 * 1024;
const RUNS = ['a', '0', ' ', '.', '[', '(', ':', '"', '\\', '/', '\t', '=', ', ', '#0 ', '\r', '\xc3', '{"', 'f()\n', '\n '];

/**
 * Every large input there is, one after the other, made as it is asked for.
 * @param {readonly string[]} anchors what readers look for
 * @param {readonly string[]} lines the lines of the seeds
 * @param {readonly (readonly string[])[]} logs the seeds, as lines
 */
export function bigInputs(anchors, lines, logs, size = MEGABYTE) {
  const made = [];
  const add = (name, make) => made.push({ name, make: () => Buffer.from(make(), 'latin1') });
  const repeated = unit => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
  for (const unit of [...anchors, ...lines]) {
    add(`lines of ${show(unit)}`, () => repeated(`${unit}\n`));
    add(`one line of ${show(unit)}`, () => repeated(`${unit} `));
    add(`with a kernel's time, ${show(unit)}`, () => repeated(`[   12.345678] ${unit}\n`));
  }
  anchors.forEach((anchor, i) => {
    for (const run of RUNS) add(`${show(anchor)} and ${show(run)} without end`, () => anchor + repeated(run));
    add(`${show(anchor)} behind a long word`, () => `${'x'.repeat(size)}${anchor}x\n`);
    const other = anchors[(i * 7919 + 13) % anchors.length];
    add(`${show(anchor)} and ${show(other)}`, () => repeated(`${anchor}x\n${other}y\n`));
  });
  for (const log of logs) {
    const first = log[0] ?? '';
    const last = log.at(-1) ?? '';
    add(`a log whole, ${show(first)}`, () => repeated(`${log.join('\n')}\n`));
    for (const line of log.slice(1, -1)) {
      add(`first line and ${show(line)}`, () => `${first}\n${repeated(`${line}\n`)}`);
      add(`${show(line)} in turn with the first`, () => repeated(`${first}\n${line}\n`));
      add(`${show(line)} in turn with the last`, () => repeated(`${line}\n${last}\n`));
    }
  }
  return made;
}

function show(text) {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
