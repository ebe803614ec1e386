import type { HostFiles, Outcome } from './read.js';
import { run } from './run.js';
import type { KernelPackage } from './types.js';

const DEB_KERNEL = /^(?:linux-image-|pve-kernel-|proxmox-kernel-|raspberrypi-kernel$)/;
const RPM_KERNEL =
  /^kernel(?:-(?:core|uek|uek-core|rt|rt-core|lt|ml|default|azure|preempt|desktop|plus|64k|debug|longterm))?$/;
const RPM_DATABASES = ['/var/lib/rpm', '/usr/lib/sysimage/rpm', '/usr/share/rpm'];
const RPM_LIMITS = { timeoutMs: 5000, limit: 8 << 20 };

/** The kernel packages installed, of whichever package manager's database is there; `running` where one names the release. */
export async function kernelPackages(
  files: HostFiles,
  release: string | null,
): Promise<Outcome<readonly KernelPackage[]>> {
  const dpkg = files.text('/var/lib/dpkg/status');
  if ('ok' in dpkg) return { ok: fromDpkg(dpkg.ok, release), path: dpkg.path };
  const apk = files.text('/lib/apk/db/installed');
  if ('ok' in apk) return { ok: fromApk(apk.ok, release), path: apk.path };
  const pacman = files.list('/var/lib/pacman/local');
  if ('ok' in pacman) return { ok: fromPacman(pacman.ok, release), path: pacman.path };
  if (RPM_DATABASES.some(path => files.exists(path))) return fromRpm(files, release);
  return { why: 'no database of dpkg, rpm, apk or pacman is there', path: '/var/lib/dpkg/status' };
}

/** Stanzas of `Key: value` lines: dpkg's status file, deb-status. Only kernels are looked at closer. */
function fromDpkg(text: string, release: string | null): readonly KernelPackage[] {
  const found: KernelPackage[] = [];
  for (let at = 0; at >= 0 && at < text.length; ) {
    const end = text.indexOf('\n\n', at);
    const stop = end < 0 ? text.length : end;
    if (text.startsWith('Package: ', at)) {
      const name = text.slice(at + 9, text.indexOf('\n', at) < 0 ? stop : text.indexOf('\n', at)).trim();
      if (DEB_KERNEL.test(name)) {
        const stanza = text.slice(at, stop);
        const version = /^Version: (\S{1,200})/m.exec(stanza)?.[1];
        const installed =
          /^Status: \S{1,20} \S{1,20} (?:installed|half-configured|triggers-\w{1,10})\s*$/m.test(stanza);
        if (version && installed) found.push(mark(name, version, isOf(name, release)));
      }
    }
    at = end < 0 ? -1 : end + 2;
  }
  return found;
}

function isOf(name: string, release: string | null): boolean {
  if (release === null) return false;
  return ['linux-image-', 'linux-image-unsigned-', 'pve-kernel-', 'proxmox-kernel-'].some(
    prefix => name === `${prefix}${release}` || name === `${prefix}${release}-signed`,
  );
}

/** apk's database: `P:name` and `V:version` lines, a stanza a package. linux-virt 5.4.43-r1 is release 5.4.43-1-virt. */
function fromApk(text: string, release: string | null): readonly KernelPackage[] {
  const found: KernelPackage[] = [];
  for (const stanza of text.split('\n\n')) {
    const flavour = /^P:linux-(lts|virt|vanilla|hardened|edge|stable|rpi\d?)\s*$/m.exec(stanza)?.[1];
    const version = flavour && /^V:(\S{1,100})/m.exec(stanza)?.[1];
    if (version)
      found.push(mark(`linux-${flavour}`, version, release === `${version.replace('-r', '-')}-${flavour}`));
  }
  return found;
}

/** A folder `linux-5.2.11.arch1-1` for each package; its release is 5.2.11-arch1-1. */
function fromPacman(names: readonly string[], release: string | null): readonly KernelPackage[] {
  const found: KernelPackage[] = [];
  for (const entry of names) {
    const m = /^(linux(?:-lts|-zen|-hardened)?)-(\d[^-]{0,60}-\d{1,4})$/.exec(entry);
    if (m === null) continue;
    const dashed = m[2]!.replace(/\.(arch|zen|hardened)/, '-$1');
    const running =
      release !== null &&
      (release.startsWith(`${dashed}-`) || release === dashed || release.startsWith(`${m[2]}-`));
    found.push(mark(m[1]!, m[2]!, running));
  }
  return found;
}

