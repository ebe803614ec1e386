import type { Frame, GoKernelNote, Report, Usercopy } from '../report/index.js';
import type { HostJudgement } from './check.js';
import { type Ground, judgeCondition } from './conditions.js';
import { allOf, anyOf, type Judged, no, notOf, unknown, yes } from './judged.js';
import type { LogIndex } from './log-index.js';
import { firstLike } from './pattern.js';
import type { SignTest, UsercopyTest } from './types.js';

/** One report of a log, with the log around it and what is known of the machine. */
export interface Scene {
  readonly index: LogIndex;
  readonly report: Report;
  readonly ground: () => Ground;
  /** Judged when first asked for: most reports have no sign of any bug. */
  readonly host: () => HostJudgement;
}

/** Judges one sign of a signature against one report. Never throws. */
export function judgeSign(test: SignTest, scene: Scene): Judged {
  const { report, index, ground, host } = scene;
  const source = index.source;
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
  if ('modules' in test) return judgeCondition({ module: { any: test.modules } }, ground());
  if ('comm' in test) return comm(test.comm, scene);
  if ('explanation' in test) return explanation(test.explanation, scene);
  if ('usercopy' in test) return usercopy(test.usercopy, scene);
  if ('goClass' in test) return goClass(test.goClass, scene);
  if ('goError' in test) return goError(test.goError, scene);
  if ('goNote' in test) return goNote(test.goNote, scene);
  if ('observation' in test) return observation(test.observation, scene);
  if ('runtime' in test) return judgeCondition({ runtime: test.runtime }, ground());
  return hostIs(host());
}

function is(holds: boolean, says: string, source: string, line: number): Judged {
  return holds ? yes(says, source, line) : no(says, source, line);
}

function framesOf(report: Report): readonly Frame[] {
  if (report.kind !== 'kernel-bug') return report.frames;
  return [...report.frames, ...report.details.otherTraces.flatMap(trace => trace.frames)];
}

function frames(patterns: readonly string[], { report, index }: Scene): Judged {
  const found = framesOf(report).filter(frame => firstLike(patterns, frame.function) !== undefined);
  const sure = found.filter(frame => frame.certain);
  const [first] = sure.length > 0 ? sure : found;
  if (first === undefined)
    return no(`the trace does not go through ${patterns.join(', ')}`, index.source, report.span.line);
  const names = [...new Set(found.map(frame => frame.function))].slice(0, 4).join(', ');
  return yes(`the trace goes through ${names}`, index.source, first.line);
}

function comm(patterns: readonly string[], { report, index }: Scene): Judged {
  const name = report.kind === 'kernel-bug' ? report.details.comm : null;
  if (name === null) return unknown('the process that was running');
  return is(
    firstLike(patterns, name) !== undefined,
    `the process is ${name}`,
    index.source,
    report.span.line,
  );
}

function explanation(patterns: readonly string[], { report, index }: Scene): Judged {
  const said = report.kind === 'kernel-bug' ? report.details.explanation : [];
  const hit = said.find(one => firstLike(patterns, one.says) !== undefined);
  return hit === undefined
    ? no('nothing in the report says so', index.source, report.span.line)
    : yes(hit.says, index.source, hit.line);
}

function usercopy(test: UsercopyTest, { report, index }: Scene): Judged {
  const copy = report.kind === 'kernel-bug' ? report.details.usercopy : null;
  if (copy === null) return no('it is no hardened-usercopy report', index.source, report.span.line);
  const problem = problemOf(copy);
  const at = [index.source, copy.line] as const;
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

function goClass(classes: readonly string[], { report, index }: Scene): Judged {
  if (report.kind !== 'go-crash')
    return no('the report is not of a Go program', index.source, report.span.line);
  const { error, class: found, why } = report.details;
  const says = `${error}: ${why}`;
  return is(classes.includes(found), says.slice(0, 300), index.source, report.span.line);
}

function goError(patterns: readonly string[], { report, index }: Scene): Judged {
  const error = report.kind === 'go-crash' ? report.details.error : null;
  if (error === null) return no('the report is not of a Go program', index.source, report.span.line);
  return is(firstLike(patterns, error) !== undefined, error.slice(0, 200), index.source, report.span.line);
}

/**
 * What the Go runtime said of the kernel. It says so whatever killed the program, so a note beside a crash that the
 * program's own code explains (`unlessClass`) is no sign of a kernel bug.
 */
function goNote(
  test: { what: readonly string[]; unlessClass?: readonly string[] },
  { report, index }: Scene,
): Judged {
  const explained = (kind: string) => (test.unlessClass ?? []).includes(kind);
  const own = report.kind === 'go-crash' ? report.details : null;
  const all = [...index.goClasses];
  if ((own !== null && explained(own.class)) || (all.length > 0 && all.every(explained)))
    return no('the crash is explained by the program itself', index.source, report.span.line);
  const here = own?.kernelNotes ?? (report.kind === 'go-kernel-note' ? report.details.notes : []);
  const isOne = (one: GoKernelNote) => test.what.includes(one.what);
  const aside = own === null ? [] : index.looseNotes;
  const note = here.find(isOne) ?? aside.find(isOne);
  if (note === undefined)
    return no('the Go runtime says nothing of the kernel', index.source, report.span.line);
  const errno = note.errnoName === null ? '' : ` (errno ${note.errno} is ${note.errnoName})`;
  return yes(`the Go runtime says: ${note.says.slice(0, 200)}${errno}`, index.source, note.line);
}

function observation(test: { name: string; value?: readonly string[] }, { index, report }: Scene): Judged {
  const hit = index.observed(test.name, test.value);
  if (hit === null) return no(`no ${test.name} in the text`, index.source, report.span.line);
  const where = hit.parts?.['function'] === undefined ? '' : ` in ${hit.parts['function']}`;
  return yes(`${test.name}${where}: ${hit.value.slice(0, 200)}`, index.source, hit.line);
}

function hostIs({ check }: HostJudgement): Judged {
  if (check.status === 'unknown') return unknown(...check.degraded);
  const truth = check.status === 'affected' ? 'true' : 'false';
  return { truth, evidence: check.evidence, missing: [] };
}
