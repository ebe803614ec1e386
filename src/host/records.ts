import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { readKmsg } from './kmsg.js';
import { HostFiles, joinReasons } from './read.js';
import { type RunOutcome, run } from './run.js';
import type { MachineRecord } from './types.js';

export interface RecordOptions {
  /** Another root directory than `/`. Then no command is run. */
  readonly root?: string;
}

const JOURNAL = { timeoutMs: 20_000, limit: 64 << 20 };
const LISTING = { timeoutMs: 10_000, limit: 8 << 20 };
/** Of a log longer than this the end is read: what crashed last stands there. */
const TAIL = 256 << 20;

/**
 * What this machine keeps of its own crashes, newest kind first: each can be read (again), or says why it cannot. A record is
 * raw, in the form its writer gave it. Needs no rights, never throws; commands are run without a shell and within limits.
 */
export async function machineRecords(options: RecordOptions = {}): Promise<readonly MachineRecord[]> {
  const files = new HostFiles(options.root);
  const sources = [
    kernelLog(files),
    previousBoot(files),
    logFiles(files),
    pstore(files),
    kdump(files),
    coredumps(files),
    hardwareLogs(files),
  ];
  return (await Promise.all(sources)).flat();
}

/** The ring buffer itself; where it has lost its beginning, or is not for us, what the journal kept of this boot. */
async function kernelLog(files: HostFiles): Promise<readonly MachineRecord[]> {
  const name = 'kernel log';
  const kmsg = readKmsg(files.at('/dev/kmsg'));
  const whole = 'bytes' in kmsg && kmsg.bytes.length > 0;
  if (whole && kmsg.lost === 0) return [held(`${name} (/dev/kmsg)`, kmsg.bytes)];
  const whys = 'why' in kmsg ? [kmsg.why] : whole ? [] : ['/dev/kmsg is empty'];
  if (files.live) {
    const journal = await run('journalctl', ['-k', '-b', '-o', 'short-monotonic', '--no-pager'], JOURNAL);
    const kept = journalText(journal, 'journalctl -k -b');
    // A journal that starts with the kernel's banner has more than a ring buffer that lost it.
    if ('ok' in kept && (!whole || kept.ok.subarray(0, 2000).includes('Linux version ')))
      return [held(`${name} (journalctl -k -b)`, kept.ok, kept.note)];
    if (whole)
      return [held(`${name} (/dev/kmsg)`, kmsg.bytes, `its first ${kmsg.lost} records were overwritten`)];
    if ('why' in kept) whys.push(kept.why);
    const dmesg = await run('dmesg', [], LISTING);
    if ('ok' in dmesg && dmesg.status === 0 && dmesg.ok.length > 0)
      return [held(`${name} (dmesg)`, dmesg.ok, dmesg.note)];
    whys.push('why' in dmesg ? dmesg.why : `dmesg: ${dmesg.errors.slice(0, 200) || 'said nothing'}`);
  } else if (whole)
    return [held(`${name} (/dev/kmsg)`, kmsg.bytes, `its first ${kmsg.lost} records were overwritten`)];
  return [{ name, missing: joinReasons(whys) }];
}

async function previousBoot(files: HostFiles): Promise<readonly MachineRecord[]> {
  const name = 'kernel log of the previous boot (journalctl -k -b -1)';
  if (!files.live) return [];
  const said = await run('journalctl', ['-k', '-b', '-1', '-o', 'short-monotonic', '--no-pager'], JOURNAL);
  const kept = journalText(said, 'journalctl -k -b -1');
  return ['ok' in kept ? held(name, kept.ok, kept.note) : { name, missing: kept.why }];
}

/** journalctl says on standard output that there is nothing, and with status 0 that it may not look. */
function journalText(said: RunOutcome, command: string): { ok: Buffer; note?: string } | { why: string } {
  if ('why' in said) return said;
  const rights = /not seeing messages|insufficient permissions/i.test(said.errors);
  const hint = rights ? ' (only root and the groups adm and systemd-journal may read the journal)' : '';
  // Lines such as "-- Journal begins at …" and "-- No entries --" are journalctl's own.
  const head = said.ok.subarray(0, 2000).toString('utf8').split('\n');
  if (!head.some(line => line !== '' && !line.startsWith('-- '))) {
    const errors = said.errors.split('\n')[0]?.slice(0, 200) ?? '';
    return { why: `${command} has no messages${hint || (errors === '' ? '' : `: ${errors}`)}` };
  }
  if (said.status !== 0 && said.errors !== '')
    return { why: `${command}: ${said.errors.split('\n')[0]?.slice(0, 200)}` };
  return said.note === undefined ? { ok: said.ok } : { ok: said.ok, note: said.note };
}

const LOGS = ['/var/log/kern.log', '/var/log/messages', '/var/log/syslog'];

/** The logs of syslog daemons: kern.log is Debian's, messages is Red Hat's and SUSE's, syslog holds both kinds. */
function logFiles(files: HostFiles): readonly MachineRecord[] {
  const found: MachineRecord[] = [];
  const whys: string[] = [];
  for (const path of LOGS) {
    if (path === '/var/log/syslog' && found.length > 0) continue;
    const record = fileRecord(files, path);
    if ('missing' in record) {
      if (!record.missing.endsWith('is not there')) found.push(record);
      else whys.push(path);
      continue;
    }
    const older = fileRecord(files, `${path}.1`);
    if ('read' in older) found.push(older);
    found.push(record);
  }
  if (found.length > 0) return found;
  return [{ name: 'logs of syslog', missing: `${whys.join(', ')} are not there` }];
}

