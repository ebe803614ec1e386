import type { Frame, GoKernelNote, KernelReport, Reading, Report, Usercopy } from '../report/index.js';
import type { HostJudgement } from './check.js';
import { type Ground, judgeCondition } from './conditions.js';
import { allOf, anyOf, type Judged, no, notOf, unknown, yes } from './judged.js';
import { firstLike } from './pattern.js';
import type { SignTest, UsercopyTest } from './types.js';

/** One report of a log, with the log around it and what is known of the machine. */
export interface Scene {
  readonly reading: Reading;
  readonly report: Report;
  readonly ground: Ground;
  readonly host: HostJudgement;
}

/** Judges one sign of a signature against one report. Never throws. */
export function judgeSign(test: SignTest, scene: Scene): Judged {
  const { report, reading, ground, host } = scene;
  const source = reading.source;
  const line = report.span.line;
  if ('all' in test) return allOf(test.all.map(part => judgeSign(part, scene)));
  if ('any' in test) return anyOf(test.any.map(part => judgeSign(part, scene)));
  if ('not' in test) return notOf(judgeSign(test.not, scene));
  if ('kind' in test)
    return is(test.kind.includes(report.kind), `the report is a ${report.kind}`, source, line);
  if ('type' in test)
    return is(test.type.includes(report.type), `the report is of type ${report.type}`, source, line);
  if ('title' in test) {
    const titles = [report.title, ...report.altTitles];
    const title = titles.find(one => firstLike(test.title, one) !== undefined);
    return is(title !== undefined, title ?? report.title, source, line);
  }
  if ('frames' in test) return frames(test.frames, scene);
  if ('modules' in test) return judgeCondition({ module: { any: test.modules } }, ground);
  if ('comm' in test) return comm(test.comm, scene);
  if ('explanation' in test) return explanation(test.explanation, scene);
  if ('usercopy' in test) return usercopy(test.usercopy, scene);
  if ('goClass' in test) return goClass(test.goClass, scene);
  if ('goError' in test) return goError(test.goError, scene);
  if ('goNote' in test) return goNote(test.goNote, scene);
  if ('observation' in test) return observation(test.observation, scene);
  if ('runtime' in test) return judgeCondition({ runtime: test.runtime }, ground);
  return hostIs(host);
}

function is(holds: boolean, says: string, source: string, line: number): Judged {
  return holds ? yes(says, source, line) : no(says, source, line);
}

function framesOf(report: Report): readonly Frame[] {
  if (report.kind !== 'kernel-bug') return report.frames;
  return [...report.frames, ...report.details.otherTraces.flatMap(trace => trace.frames)];
}

function frames(patterns: readonly string[], { report, reading }: Scene): Judged {
  const found = framesOf(report).filter(frame => firstLike(patterns, frame.function) !== undefined);
  const sure = found.filter(frame => frame.certain);
  const [first] = sure.length > 0 ? sure : found;
  if (first === undefined)
    return no(`the trace does not go through ${patterns.join(', ')}`, reading.source, report.span.line);
  const names = [...new Set(found.map(frame => frame.function))].slice(0, 4).join(', ');
  return yes(`the trace goes through ${names}`, reading.source, first.line);
}

function comm(patterns: readonly string[], { report, reading }: Scene): Judged {
  const name = report.kind === 'kernel-bug' ? report.details.comm : null;
  if (name === null) return unknown('the process that was running');
  return is(
    firstLike(patterns, name) !== undefined,
    `the process is ${name}`,
    reading.source,
    report.span.line,
  );
}

function explanation(patterns: readonly string[], { report, reading }: Scene): Judged {
  const said = report.kind === 'kernel-bug' ? report.details.explanation : [];
  const hit = said.find(one => firstLike(patterns, one.says) !== undefined);
  return hit === undefined
    ? no('nothing in the report says so', reading.source, report.span.line)
    : yes(hit.says, reading.source, hit.line);
}

function usercopy(test: UsercopyTest, { report, reading }: Scene): Judged {
  const copy = report.kind === 'kernel-bug' ? report.details.usercopy : null;
  if (copy === null) return no('it is no hardened-usercopy report', reading.source, report.span.line);
  const problem = problemOf(copy);
  const at = [reading.source, copy.line] as const;
  if (test.direction !== undefined && copy.direction !== test.direction)
    return no(`the copy was an ${copy.direction}, not an ${test.direction}`, ...at);
  if (test.object !== undefined) {
    if (copy.object === null) return unknown('which object the copy was from');
    if (firstLike(test.object, copy.object) === undefined)
      return no(`the copy was from ${copy.object}`, ...at);
  }
  const sizes = `${copy.length} bytes were asked for${copy.objectSize === null ? '' : `, the ${copy.object} object has ${copy.objectSize}`}`;
  if (test.problem !== undefined && problem === 'unknown')
    return unknown('whether the length or the address was wrong');
  if (test.problem !== undefined && problem !== test.problem)
    return no(`the ${problem} was wrong, not the ${test.problem}: ${sizes}`, ...at);
  return yes(`${problem === 'length' ? 'the length was wrong, not the address: ' : ''}${sizes}`, ...at);
}

/** The report's own word; where it has none, the sizes decide: more bytes than are left of the object. */
function problemOf(copy: Usercopy): Usercopy['problem'] {
  if (copy.problem !== 'unknown' || copy.objectSize === null) return copy.problem;
  return (copy.offset ?? 0) + copy.length > copy.objectSize ? 'length' : 'unknown';
}