async function fromRpm(files: HostFiles, release: string | null): Promise<Outcome<readonly KernelPackage[]>> {
  const path = 'rpm -qa kernel*';
  if (!files.live) return { why: 'the database of rpm can only be asked on the machine itself', path };
  const format = '%{NAME} %{VERSION}-%{RELEASE} %{ARCH}\\n';
  const all = await run('rpm', ['-qa', '--queryformat', format, 'kernel*'], RPM_LIMITS);
  if ('why' in all) return { why: all.why, path };
  if (all.status !== 0) return { why: `rpm failed: ${all.errors.slice(0, 200)}`, path };
  const owner = await rpmOwner(release);
  return { ok: parseRpmList(all.ok.toString('utf8'), owner, release), path };
}

/** Lines of `rpm -qa` in the format NAME VERSION-RELEASE ARCH; `owner` is the NAME VERSION-RELEASE of the running kernel's file. */
export function parseRpmList(
  text: string,
  owner: string | null,
  release: string | null,
): readonly KernelPackage[] {
  const found: KernelPackage[] = [];
  for (const line of text.split('\n')) {
    const [name, version, arch] = line.trim().split(' ');
    if (!name || !version || !RPM_KERNEL.test(name)) continue;
    const running = owner === null ? release === `${version}.${arch}` : owner === `${name} ${version}`;
    found.push(mark(name, version, running));
  }
  return found;
}

/** `name version` of the package that holds the running kernel's file. */
async function rpmOwner(release: string | null): Promise<string | null> {
  if (release === null) return null;
  for (const file of [
    `/lib/modules/${release}/vmlinuz`,
    `/boot/vmlinuz-${release}`,
    `/usr/lib/modules/${release}`,
  ]) {
    const owner = await run(
      'rpm',
      ['-qf', '--queryformat', '%{NAME} %{VERSION}-%{RELEASE}\\n', file],
      RPM_LIMITS,
    );
    if ('why' in owner) return null;
    if (owner.status === 0) return owner.ok.toString('utf8').split('\n')[0] ?? null;
  }
  return null;
}

function mark(name: string, version: string, running: boolean): KernelPackage {
  return running ? { name, version, running } : { name, version };
}

/** The changelog of the running kernel's package, as dpkg-based systems install it. */
export function changelogPath(files: HostFiles, release: string | null): Outcome<string> {
  if (release === null) return { why: 'the release is not known', path: '/usr/share/doc' };
  const whys: string[] = [];
  for (const name of [
    `linux-image-${release}`,
    `linux-image-unsigned-${release}`,
    `linux-modules-${release}`,
    `pve-kernel-${release}`,
    `proxmox-kernel-${release}`,
  ]) {
    const folder = `/usr/share/doc/${name}`;
    const listed = files.list(folder);
    if ('why' in listed) {
      whys.push(listed.why);
      continue;
    }
    const logs = listed.ok.filter(entry => /^changelog(?:\.debian)?(?:\.gz)?$/i.test(entry));
    // Where both are there, changelog.gz is upstream's and changelog.Debian.gz the package's.
    const log = logs.find(entry => /debian/i.test(entry)) ?? logs[0];
    if (log) return { ok: `${folder}/${log}`, path: `${folder}/${log}` };
    whys.push(`${folder} has no changelog (small images leave them out)`);
  }
  return { why: whys[0] ?? 'no package is known', path: '/usr/share/doc' };
}

/** The changelog of an RPM package, from its database: `rpm -q --changelog`. */
export async function rpmChangelog(name: string, version: string): Promise<Outcome<string>> {
  const path = `rpm -q --changelog ${name}-${version}`;
  if (!/^[\w.+-]{1,100}$/.test(name) || name.startsWith('-')) return { why: 'no name of a package', path };
  const said = await run('rpm', ['-q', '--changelog', `${name}-${version}`], {
    timeoutMs: 15_000,
    limit: 64 << 20,
  });
  if ('why' in said) return { why: said.why, path };
  if (said.status !== 0) return { why: `rpm failed: ${said.errors.slice(0, 200)}`, path };
  return { ok: said.ok.toString('utf8'), path };
}
