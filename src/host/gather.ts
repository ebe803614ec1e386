import { machine, release, version } from 'node:os';
import { defined, parseCpuinfo } from './cpu.js';
import { configPaths, parseKconfig, parseOsRelease } from './kconfig.js';
import { changelogPath, kernelPackages, rpmChangelog } from './packages.js';
import { HostFiles, joinReasons, type Outcome } from './read.js';
import { findContainer, findVirtualMachine, isGvisor } from './surroundings.js';
import type { Facts } from './types.js';

export interface GatherOptions {
  /** Another root directory than `/`: a mounted image, or a host laid out for a test. Then no command is run. */
  readonly root?: string;
  /** Leave out what takes a command or a large file (packages, changelog). */
  readonly quick?: boolean;
}

/** /proc/meminfo (proc(5)). */
const MEMORY_TOTAL = /^MemTotal: {1,30}(\d{1,15}) kB/m;
const MEMORY_AVAILABLE = /^MemAvailable: {1,30}(\d{1,15}) kB/m;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Collects facts with where each was read, and what is missing with why. */
class Notes {
  readonly facts: Mutable<Facts> = { schema: 'kulprit/facts@1' };
  readonly sources: Record<string, string> = {};
  readonly missing: { fact: string; why: string }[] = [];

  /** Notes a fact made of what was read; a `make` that returns null does not know the format. */
  take<K extends keyof Facts, T>(
    fact: K,
    read: Outcome<T>,
    make: (read: T) => Facts[K] | null | undefined,
  ): void {
    const value = 'ok' in read ? make(read.ok) : null;
    if (value === null || value === undefined) {
      this.lack(fact, 'why' in read ? read.why : `${read.path} is in no known format`);
      return;
    }
    this.facts[fact] = value;
    this.sources[fact] = read.path;
  }

  lack(fact: string, why: string): void {
    this.missing.push({ fact, why });
  }
}

/**
 * The facts of this machine, or of one laid out below `root`. Reads only, needs no rights, never throws: what cannot be
 * had stands in `missing` with the reason. Places and formats: docs/facts.md.
 */
export async function gatherFacts(options: GatherOptions = {}): Promise<Facts> {
  const files = new HostFiles(options.root);
  const notes = new Notes();
  gatherKernel(files, notes);
  const named = notes.facts.uname?.release ?? null;
  // A release becomes part of paths: one with a slash comes from no kernel.
  const name = named !== null && /^[\w.+~:-]{1,200}$/.test(named) ? named : null;
  gatherConfig(files, notes, name);
  gatherModules(files, notes, name);
  gatherMachine(files, notes);
  if (options.quick !== true) {
    notes.take('packages', await kernelPackages(files, name), packages => packages);
    notes.take('changelog', changelogPath(files, name), path => path);
  }
  const { facts, sources, missing } = notes;
  return { ...facts, sources, missing };
}

function gatherKernel(files: HostFiles, notes: Notes): void {
  notes.take('procVersion', files.text('/proc/version', 1 << 16), text => text.trim() || null);
  const uname = files.live ? ownUname() : unameFiles(files, notes.facts.procVersion);
  if (Object.keys(uname.ok).length > 0) {
    notes.facts.uname = uname.ok;
    notes.sources['uname'] = uname.path;
  } else notes.lack('uname', '/proc/sys/kernel/osrelease is not there, and /proc/version neither');
  const signature = files.text('/proc/version_signature', 4096);
  if ('ok' in signature) notes.take('versionSignature', signature, text => text.trim());
  else if (notes.facts.procVersion !== undefined && signature.why.endsWith('is not there')) {
    notes.facts.versionSignature = null;
    notes.sources['versionSignature'] = '/proc/version_signature is not there';
  } else notes.lack('versionSignature', signature.why);
  notes.take('osRelease', files.firstText(['/etc/os-release', '/usr/lib/os-release']), text => {
    const fields = parseOsRelease(text);
    return Object.keys(fields).length > 0 ? fields : null;
  });
  notes.take('cmdline', files.text('/proc/cmdline', 1 << 16), text => text.replaceAll('\0', ' ').trim());
  notes.take('tainted', files.text('/proc/sys/kernel/tainted', 64), text => wholeNumber(text));
}

function ownUname(): { ok: NonNullable<Facts['uname']>; path: string } {
  return { ok: { release: release(), version: version(), machine: machine() }, path: 'uname' };
}

/** The kernel's own files for what uname(2) says; for a root without them, the banner. */
function unameFiles(
  files: HostFiles,
  banner: string | undefined,
): { ok: NonNullable<Facts['uname']>; path: string } {
  const read = (name: string) => {
    const text = files.text(`/proc/sys/kernel/${name}`, 4096);
    return 'ok' in text ? text.ok.trim() || undefined : undefined;
  };
  const fromFiles = { release: read('osrelease'), version: read('version'), machine: read('arch') };
  const path = fromFiles.release === undefined ? '/proc/version' : '/proc/sys/kernel';
  const build = banner?.lastIndexOf(' #') ?? -1;
  return {
    ok: defined({
      release: fromFiles.release ?? /^Linux version (\S{1,200})/.exec(banner ?? '')?.[1],
      version: fromFiles.version ?? (build >= 0 ? banner!.slice(build + 1) : undefined),
      machine: fromFiles.machine,
    }),
    path,
  };
}