/** Crashes kept over a reboot: one record for the parts of all dumps in a folder, each part under its own heading. */
function pstore(files: HostFiles): readonly MachineRecord[] {
  const folders = ['/sys/fs/pstore', '/var/lib/systemd/pstore'];
  const found: MachineRecord[] = [];
  const whys: string[] = [];
  for (const folder of folders) {
    const listed = filesBelow(files, folder, 2);
    if ('why' in listed) whys.push(listed.why);
    else if (listed.ok.length === 0) whys.push(`${folder} is empty`);
    else {
      const name = `pstore (${folder})`;
      const readable = listed.ok.map(path => fileRecord(files, path));
      const parts = readable.filter(record => 'read' in record);
      const refused = readable.find(record => 'missing' in record);
      if (parts.length > 0) found.push({ name, read: () => inTurn(parts.map(part => part.read)) });
      else if (refused) found.push({ ...refused, name });
    }
  }
  return found.length > 0 ? found : [{ name: 'pstore', missing: joinReasons(whys) }];
}

/** Folders kdump leaves a dump in: kexec-tools (vmcore-dmesg.txt), Debian's kdump-tools (dmesg.DATE), SUSE (dmesg.txt). */
function kdump(files: HostFiles): readonly MachineRecord[] {
  const folder = '/var/crash';
  const listed = filesBelow(files, folder, 3);
  if ('why' in listed) return [{ name: 'crash dumps (/var/crash)', missing: listed.why }];
  const logs = listed.ok.filter(path =>
    /\/(?:vmcore-dmesg(?:-incomplete)?\.txt|dmesg\.(?:txt|\d{1,14}))$/.test(path),
  );
  if (logs.length === 0) {
    const dumps = listed.ok.filter(path => /\/vmcore(?:\.flat|\.\d{1,4})?$|\/dump\.\d{1,14}$/.test(path));
    const missing =
      dumps.length > 0
        ? `${dumps[0]} is there, but no text of its kernel log beside it`
        : `${folder} has no crash dump`;
    return [{ name: 'crash dumps (/var/crash)', missing }];
  }
  return logs.map(path => fileRecord(files, path));
}

async function coredumps(files: HostFiles): Promise<readonly MachineRecord[]> {
  const name = 'crashes of programs (coredumpctl)';
  if (!files.live) return [];
  const said = await run('coredumpctl', ['info', '--no-pager'], LISTING);
  if ('why' in said) return [{ name, missing: said.why }];
  if (said.ok.length > 0) return [held(name, said.ok, said.note)];
  const errors = said.errors.split('\n')[0]?.slice(0, 200);
  return [{ name, missing: `coredumpctl: ${errors || 'said nothing'}` }];
}

/** Machine checks and memory errors as mcelog and rasdaemon keep them. */
async function hardwareLogs(files: HostFiles): Promise<readonly MachineRecord[]> {
  const records: MachineRecord[] = [fileRecord(files, '/var/log/mcelog')];
  const name = 'hardware errors (ras-mc-ctl --errors)';
  if (!files.live) return records;
  const database = '/var/lib/rasdaemon/ras-mc_event.db';
  if (!files.exists(database))
    return [...records, { name, missing: `${database} is not there: rasdaemon does not record` }];
  const said = await run('ras-mc-ctl', ['--errors'], LISTING);
  if ('why' in said) return [...records, { name, missing: said.why }];
  if (said.status === 0 && said.ok.length > 0) return [...records, held(name, said.ok, said.note)];
  return [...records, { name, missing: `ras-mc-ctl: ${said.errors.slice(0, 200) || 'said nothing'}` }];
}

/** A record already in memory. */
function held(name: string, bytes: Buffer, note?: string): MachineRecord {
  async function* read() {
    yield bytes;
  }
  return note === undefined ? { name, read } : { name, read, note };
}

/** A file, opened when it is read; that it can be opened, and has something in it, is tried now. */
function fileRecord(files: HostFiles, path: string): MachineRecord {
  const first = files.bytes(path, 1);
  if ('why' in first) return { name: path, missing: first.why };
  if (first.ok.length === 0) return { name: path, missing: `${path} is empty` };
  return { name: path, read: () => chunks(files.at(path)) };
}

/** The last 256 MiB of a file, in pieces; one that goes away meanwhile just ends. */
async function* chunks(path: string): AsyncGenerator<Uint8Array> {
  let fd: number | undefined;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const size = fstatSync(fd).size;
    let at = Math.max(0, size - TAIL);
    for (let left = TAIL; left > 0; ) {
      const chunk = Buffer.allocUnsafe(Math.min(256 << 10, left));
      const got = readSync(fd, chunk, 0, chunk.length, at);
      if (got === 0) return;
      yield chunk.subarray(0, got);
      at += got;
      left -= got;
    }
  } catch {
    // Rotated or removed between the listing and now: what was read stands.
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

async function* inTurn(reads: readonly (() => AsyncIterable<Uint8Array>)[]): AsyncGenerator<Uint8Array> {
  for (const read of reads) {
    yield* read();
    yield Buffer.from('\n');
  }
}

/** Paths of files below a folder, to a depth; folders are told from files by whether they can be listed. */
function filesBelow(
  files: HostFiles,
  folder: string,
  depth: number,
): { ok: readonly string[] } | { why: string } {
  const listed = files.list(folder);
  if ('why' in listed) return listed;
  const found: string[] = [];
  for (const name of listed.ok.slice(0, 1000)) {
    const path = `${folder}/${name}`;
    const below = depth > 1 ? filesBelow(files, path, depth - 1) : { why: '' };
    if ('ok' in below) found.push(...below.ok);
    else found.push(path);
  }
  return { ok: found };
}
