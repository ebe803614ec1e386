import { compareGccVersions, compareGoVersions, parseGoVersion } from '../base/index.js';
import type { Facts, HostIdentity } from '../host/index.js';
import { allOf, anyOf, type Judged, no, notOf, truthOf, unknown, yes } from './judged.js';
import { firstLike } from './pattern.js';
import type { CompilerTest, ConditionTest, CpuTest, Range } from './types.js';

/** What a condition is judged on. */
export interface Ground {
  readonly facts: Facts;
  readonly identity: HostIdentity;
  /** What only a log tells: the modules of its trace, the Go versions of its programs. */
  readonly log?: {
    readonly source: string;
    readonly modules: readonly { readonly name: string; readonly line: number }[];
    /** Where the list of loaded modules stands, and how long it is; absent when the log has none. */
    readonly moduleList?: { readonly names: readonly string[]; readonly line: number };
    readonly goVersions: readonly { readonly version: string; readonly line: number }[];
  };
}

/** Judges one condition of a record. Never throws. */
export function judgeCondition(test: ConditionTest, ground: Ground): Judged {
  if ('all' in test) return allOf(test.all.map(part => judgeCondition(part, ground)));
  if ('any' in test) return anyOf(test.any.map(part => judgeCondition(part, ground)));
  if ('not' in test) return notOf(judgeCondition(test.not, ground));
  if ('architecture' in test) return architecture(test.architecture, ground);
  if ('compiler' in test) return compiler(test.compiler, ground);
  if ('config' in test) return config(test.config, ground.facts);
  if ('cmdline' in test) return cmdline(test.cmdline, ground.facts);
  if ('module' in test) return module(test.module, ground);
  if ('cpu' in test) return cpu(test.cpu, ground.facts);
  return runtime(test.runtime, ground);
}

function architecture(wanted: readonly string[], { identity }: Ground): Judged {
  const { value, source } = identity.architecture;
  if (value === null) return unknown('the architecture of the machine (uname -m)');
  return wanted.includes(value)
    ? yes(`the architecture is ${value}`, source)
    : no(`the architecture is ${value}, and only ${wanted.join(', ')} can have the bug`, source);
}

function compiler(test: CompilerTest, { facts, identity }: Ground): Judged {
  const known = identity.compiler;
  if (known.value === null) return unknown('the compiler that built the kernel (/proc/version)');
  const { kind, version } = known.value;
  const name = `${kind === 'other' ? 'another compiler' : kind}${version === null ? '' : ` ${version}`}`;
  if (kind !== test.kind) {
    const says = `the kernel was built by ${name}, not by ${test.kind}`;
    if (test.otherwise === 'unknown')
      return {
        ...unknown(`whether a kernel built by ${kind === 'other' ? 'this compiler' : kind} has the bug`),
      };
    return test.otherwise === 'true' ? yes(says, known.source) : no(says, known.source);
  }
  if (test.from !== undefined || test.before !== undefined) {
    if (version === null) return unknown(`the version of the ${kind} that built the kernel`);
    if (test.from !== undefined && olderGcc(version, test.from))
      return no(`the kernel was built by ${name}, older than ${kind} ${test.from}`, known.source);
    if (test.before !== undefined && !olderGcc(version, test.before))
      return no(`the kernel was built by ${name}, not older than ${kind} ${test.before}`, known.source);
  }
  return compilerText(test, facts) ?? yes(`the kernel was built by ${name}`, known.source);
}

function compilerText(test: CompilerTest, facts: Facts): Judged | null {
  if (test.text === undefined && test.textNot === undefined) return null;
  const text = facts.config?.['CONFIG_CC_VERSION_TEXT'] ?? facts.procVersion;
  if (text === undefined)
    return unknown('the full name of the compiler that built the kernel (/proc/version)');
  const says = firstLike(test.text ?? [], text);
  if (says !== undefined)
    return yes(`the compiler calls itself ${says.replaceAll('*', '')}`, '/proc/version');
  const not = firstLike(test.textNot ?? [], text);
  if (not !== undefined) return no(`the compiler is that of ${not.replaceAll('*', '')}`, '/proc/version');
  return unknown('the default options of the compiler that built the kernel');
}

function olderGcc(a: string, b: string): boolean {
  // Versions come from identify(), which begins them with a number, and from checked records.
  return /^\d/.test(a) && compareGccVersions(a, b) < 0;
}

function config(test: { option: string; is: readonly string[] }, facts: Facts): Judged {
  if (facts.config === undefined) return unknown(`${test.option} in the kernel's configuration`);
  const value = facts.config[test.option] ?? 'n';
  const says = `${test.option} is ${value}`;
  const source = facts.sources?.['config'] ?? 'config';
  return test.is.includes(value) ? yes(says, source) : no(says, source);
}

function cmdline(
  test: { parameter: string; is: readonly string[]; absent: Judged['truth'] },
  facts: Facts,
): Judged {
  if (facts.cmdline === undefined) return unknown(`${test.parameter} on the kernel's command line`);
  const source = facts.sources?.['cmdline'] ?? '/proc/cmdline';
  const given = facts.cmdline.split(/\s/).filter(word => word.split('=', 1)[0] === test.parameter);
  const last = given.at(-1);
  if (last === undefined) {
    if (test.absent === 'unknown') return unknown(`what the kernel does without ${test.parameter}`);
    const says = `${test.parameter} is not on the command line`;
    return test.absent === 'true' ? yes(says, source) : no(says, source);
  }
  const value = last.slice(test.parameter.length + 1);
  return { ...yes(`the command line says ${last}`, source), truth: truthOf(test.is.includes(value)) };
}

