import type { GoClass, GoKernelNote, Observation, Reading, Report } from '../report/index.js';
import type { Ground } from './conditions.js';
import { firstLike } from './pattern.js';

type LogFacts = NonNullable<Ground['log']>;

/** What is asked of a whole log again and again, found once, so that a log of many reports takes linear time. */
export interface LogIndex {
  readonly source: string;
  readonly goVersions: LogFacts['goVersions'];
  /** Notes of the Go runtime that stand in no crash. */
  readonly looseNotes: readonly GoKernelNote[];
  /** The classes of all Go crashes of the log. */
  readonly goClasses: ReadonlySet<GoClass>;
  /** The `Modules linked in:` lines by their place. */
  readonly moduleLines: readonly Observation[];
  /** The first observation of that name whose value or one of its parts is like a pattern; null where there is none. */
  readonly observed: (name: string, patterns: readonly string[] | undefined) => Observation | null;
}

export function indexLog(reading: Reading): LogIndex {
  const { reports, observations, source } = reading;
  const memory = new Map<string, Observation | null>();
  const inReports = reports.flatMap(one =>
    one.kind === 'go-crash' && one.details.goVersion !== null
      ? [{ version: one.details.goVersion, line: one.span.line }]
      : [],
  );
  const inText = observations.flatMap(one =>
    one.name === 'go-version' ? [{ version: one.value, line: one.line }] : [],
  );
  return {
    source,
    goVersions: [...inReports, ...inText].slice(0, 100),
    looseNotes: reports.flatMap(one => (one.kind === 'go-kernel-note' ? one.details.notes : [])),
    goClasses: new Set(reports.flatMap(one => (one.kind === 'go-crash' ? [one.details.class] : []))),
    moduleLines: observations.filter(one => one.name === 'modules').toSorted((a, b) => a.line - b.line),
    observed(name, patterns) {
      const key = `${name}\0${patterns?.join('\0')}`;
      const known = memory.get(key);
      if (known !== undefined) return known;
      const hit = observations.find(one => one.name === name && isLike(one, patterns)) ?? null;
      memory.set(key, hit);
      return hit;
    },
  };
}

function isLike(one: Observation, patterns: readonly string[] | undefined): boolean {
  if (patterns === undefined) return true;
  return [one.value, ...Object.values(one.parts ?? {})].some(text => firstLike(patterns, text) !== undefined);
}

/** What a log tells of the machine beyond the facts made of it: traced modules, the list of modules, Go versions. */
export function logFacts(index: LogIndex, report: Report): LogFacts {
  const { source, goVersions } = index;
  if (report.kind !== 'kernel-bug') return { source, modules: [], goVersions, ...listed(index, null) };
  const frames = [...report.frames, ...report.details.otherTraces.flatMap(trace => trace.frames)];
  const modules = frames.flatMap(({ module, line }) => (module === null ? [] : [{ name: module, line }]));
  const observed = listed(index, report);
  const names = report.details.modules;
  if (names.length === 0) return { source, modules, goVersions, ...observed };
  const line = observed.moduleList?.line ?? report.span.line;
  return { source, modules, goVersions, moduleList: { names: names.map(bare), line } };
}

/** The `Modules linked in:` line inside the report, or the only one of the log. */
function listed({ moduleLines }: LogIndex, report: Report | null): Pick<LogFacts, 'moduleList'> {
  const inside = report === null ? undefined : firstFrom(moduleLines, report.span.line);
  const within = inside !== undefined && report !== null && inside.line <= report.span.endLine;
  const found = within ? inside : moduleLines.length === 1 ? moduleLines[0] : undefined;
  if (found === undefined) return {};
  const names = found.value
    .replace(/^\s{0,20}Modules linked in:/, '')
    .replace(/\[last unloaded:[^\]]{0,200}\]?/, '')
    .split(/\s/)
    .map(bare)
    .filter(name => name !== '');
  return names.length === 0 ? {} : { moduleList: { names, line: found.line } };
}

/** The first observation at or after a line (binary search). */
function firstFrom(sorted: readonly Observation[], line: number): Observation | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.line < line) low = middle + 1;
    else high = middle;
  }
  return sorted[low];
}

/** `nvidia(POE)` is the module nvidia with taint letters. */
function bare(name: string): string {
  return name.replace(/\([^)]{0,20}\)?[+-]?$/, '').trim();
}