function gatherConfig(files: HostFiles, notes: Notes, name: string | null): void {
  const whys: string[] = [];
  for (const path of configPaths(name)) {
    const text = files.maybeGzip(path);
    const config = 'ok' in text ? parseKconfig(text.ok) : null;
    if (config !== null) {
      notes.facts.config = config;
      notes.sources['config'] = path;
      return;
    }
    whys.push('why' in text ? text.why : `${path} has no option of a kernel`);
  }
  notes.lack('config', joinReasons(whys));
}

function gatherModules(files: HostFiles, notes: Notes, name: string | null): void {
  const loaded = files.text('/proc/modules');
  const kernel = notes.facts.procVersion !== undefined && !isGvisor(notes.facts.procVersion);
  if ('why' in loaded && loaded.why.endsWith('is not there') && kernel) {
    // The file exists in every kernel with CONFIG_MODULES: kernel/module/procfs.c.
    notes.facts.modules = [];
    notes.facts.moduleSupport = false;
    notes.sources['modules'] = '/proc/modules is not there: a kernel without loadable modules';
    notes.sources['moduleSupport'] = notes.sources['modules'];
  } else {
    notes.take('modules', loaded, text =>
      moduleNames(text.split('\n').map(line => line.split(' ')[0] ?? '')),
    );
    if ('ok' in loaded) {
      notes.facts.moduleSupport = true;
      notes.sources['moduleSupport'] = '/proc/modules';
    }
  }
  const builtin: Outcome<string> =
    name === null
      ? { why: 'the release is not known', path: '/lib/modules' }
      : files.firstText([`/lib/modules/${name}/modules.builtin`, `/usr/lib/modules/${name}/modules.builtin`]);
  notes.take('builtinModules', builtin, text =>
    moduleNames(
      text.split('\n').map(line => line.slice(line.lastIndexOf('/') + 1).replace(/\.ko(?:\.\w{1,4})?$/, '')),
    ),
  );
}

/** The kernel takes `-` and `_` in a module's name for the same; /proc/modules has the underscore. */
function moduleNames(names: readonly string[]): readonly string[] {
  return names.map(name => name.trim().replaceAll('-', '_')).filter(name => name !== '');
}

function gatherMachine(files: HostFiles, notes: Notes): void {
  notes.take('cpu', files.text('/proc/cpuinfo'), parseCpuinfo);
  notes.take('limits', files.text('/proc/self/limits', 1 << 16), text => {
    const soft = /^Max locked memory {2,30}(unlimited|\d{1,20})\s/m.exec(text)?.[1];
    return soft === undefined ? null : { memlock: soft === 'unlimited' ? -1 : Number(soft) };
  });
  notes.take('memory', files.text('/proc/meminfo', 1 << 16), text => {
    const kilobytes = (key: RegExp) => {
      const value = key.exec(text)?.[1];
      return value === undefined ? undefined : Number(value) * 1024;
    };
    const memory = defined({ total: kilobytes(MEMORY_TOTAL), available: kilobytes(MEMORY_AVAILABLE) });
    return memory.total === undefined ? null : memory;
  });
  surround(notes, 'container', findContainer(files, notes.facts.procVersion));
  surround(notes, 'virtualMachine', findVirtualMachine(files, notes.facts));
}

/** "Not there" is only a fact where the places to look were there at all. */
function surround(
  notes: Notes,
  fact: 'container' | 'virtualMachine',
  found: ReturnType<typeof findContainer>,
): void {
  if (found === null && notes.facts.procVersion === undefined) {
    notes.lack(fact, '/proc is not there to look in');
    return;
  }
  notes.facts[fact] = found?.value ?? null;
  notes.sources[fact] = found?.source ?? 'none of its marks is there';
}

/**
 * The text of the changelog `facts.changelog` names, or that rpm keeps of the running kernel's package. Only for facts
 * gathered on this machine (or below `root`): a path in facts from elsewhere names a file of elsewhere.
 */
export async function readChangelog(
  facts: Facts,
  options: { readonly root?: string } = {},
): Promise<Outcome<string>> {
  const files = new HostFiles(options.root);
  const { changelog } = facts;
  if (changelog?.includes('\n')) return { ok: changelog, path: 'facts' };
  if (changelog?.startsWith('/')) return files.maybeGzip(changelog);
  const owner = facts.packages?.find(p => p.running === true);
  if (files.live && owner && facts.sources?.['packages']?.startsWith('rpm'))
    return rpmChangelog(owner.name, owner.version);
  return { why: 'the facts name no changelog', path: 'changelog' };
}

function wholeNumber(text: string): number | null {
  const value = Number(text.trim());
  return text.trim() !== '' && Number.isSafeInteger(value) ? value : null;
}
