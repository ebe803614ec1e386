// What must hold for the reading of any input whatever.

const KINDS = [
  'kernel-bug',
  'go-crash',
  'go-kernel-note',
  'oom-kill',
  'hardware-error',
  'storage-error',
  'program-crash',
];

const text = value => typeof value === 'string';
const flag = value => typeof value === 'boolean';
const number = value => typeof value === 'number' && Number.isFinite(value);
const whole = value => Number.isSafeInteger(value);
const count = value => whole(value) && value >= 1;
const line = count;
const orNull = test => value => value === null || test(value);
const maybe = test => value => value === undefined || test(value);
const oneOf =
  (...values) =>
  value =>
    values.includes(value);
const list = test => value => Array.isArray(value) && value.every(test);
const table = test => value => isObject(value) && Object.values(value).every(test);
const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A test that an object has these fields and no others; the first that is wrong is remembered. */
function fields(shape) {
  const test = value => {
    if (!isObject(value)) return false;
    for (const [name, one] of Object.entries(shape)) if (!one(value[name])) return wrong(name, value[name]);
    for (const name of Object.keys(value)) if (!(name in shape)) return wrong(name, 'unknown field');
    return true;
  };
  return test;
}

let path = [];
function wrong(name, value) {
  path.push(`${name} = ${String(JSON.stringify(value)).slice(0, 100)}`);
  return false;
}

const frame = fields({
  function: text,
  offset: orNull(number),
  size: orNull(number),
  module: orNull(text),
  certain: flag,
  file: maybe(text),
  lineInFile: maybe(number),
  inlined: maybe(flag),
  address: maybe(text),
  line,
});
const note = fields({
  what: oneOf('may-be-buggy', 'see', 'mlock-failed'),
  errno: orNull(number),
  errnoName: orNull(text),
  url: orNull(text),
  says: text,
  line,
});
const says = fields({ says: text, line });
const decoded = { source: text, count, decoded: table(text) };
const DETAILS = {
  'kernel-bug': fields({
    cpu: orNull(number),
    pid: orNull(number),
    comm: orNull(text),
    architecture: orNull(text),
    hardware: orNull(text),
    taint: orNull(fields({ text, letters: list(fields({ letter: text, means: text })) })),
    modules: list(text),
    registers: table(text),
    code: orNull(fields({ bytes: list(text), at: orNull(whole) })),
    faultAddress: orNull(text),
    fault: maybe(
      fields({
        kind: text,
        address: orNull(text),
        access: oneOf('read', 'write', 'execute', null),
        code: orNull(text),
        decoded: list(text),
        line,
      }),
    ),
    object: maybe(
      fields({
        address: orNull(text),
        cache: orNull(text),
        size: orNull(number),
        where: oneOf('inside', 'left', 'right', null),
        offset: orNull(number),
        state: oneOf('allocated', 'freed', null),
        line,
      }),
    ),
    moduleFlags: maybe(table(text)),
    lastUnloaded: maybe(text),
    die: maybe(number),
    at: orNull(fields({ file: text, line: number })),
    usercopy: orNull(
      fields({
        direction: oneOf('exposure', 'overwrite'),
        address: orNull(text),
        object: orNull(text),
        objectSize: orNull(number),
        offset: orNull(number),
        length: number,
        problem: oneOf('length', 'address', 'unknown'),
        line,
      }),
    ),
    otherTraces: list(fields({ name: text, line, frames: list(frame) })),
    explanation: list(says),
  }),
  'go-crash': fields({
    error: text,
    class: oneOf('memory-corruption', 'nil-dereference', 'program', 'resources', 'signal', 'unknown'),
    why: text,
    signal: orNull(fields({ name: text, code: orNull(text), addr: orNull(text), pc: orNull(text), line })),
    goroutines: list(
      fields({ id: orNull(number), state: text, frames: list(frame), createdBy: orNull(frame), line, count }),
    ),
    runtimeLines: list(says),
    servedFor: orNull(text),
    goVersion: orNull(text),
    kernelNotes: list(note),
  }),
  'go-kernel-note': fields({ notes: list(note) }),
  'oom-kill': fields({
    victim: orNull(text),
    pid: orNull(number),
    invokedBy: orNull(text),
    constraint: orNull(text),
    cgroup: orNull(text),
    anonRss: orNull(number),
    totalVm: orNull(number),
    largest: list(fields({ name: text, pid: number, rss: number })),
    held: list(fields({ what: text, bytes: number })),
  }),
  'hardware-error': fields({
    ...decoded,
    severity: oneOf('corrected', 'recoverable', 'fatal', 'unknown'),
    where: orNull(text),
  }),
  'storage-error': fields({ ...decoded, device: orNull(text) }),
  'program-crash': fields({
    source: text,
    program: orNull(text),
    pid: orNull(number),
    signal: orNull(text),
    address: orNull(text),
    error: orNull(text),
    decoded: table(text),
  }),
};
const report = fields({
  kind: oneOf(...KINDS),
  title: value => text(value) && value !== '' && !/[\n\r]/.test(value),
  altTitles: list(text),
  type: text,
  corrupted: orNull(text),
  panicked: flag,
  suppressed: flag,
  span: fields({ line, endLine: line, offset: whole, endOffset: whole }),
  kernel: orNull(
    fields({
      release: orNull(text),
      version: orNull(text),
      compiler: orNull(text),
      procVersion: orNull(text),
      line: orNull(line),
    }),
  ),
  blamed: orNull(fields({ function: orNull(text), file: orNull(text) })),
  frames: list(frame),
  time: orNull(number),
  follows: orNull(whole),
  followsBecause: maybe(text),
  details: isObject,
});
const observation = fields({ name: text, value: text, parts: maybe(table(text)), line });

