import type { Evidence } from '../base/index.js';
import type { Facts } from '../host/index.js';
import type { KernelReport, Observation, Reading } from '../report/index.js';
import type { CrashedHost } from './types.js';

/** What is known of the machine besides the log. */
export interface Known {
  /** Facts handed over by the user for the crashed machine (`--facts`). */
  readonly given?: Facts | null;
  /** Facts of the machine kulprit runs on. */
  readonly thisMachine?: Facts | null;
  /** The user (or the way the log was had) says that the log is this machine's. */
  readonly isThisMachine?: boolean;
}

/**
 * Whose facts count for a log: those the user hands over, else those the log carries, completed with this machine's only when the log
 * is this machine's. A log that names no machine is nobody's: this machine's facts say nothing about it.
 */
export function crashedHost(reading: Reading, known: Known): CrashedHost {
  const read = factsFromReading(reading);
  const { given, thisMachine } = known;
  if (given != null) {
    const differs = read === null ? null : difference(read.facts, given);
    return {
      from: 'facts-file',
      says:
        differs === null
          ? 'the facts handed over with --facts are used'
          : `the facts handed over are not of the machine that wrote this log (${differs}): what the log says of itself is used first`,
      facts: differs === null ? merge(given, read?.facts) : read!.facts,
      evidence: read?.evidence ?? [],
    };
  }
  if (read === null) {
    if (known.isThisMachine && thisMachine != null) {
      return {
        from: 'this-machine',
        says: 'these are this machine’s own records',
        facts: thisMachine,
        evidence: [],
      };
    }
    return {
      from: 'nobody',
      says: 'the log does not say which machine or kernel it comes from, so nothing is concluded from this machine; use --this-host or --facts FILE if you know',
      facts: null,
      evidence: [],
    };
  }
  const differs = thisMachine == null ? null : difference(read.facts, thisMachine);
  if (
    thisMachine != null &&
    differs === null &&
    (known.isThisMachine || sameKernel(read.facts, thisMachine))
  ) {
    return {
      from: 'this-machine',
      says: 'the log was written by the kernel that runs here: this machine’s facts complete what it says',
      facts: merge(thisMachine, read.facts),
      evidence: read.evidence,
    };
  }
  return {
    from: 'log',
    says:
      differs === null
        ? 'the facts are those the log carries'
        : `the log comes from another kernel than the one running here (${differs}): only what the log says is used`,
    facts: read.facts,
    evidence: read.evidence,
  };
}

/** The facts a log carries of the machine that wrote it, each with its line; null when it carries none. */
export function factsFromReading(reading: Reading): { facts: Facts; evidence: Evidence[] } | null {
  const evidence: Evidence[] = [];
  const sources: Record<string, string> = {};
  const facts: { -readonly [K in keyof Facts]: Facts[K] } = { schema: 'kulprit/facts@1' };
  const cite = (fact: string, says: string, line: number | null) => {
    sources[fact] = line === null ? reading.source : `${reading.source}:${line}`;
    evidence.push(line === null ? { says, source: reading.source } : { says, source: reading.source, line });
  };
  const last = (name: Observation['name']) => reading.observations.findLast(o => o.name === name);

  const banner = last('linux-version');
  const crash = reading.reports.find(
    (r): r is KernelReport => r.kind === 'kernel-bug' && r.kernel?.release != null,
  );
  const uname: { release?: string; version?: string; machine?: string } = {};
  if (banner !== undefined) {
    facts.procVersion = banner.value;
    const release = /^Linux version (\S{1,200})/.exec(banner.value)?.[1];
    if (release !== undefined) uname.release = release;
    const hash = banner.value.indexOf(' #');
    if (hash >= 0) uname.version = banner.value.slice(hash + 1);
    cite('procVersion', `the log names its kernel: ${banner.value.slice(0, 160)}`, banner.line);
  } else if (crash !== undefined) {
    uname.release = crash.kernel!.release!;
    if (crash.kernel!.version !== null) uname.version = crash.kernel!.version;
    cite('uname.release', `the crashed kernel is ${crash.kernel!.release}`, crash.kernel!.line);
  }
  const architecture = crash?.details.architecture ?? architectureOf(uname.release);
  if (architecture != null) uname.machine = architecture;
  if (Object.keys(uname).length > 0) facts.uname = uname;

  const cmdline = last('command-line');
  if (cmdline !== undefined) {
    facts.cmdline = cmdline.value;
    cite('cmdline', 'the log holds the kernel command line', cmdline.line);
  }
  const signature = last('version-signature');
  if (signature !== undefined) {
    facts.versionSignature = signature.value;
    cite('versionSignature', `the log holds the version signature: ${signature.value}`, signature.line);
  }
  const modules = crash?.details.modules.length ? crash.details.modules : last('modules')?.value.split(' ');
  if (modules !== undefined && modules.length > 0) {
    facts.modules = modules;
    cite(
      'modules',
      `the log lists ${modules.length} loaded modules`,
      last('modules')?.line ?? crash?.span.line ?? null,
    );
  }
  const model = last('cpu-model');
  if (model !== undefined) facts.cpu = { modelName: model.value };
  if (evidence.length === 0) return null;
  facts.sources = sources;
  return { facts, evidence };
}

/** The machine's name where the release ends in it (`…el7.x86_64`, `…-amd64`); null otherwise. */
function architectureOf(release: string | undefined): string | null {
  const tail = /[.-](x86_64|amd64|aarch64|arm64|s390x|ppc64le|i686)$/.exec(release ?? '')?.[1];
  if (tail === undefined) return null;
  return tail === 'amd64' ? 'x86_64' : tail === 'arm64' ? 'aarch64' : tail;
}

function sameKernel(log: Facts, here: Facts): boolean {
  const release = log.uname?.release;
  return release !== undefined && release === here.uname?.release;
}

/** In which fact two machines differ, in words; null when nothing both know differs. */
function difference(log: Facts, other: Facts): string | null {
  const a = log.uname?.release;
  const b = other.uname?.release;
  if (a !== undefined && b !== undefined && a !== b) return `${a} in the log, ${b} there`;
  const va = log.uname?.version;
  const vb = other.uname?.version;
  // An oops prints only the start of the version (`#1`), so that one may be a prefix of the other.
  if (va !== undefined && vb !== undefined && !va.startsWith(vb) && !vb.startsWith(va))
    return `${va} in the log, ${vb} there`;
  return null;
}

/** `first` decides; what it lacks is taken from `second`. */
function merge(first: Facts, second: Facts | undefined): Facts {
  if (second === undefined) return first;
  return {
    ...second,
    ...first,
    uname: { ...second.uname, ...first.uname },
    sources: { ...second.sources, ...first.sources },
  };
}
