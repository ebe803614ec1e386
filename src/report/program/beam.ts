import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { blame, crashReport, frameOf, normalised } from './crash.js';
import { readEach, type Taken } from './each.js';

/** proc_lib's crash report (stdlib/src/proc_lib.erl): `=CRASH REPORT==== DATE ===`, then `  crasher:` and its fields. */
const CRASHER = /^\s{0,8}crasher:\s{0,4}$/;
const EXCEPTION = /^\s{0,12}exception (error|exit|throw): (.{1,1500})$/;
const IN_FUNCTION =
  /^\s{0,16}(?:in function|in call from|called as) {1,4}([\w@'.:-]{1,200}\/\d{1,3}|[\w@'.:-]{1,200}\(.{0,300}\))(?: \((.{1,200}), line (\d{1,8})\))?/;
const FIELD = /^\s{0,12}(initial call|pid|registered_name): (.{1,300})$/;
/** Elixir (logger/lib/logger/translator.ex, exception.ex): `** (RuntimeError) message`, then `    (app 0.1.0) lib/a.ex:5: A.f/1`. */
const RAISED = /^\s{0,8}\*\* \((.{1,200}?)\) ?(.{0,1500})$/;
const STACK = /^\s{1,12}(?:\((\S{1,100})(?: \S{1,60})?\) )?([^\s:()]{1,300}):(\d{1,8}): (.{1,300})$/;
const HEADS =
  /(?:GenServer .{1,200} terminating|Task .{1,200} terminating|Process #?(?:PID)?<[\d.]{1,40}>.{0,200} (?:raised an exception|terminating)|State machine .{1,200} terminating)$/;
/** erts (break.c, erl_crash_dump_v): `=erl_crash_dump:0.5`, a date, `Slogan: …`. */
const SLOGAN = /^Slogan: (.{1,500})$/;

/** Crashes of Erlang's and Elixir's processes, and of their virtual machine. */
export const beam: Reader = {
  name: 'beam',
  anchors: ['crasher:', '=erl_crash_dump:', ' terminating', 'raised an exception'],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, index =>
      channel.lines[index]!.text.length > 1000
        ? null
        : (crasher(channel.lines, index) ?? elixir(channel.lines, index) ?? dump(channel.lines, index)),
    );
  },
};

function crasher(lines: readonly Line[], index: number): Taken | null {
  if (!CRASHER.test(lines[index]!.text)) return null;
  const fields = new Map<string, string>();
  const frames: Frame[] = [];
  let exception: RegExpExecArray | null = null;
  let last = index;
  for (let i = index + 1; i < lines.length && i < index + 60; i++) {
    const text = lines[i]!.text.slice(0, 1800).trimEnd();
    if (!/^\s/.test(text)) break;
    const field = FIELD.exec(text);
    const frame = IN_FUNCTION.exec(text);
    if (field !== null) fields.set(field[1]!, field[2]!);
    else if (frame !== null)
      frames.push(
        frameOf(lines[i]!, frame[1]!, {
          file: frame[2] ?? null,
          lineInFile: frame[3] === undefined ? null : Number(frame[3]),
        }),
      );
    exception ??= EXCEPTION.exec(text);
    last = i;
  }
  if (exception === null) return null;
  const first = /CRASH REPORT/.test(lines[index - 1]?.text.slice(0, 300) ?? '') ? index - 1 : index;
  return {
    report: crashReport({
      title: `exception ${exception[1]}: ${normalised(exception[2]!)}`,
      altTitles: frames[0] === undefined ? [] : [`exception ${exception[1]} in ${frames[0].function}`],
      type: 'ERLANG',
      source: 'erlang',
      first: lines[first]!,
      last: lines[last]!,
      program: fields.get('registered_name')?.replace(/^\[\]$/, '') || null,
      error: exception[2]!,
      decoded: { process: fields.get('pid'), initialCall: fields.get('initial call') },
      frames,
      blamed: blame(frames[0]),
    }),
    last,
  };
}

function elixir(lines: readonly Line[], index: number): Taken | null {
  const head = HEADS.exec(lines[index]!.text.trimEnd());
  if (head === null) return null;
  for (let i = index + 1; i < lines.length && i <= index + 2; i++) {
    const raised = RAISED.exec(lines[i]!.text.slice(0, 1800).trimEnd());
    if (raised === null) continue;
    const frames: Frame[] = [];
    let last = i;
    for (let j = i + 1; j < lines.length && j < i + 200; j++) {
      const stack = STACK.exec(lines[j]!.text.slice(0, 900).trimEnd());
      if (stack === null) {
        if (frames.length > 0 || j > i + 4) break;
        continue;
      }
      frames.push(
        frameOf(lines[j]!, stack[4]!, {
          module: stack[1] ?? null,
          file: stack[2]!,
          lineInFile: Number(stack[3]),
        }),
      );
      last = j;
    }
    const own = frames.find(
      ({ module }) => module === null || !/^(?:elixir|stdlib|kernel|logger|mix)$/.test(module),
    );
    return {
      report: crashReport({
        title: raised[2] === '' ? raised[1]! : `${raised[1]}: ${normalised(raised[2]!)}`,
        altTitles: own === undefined ? [] : [`${raised[1]} in ${own.function}`],
        type: 'ELIXIR',
        source: 'erlang',
        first: lines[index]!,
        last: lines[last]!,
        error: `${raised[1]}: ${raised[2]}`,
        decoded: { exception: raised[1]!, process: head[0] },
        frames,
        blamed: blame(own ?? frames[0]),
      }),
      last,
    };
  }
  return null;
}

function dump(lines: readonly Line[], index: number): Taken | null {
  if (!/^=erl_crash_dump:\d/.test(lines[index]!.text)) return null;
  for (let i = index + 1; i < lines.length && i <= index + 4; i++) {
    const slogan = SLOGAN.exec(lines[i]!.text.slice(0, 600).trim());
    if (slogan === null) continue;
    return {
      report: crashReport({
        title: `Erlang: ${normalised(slogan[1]!)}`,
        type: 'ERLANG',
        source: 'erlang',
        first: lines[index]!,
        last: lines[i]!,
        program: 'beam.smp',
        error: slogan[1]!,
      }),
      last: i,
    };
  }
  return null;
}