/**
 * What is wrong with a reading, as sentences; none where all is well.
 * @param {import('../../src/report/index.js').Reading} reading
 * @param {number} bytes the length of the input
 */
export function faultsOf(reading, bytes) {
  const faults = [];
  const check = (good, says) => {
    if (!good) faults.push(path.length > 0 ? `${says}: ${path.toReversed().join(' in ')}` : says);
    path = [];
  };
  check(reading.bytes === bytes, `${reading.bytes} bytes read of ${bytes}`);
  check(whole(reading.lines) && reading.lines <= bytes, 'the number of lines');
  check(list(fields({ says: text, line: orNull(line) }))(reading.problems), 'a problem has another shape');
  check(list(text)(reading.arrivals), 'arrivals');
  for (const one of reading.observations) {
    check(observation(one), `observation ${one.name} has another shape`);
    check(one.line <= reading.lines, `observation ${one.name} is on line ${one.line} of ${reading.lines}`);
  }
  let before = 0;
  reading.reports.forEach((one, index) => {
    const which = `report ${index} (${String(one.title).slice(0, 60)})`;
    check(report(one), `${which} has another shape`);
    check(DETAILS[one.kind]?.(one.details) === true, `${which}: the details have another shape`);
    const { span } = one;
    check(
      span.line <= span.endLine &&
        span.endLine <= reading.lines &&
        span.offset <= span.endOffset &&
        span.endOffset <= bytes,
      `${which}: the span ${JSON.stringify(span)} is not within ${reading.lines} lines, ${bytes} bytes`,
    );
    check(span.offset >= before, `${which}: begins at ${span.offset}, before the one before it at ${before}`);
    before = span.offset;
    check(
      one.follows === null || (one.follows >= 0 && one.follows < index),
      `${which}: follows ${one.follows}`,
    );
    for (const { line } of one.frames)
      check(line <= reading.lines, `${which}: a frame on line ${line} of ${reading.lines}`);
  });
  return faults;
}

/** What is wrong with a text for a terminal: a log must not be able to steer it. */
export function faultsOfText(rendered) {
  const at = rendered.search(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  return at < 0
    ? []
    : [`a control character is printed: ${JSON.stringify(rendered.slice(Math.max(0, at - 40), at + 10))}`];
}