/**
 * Built-in code is in no list of modules, so a list without the module says "not loaded", with the caveat that
 * nobody looked whether it is built in. Modules are compared with `-` as `_`, as the kernel does.
 */
function module(
  test: { any: readonly string[]; config?: readonly string[] },
  { facts, log }: Ground,
): Judged {
  const wanted = new Set(test.any.map(flat));
  const has = (names: readonly string[]) => names.find(name => wanted.has(flat(name)));
  const traced = log?.modules.find(frame => wanted.has(flat(frame.name)));
  if (traced !== undefined && log !== undefined)
    return yes(`the trace goes through the module ${traced.name}`, log.source, traced.line);
  if (log?.moduleList !== undefined) {
    const found = log.moduleList.names.filter(name => wanted.has(flat(name)));
    if (found.length > 0)
      return yes(`Modules linked in: names ${found.join(', ')}`, log.source, log.moduleList.line);
  }
  const loaded = has(facts.modules ?? []);
  if (loaded !== undefined)
    return yes(`the module ${loaded} is loaded`, facts.sources?.['modules'] ?? '/proc/modules');
  const builtin = has(facts.builtinModules ?? []);
  if (builtin !== undefined)
    return yes(`${builtin} is built into the kernel`, facts.sources?.['builtinModules'] ?? 'modules.builtin');
  const option = test.config?.find(name => facts.config?.[name] === 'y');
  if (option !== undefined)
    return yes(`${option} is built into the kernel`, facts.sources?.['config'] ?? 'config');
  return absentModule(test, facts, log);
}

function absentModule(
  test: { any: readonly string[]; config?: readonly string[] },
  facts: Facts,
  log: Ground['log'],
): Judged {
  const names = test.any.join(', ');
  const off = (test.config ?? []).filter(
    name => facts.config !== undefined && (facts.config[name] ?? 'n') === 'n',
  );
  if (off.length > 0 && off.length === test.config?.length)
    return no(
      `${off.join(', ')} is not in the kernel's configuration`,
      facts.sources?.['config'] ?? 'config',
    );
  const looked = facts.config !== undefined || facts.builtinModules !== undefined;
  const caveats = looked
    ? []
    : [`a kernel with ${names} built in would not list it: its configuration was not read`];
  if (log?.moduleList !== undefined) {
    const says = `Modules linked in: lists ${log.moduleList.names.length} modules, none of them ${names}; nor does the trace go through them`;
    return { ...no(says, log.source, log.moduleList.line), caveats };
  }
  if (facts.modules === undefined || facts.moduleSupport === false)
    return looked && facts.modules !== undefined
      ? no(`none of ${names} is built into the kernel`, facts.sources?.['config'] ?? 'config')
      : unknown(`whether ${names} is loaded (lsmod)`);
  const says = `none of ${names} is loaded`;
  return { ...no(says, facts.sources?.['modules'] ?? '/proc/modules'), caveats };
}

function flat(name: string): string {
  return name.replaceAll('-', '_');
}

function cpu(test: CpuTest, facts: Facts): Judged {
  const have = facts.cpu;
  if (have === undefined) return unknown('the model of the CPU (/proc/cpuinfo)');
  const source = facts.sources?.['cpu'] ?? '/proc/cpuinfo';
  const parts: Judged[] = [];
  const one = (name: string, value: string | number | undefined, wanted: readonly (string | number)[]) => {
    if (value === undefined) parts.push(unknown(`the CPU's ${name} (/proc/cpuinfo)`));
    else
      parts.push({ ...yes(`the CPU's ${name} is ${value}`, source), truth: truthOf(wanted.includes(value)) });
  };
  if (test.vendor !== undefined) one('vendor', have.vendor, test.vendor);
  if (test.family !== undefined) one('family', have.family, test.family);
  if (test.model !== undefined) one('model', have.model, test.model);
  if (test.stepping !== undefined) one('stepping', have.stepping, test.stepping);
  for (const flag of test.flags ?? []) {
    if (have.flags === undefined) parts.push(unknown(`whether the CPU has ${flag}`));
    else if (have.flags.includes(flag)) parts.push(yes(`the CPU has ${flag}`, source));
    else parts.push(no(`the CPU does not have ${flag}`, source));
  }
  if (test.microcodeBefore !== undefined) parts.push(microcode(test.microcodeBefore, have.microcode, source));
  return allOf(parts);
}

function microcode(before: string, have: string | undefined, source: string): Judged {
  const revision = have === undefined ? null : hex(have);
  const fixed = hex(before);
  if (revision === null || fixed === null) return unknown("the CPU's microcode revision (/proc/cpuinfo)");
  const says = `the CPU's microcode is ${have}, the first without the bug ${before}`;
  return { ...yes(says, source), truth: truthOf(revision < fixed) };
}

function hex(text: string): number | null {
  return /^0x[0-9a-f]{1,12}$/i.test(text) ? Number.parseInt(text.slice(2), 16) : null;
}

function runtime(test: { name: string; ranges: readonly Range[] }, { log }: Ground): Judged {
  const found = test.name === 'go' ? (log?.goVersions ?? []) : [];
  const readable = found.filter(one => parseGoVersion(one.version) !== null);
  if (readable.length === 0 || log === undefined)
    return unknown(`the version of the ${test.name} runtime in the program (go version PROGRAM)`);
  return anyOf(
    readable.map(({ version, line }) => {
      const inside = test.ranges.some(
        range =>
          compareGoVersions(version, range.from) >= 0 &&
          (range.before === null || compareGoVersions(version, range.before) < 0),
      );
      const says = `the program was built with ${/^\d/.test(version) ? `Go ${version}` : version}`;
      return { ...yes(says, log.source, line), truth: truthOf(inside) };
    }),
  );
}