function goClass(classes: readonly string[], { report, reading }: Scene): Judged {
  if (report.kind !== 'go-crash')
    return no('the report is not of a Go program', reading.source, report.span.line);
  const { error, class: found, why } = report.details;
  const says = `${error}: ${why}`;
  return is(classes.includes(found), says.slice(0, 300), reading.source, report.span.line);
}

function goError(patterns: readonly string[], { report, reading }: Scene): Judged {
  const error = report.kind === 'go-crash' ? report.details.error : null;
  if (error === null) return no('the report is not of a Go program', reading.source, report.span.line);
  return is(firstLike(patterns, error) !== undefined, error.slice(0, 200), reading.source, report.span.line);
}

/**
 * What the Go runtime said of the kernel. It says so whatever killed the program, so a note beside a crash that the
 * program's own code explains (`unlessClass`) is no sign of a kernel bug.
 */
function goNote(
  test: { what: readonly string[]; unlessClass?: readonly string[] },
  { report, reading }: Scene,
): Judged {
  const explained = (one: Report) =>
    one.kind === 'go-crash' && (test.unlessClass ?? []).includes(one.details.class);
  const crashes = reading.reports.filter(one => one.kind === 'go-crash');
  if (explained(report) || (crashes.length > 0 && crashes.every(explained)))
    return no('the crash is explained by the program itself', reading.source, report.span.line);
  const notes =
    report.kind === 'go-crash' || report.kind === 'go-kernel-note' ? notesOf(reading, report) : [];
  const note = notes.find(one => test.what.includes(one.what));
  if (note === undefined)
    return no('the Go runtime says nothing of the kernel', reading.source, report.span.line);
  const errno = note.errnoName === null ? '' : ` (errno ${note.errno} is ${note.errnoName})`;
  return yes(`the Go runtime says: ${note.says.slice(0, 200)}${errno}`, reading.source, note.line);
}

function notesOf(reading: Reading, report: Report): readonly GoKernelNote[] {
  const own = report.kind === 'go-crash' ? report.details.kernelNotes : [];
  const alone = reading.reports.flatMap(one => (one.kind === 'go-kernel-note' ? one.details.notes : []));
  return [...own, ...alone];
}

function observation(test: { name: string; value?: readonly string[] }, { reading, report }: Scene): Judged {
  const hit = reading.observations.find(one => {
    if (one.name !== test.name) return false;
    const texts = [one.value, ...Object.values(one.parts ?? {})];
    return test.value === undefined || texts.some(text => firstLike(test.value!, text) !== undefined);
  });
  if (hit === undefined) return no(`no ${test.name} in the text`, reading.source, report.span.line);
  const where = hit.parts?.['function'] === undefined ? '' : ` in ${hit.parts['function']}`;
  return yes(`${test.name}${where}: ${hit.value.slice(0, 200)}`, reading.source, hit.line);
}

function hostIs({ check }: HostJudgement): Judged {
  if (check.status === 'unknown') return unknown(...check.degraded);
  const truth = check.status === 'affected' ? 'true' : 'false';
  return { truth, evidence: check.evidence, missing: [] };
}

/** What a log tells of the machine beyond the facts made of it: traced modules, the list of modules, Go versions. */
export function logGround(reading: Reading, report: Report): NonNullable<Ground['log']> {
  const list = report.kind === 'kernel-bug' ? moduleList(reading, report) : listed(reading, null);
  const traced = framesOf(report).flatMap(frame =>
    frame.module === null || report.kind !== 'kernel-bug' ? [] : [{ name: frame.module, line: frame.line }],
  );
  const goVersions = [
    ...reading.reports.flatMap(one =>
      one.kind === 'go-crash' && one.details.goVersion !== null
        ? [{ version: one.details.goVersion, line: one.span.line }]
        : [],
    ),
    ...reading.observations.flatMap(one =>
      one.name === 'go-version' ? [{ version: one.value, line: one.line }] : [],
    ),
  ];
  return {
    source: reading.source,
    modules: traced,
    goVersions,
    ...(list === null ? {} : { moduleList: list }),
  };
}

function moduleList(
  reading: Reading,
  report: KernelReport,
): { names: readonly string[]; line: number } | null {
  const names = report.details.modules;
  const observed = listed(reading, report);
  if (names.length === 0) return observed;
  return { names: names.map(bare), line: observed?.line ?? report.span.line };
}

/** The `Modules linked in:` line inside the report, or the only one of the log. */
function listed(reading: Reading, report: Report | null): { names: readonly string[]; line: number } | null {
  const all = reading.observations.filter(one => one.name === 'modules');
  const inside = all.find(
    one => report !== null && one.line >= report.span.line && one.line <= report.span.endLine,
  );
  const found = inside ?? (all.length === 1 ? all[0] : undefined);
  if (found === undefined) return null;
  const names = found.value
    .replace(/^\s{0,20}Modules linked in:/, '')
    .replace(/\[last unloaded:[^\]]{0,200}\]?/, '')
    .split(/\s/)
    .map(bare)
    .filter(name => name !== '');
  return names.length === 0 ? null : { names, line: found.line };
}

/** `nvidia(POE)` is the module nvidia with taint letters. */
function bare(name: string): string {
  return name.replace(/\([^)]{0,20}\)?[+-]?$/, '').trim();
}
