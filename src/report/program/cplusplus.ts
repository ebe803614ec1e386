import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { ProgramReport } from '../types.js';
import { baseName, changed, crashReport, normalised } from './crash.js';
import { readEach, type Taken } from './each.js';

/** libstdc++ (vterminate.cc): `terminate called after throwing an instance of 'T'`, then `  what():  …`. */
const THROWN = /^terminate called after throwing an instance of '(.{1,400}?)'$/;
const WHAT = /^\s{0,4}what\(\): {1,2}(.{0,600})$/;
/** libc++abi (cxa_default_handlers.cpp): `libc++abi: terminating due to uncaught exception of type T: what`. */
const LIBCXX =
  /^libc\+\+abi(?:\.dylib)?: terminating (?:due to|with) (unexpected|uncaught) (?:exception of type (.{1,300}?)(?:: (.{0,500}))?|foreign exception)$/;
const LIBCXX_ABORT = /^libc\+\+abi(?:\.dylib)?: (terminating|Pure virtual function called!|.{1,200})$/;
/** glibc's assert (assert/assert.c), musl's, and GLib's g_assert. */
const ASSERTION = /^[`'‘"](.{1,1000})['’"] failed[.!]?$/;
const ASSERT_PLACE = /([^\s:]{1,250}):(\d{1,7}):/;
const MUSL = /^Assertion failed: (.{1,1000}) \(([^\s:()]{1,300}): (.{1,300}): (\d{1,7})\)$/;
const BSD =
  /^Assertion failed: \((.{1,1000})\), function ([^,]{1,300}), file ([^,]{1,300}), line (\d{1,7})\.$/;
const GLIB =
  /(?:^|\s)(?:Bail out! )?(?:[A-Za-z0-9_.-]{0,60}:)?ERROR:([^\s:]{1,300}):(\d{1,7}):([^\s:]{1,300}): (assertion failed.{0,600}|code should not be reached|'.{1,300}' should be .{1,60})$/;

/** Uncaught C++ exceptions and failed assertions. */
export const cplusplus: Reader = {
  name: 'c++',
  anchors: [
    'terminate called ',
    'pure virtual method called',
    'deleted virtual method called',
    'libc++abi: ',
    'libc++abi.dylib: ',
    ': Assertion ',
    'Assertion failed: ',
    ': assertion failed',
    ': code should not be reached',
  ],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, index =>
      channel.lines[index]!.text.length > 4000
        ? null
        : (terminated(channel.lines, index) ?? asserted(channel.lines, index)),
    );
  },
};

function terminated(lines: readonly Line[], index: number): Taken<ProgramReport> | null {
  const text = lines[index]!.text.trim();
  const thrown = THROWN.exec(text);
  if (thrown !== null) {
    const next = lines[index + 1];
    const what = next === undefined ? null : WHAT.exec(next.text.slice(0, 700));
    return ended(lines, index, what === null ? index : index + 1, thrown[1]!, what?.[1] ?? null, text);
  }
  const libcxx = LIBCXX.exec(text);
  if (libcxx !== null) {
    const thrown = libcxx[2] ?? 'foreign exception';
    const what = libcxx[3] === undefined ? '' : `: ${normalised(libcxx[3])}`;
    const title = `libc++abi: terminating due to ${libcxx[1]} exception of type ${thrown}${what}`;
    const read = titled(lines, index, index, title, text, { exception: thrown, what: libcxx[3] ?? null });
    return { ...read, report: changed(read.report, { altTitles: [`${thrown}${what}`] }) };
  }
  if (/^(?:pure|deleted) virtual method called$/.test(text)) {
    const next = lines[index + 1]?.text.trim() ?? '';
    const last = next.startsWith('terminate called') ? index + 1 : index;
    return titled(lines, index, last, text, text, {
      means: 'a virtual function was called on an object that is being constructed or is already destroyed',
    });
  }
  if (/^terminate called (?:without an active exception|recursively)$/.test(text)) {
    const without = text.endsWith('exception');
    return titled(lines, index, index, text, text, {
      ...(without
        ? { means: 'std::terminate was called: often a std::thread destroyed while joinable' }
        : {}),
    });
  }
  if (LIBCXX_ABORT.test(text)) {
    const said = text.slice(text.indexOf(': ') + 2);
    return titled(lines, index, index, `libc++abi: ${normalised(said)}`, text, {});
  }
  return null;
}

function ended(
  lines: readonly Line[],
  index: number,
  last: number,
  thrown: string,
  what: string | null,
  text: string,
): Taken<ProgramReport> {
  const said = what === null || what === '' ? '' : `: ${normalised(what)}`;
  const read = titled(
    lines,
    index,
    last,
    `terminate called after throwing an instance of '${thrown}'${said}`,
    text,
    {
      exception: thrown,
      what,
    },
  );
  return { ...read, report: changed(read.report, { altTitles: [`${thrown}${said}`] }) };
}

function titled(
  lines: readonly Line[],
  index: number,
  last: number,
  title: string,
  error: string,
  decoded: Readonly<Record<string, string | null>>,
): Taken<ProgramReport> {
  return {
    report: crashReport({
      title,
      type: 'CXX-TERMINATE',
      source: 'c++',
      first: lines[index]!,
      last: lines[last]!,
      signal: 'SIGABRT',
      error,
      decoded,
    }),
    last,
  };
}

function asserted(lines: readonly Line[], index: number): Taken<ProgramReport> | null {
  const text = lines[index]!.text.trim();
  const assert = assertion(text);
  if (assert !== null) return failed(lines, index, assert);
  const musl = MUSL.exec(text);
  if (musl !== null)
    return failed(lines, index, {
      program: null,
      file: musl[2]!,
      line: musl[4]!,
      name: musl[3]!,
      says: musl[1]!,
    });
  const bsd = BSD.exec(text);
  if (bsd !== null)
    return failed(lines, index, {
      program: null,
      file: bsd[3]!,
      line: bsd[4]!,
      name: bsd[2]!,
      says: bsd[1]!,
    });
  const glib = GLIB.exec(text);
  if (glib === null) return null;
  const read = failed(lines, index, {
    program: null,
    file: glib[1]!,
    line: glib[2]!,
    name: glib[3]!,
    says: glib[4]!,
  });
  // GLib's test framework says it twice.
  const again = lines[index + 1]?.text.startsWith('Bail out! ') === true ? index + 1 : index;
  const title = `${glib[4]} in ${glib[3]}`;
  const span = { ...read.report.span, endLine: lines[again]!.endNumber, endOffset: lines[again]!.endOffset };
  return { report: changed(read.report, { title, altTitles: [], span }), last: again };
}

/** `prog: file.c:12: func: Assertion `x' failed.`, with or without the program and the function. */
function assertion(text: string): Failed | null {
  const at = text.indexOf('Assertion ');
  if (at < 0 || at > 1200 || !/failed[.!]?$/.test(text.slice(-8))) return null;
  const says = ASSERTION.exec(text.slice(at + 'Assertion '.length));
  const before = text.slice(0, at);
  const place = ASSERT_PLACE.exec(before);
  if (says === null || place === null) return null;
  const name = before
    .slice(place.index + place[0].length)
    .trim()
    .replace(/:$/, '');
  const program = before.slice(0, place.index).trim();
  // Between the place and the assertion stands a function or nothing.
  if (name === '' ? !before.endsWith(': ') : !before.endsWith(`${name}: `)) return null;
  return {
    program: program === '' ? null : program.replace(/:$/, ''),
    file: place[1]!,
    line: place[2]!,
    name: name === '' ? null : name,
    says: says[1]!,
  };
}

interface Failed {
  readonly program: string | null;
  readonly file: string;
  readonly line: string;
  readonly name: string | null;
  readonly says: string;
}

function failed(
  lines: readonly Line[],
  index: number,
  { program, file, line, name, says }: Failed,
): Taken<ProgramReport> {
  const own = program === null ? null : /([^\s[\]]{1,200})(?:\[(\d{1,10})\])?$/.exec(program);
  const pid = own?.[2];
  const short = name === null ? null : shortFunction(name);
  return {
    report: crashReport({
      title: `Assertion '${says}' failed in ${short ?? baseName(file)}`,
      altTitles: [`${baseName(file)}: Assertion '${says}' failed`],
      type: 'ASSERT',
      source: 'assert',
      first: lines[index]!,
      last: lines[index]!,
      program: own === null ? null : baseName(own[1]!),
      pid: pid === undefined ? null : Number(pid),
      signal: 'SIGABRT',
      error: lines[index]!.text.trim(),
      decoded: { assertion: says, at: `${file}:${line}`, function: name },
      blamed: { function: short, file },
    }),
    last: index,
  };
}

/** `ns::f` of `void ns::f(int, char const*)`, as __PRETTY_FUNCTION__ spells it. */
function shortFunction(name: string): string {
  const cut = name.indexOf('(');
  const before = (cut > 0 ? name.slice(0, cut) : name).trim();
  return before.slice(before.lastIndexOf(' ') + 1).replace(/^[*&]{1,3}/, '');
}
