import { beginsTrace } from './blame.js';
import type { Said } from './body.js';
import { POINTER } from './patterns.js';

/**
 * Without caller ids a log does not say which of two reports a line belongs to; the lines themselves often do: each dump begins with
 * `CPU: 1 PID: 12`, and many titles name the task.
 */
const DUMP = /^\s{0,4}CPU: {0,8}(\d{1,6})(?: UID: \d{1,10})? PID: (\d{1,10}) /;
const TASK =
  / PID: (\d{1,10}) at |by task .{1,40}\/(\d{1,10})(?::| |$)| code: .{1,40}\/(\d{1,10})$|^.{1,40}\/(\d{1,10}) (?:is (?:trying|leaving|freeing)|just changed)|stuck for \d{1,7}s! \[.{1,40}:(\d{1,10})\]|CPU#\d{1,5}: .{1,40}\/(\d{1,10})$/;
/** Lines of a report within which it says whose it is. */
const EARLY = 6;
/** Lines behind the other's title within which the first must come to word again. */
const SOON = 30;
/** Traces that are no reports: what stands under them is not told apart. */
const NO_REPORT = /allocation failure:|FAULT_INJECTION|FAULT_FLAG/;

interface Who {
  readonly pid: string | null;
  readonly cpu: string | null;
}

/** Who reports, by its first lines; nothing where they do not say. */
function who(lines: readonly Said[]): Who {
  for (const { text } of lines) {
    if (text.length > 300) continue;
    const dump = DUMP.exec(text);
    if (dump !== null) return { pid: dump[2]!, cpu: dump[1]! };
    const task = TASK.exec(text);
    if (task !== null) return { pid: task.slice(1).find(group => group !== undefined)!, cpu: null };
  }
  return { pid: null, cpu: null };
}

/**
 * What the reporting context goes on to say behind another report's title, where the log proves that it is the same: its task or, where the
 * first report does not name its task, a dump that is not the second's. Null where nothing proves it.
 * @param body up to the other's title
 * @param whole the same and what comes after
 */
export function goesOn(body: readonly Said[], whole: readonly Said[]): readonly Said[] | null {
  if (whole.length <= body.length || body.some(({ text }) => beginsTrace(text))) return null;
  const own = who(body);
  const other = whole[body.length]!;
  if (NO_REPORT.test(other.text)) return null;
  const pointer = ownPointer(body, whole);
  if (pointer !== null) return [...body, pointer];
  const theirs = who([
    other,
    ...whole.slice(body.length + 1, body.length + EARLY).filter(({ text }) => !DUMP.test(text)),
  ]);
  for (let i = body.length; i < whole.length && i < body.length + SOON; i++) {
    const dump = DUMP.exec(whole[i]!.text);
    if (dump === null) continue;
    const pid = dump[2]!;
    const same =
      own.pid !== null
        ? own.pid === pid && pid !== '0' && (theirs.pid === null || theirs.pid === own.pid)
        : theirs.pid !== null
          ? theirs.pid !== pid
          : other.text.slice(0, 24) === body[0]!.text.slice(0, 24);
    if (same) return [...body, ...alone(whole.slice(i), pid)];
  }
  return null;
}

/** `WARNING: … at net/core/dev.c:12 func+0x…`, since 6.16 `WARNING: net/core/dev.c:12 at func+0x…`. */
const WARNED = /^WARNING: .{0,300}[: ]\d{1,7} (?:at )?([\w.]{1,200})\+0x/;

/** Behind a warning that names its function, the first pointer to another function is that of the dump which had begun before. */
function ownPointer(body: readonly Said[], whole: readonly Said[]): Said | null {
  const warned = WARNED.exec(whole[body.length]!.text)?.[1];
  if (warned === undefined || !body.some(({ text }) => DUMP.test(text))) return null;
  if (body.some(({ text }) => POINTER.test(text))) return null;
  for (const one of whole.slice(body.length + 1, body.length + EARLY)) {
    const name = one.text.length < 400 ? POINTER.exec(one.text)?.[1] : undefined;
    if (name !== undefined) return name === warned ? null : one;
  }
  return null;
}

/** Where both dumps stand one in the other the second trace is the one with registers before it: the first title's. */
function alone(rest: readonly Said[], pid: string): readonly Said[] {
  let mixed = false;
  for (let i = 1; i < rest.length && i < SOON; i++) {
    const { text } = rest[i]!;
    const dump = DUMP.exec(text);
    if (dump !== null && dump[2] !== pid) mixed = true;
    if (!beginsTrace(text)) continue;
    return mixed && rest.slice(i + 1, i + 100).some(later => beginsTrace(later.text))
      ? [...rest.slice(0, i), ...rest.slice(i + 1)]
      : rest;
  }
  return rest;
}
