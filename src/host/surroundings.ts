import type { HostFiles } from './read.js';
import type { Facts } from './types.js';

/** A name and where it was read; null: looked for, not there. */
export type Surrounding = { readonly value: string; readonly source: string } | null;

/**
 * What confines this process, by the marks each runtime leaves: https://systemd.io/CONTAINER_INTERFACE (`container=`,
 * /run/systemd/container, /run/host/container-manager), /.dockerenv, /run/.containerenv, the service-account folder and
 * `kubepods` control groups of Kubernetes, gVisor's fixed build date (pkg/sentry/syscalls/linux/linux64.go).
 */
export function findContainer(files: HostFiles, procVersion: string | undefined): Surrounding {
  const found = (value: string, source: string): Surrounding => ({ value, source });
  if (isGvisor(procVersion)) return found('gvisor', '/proc/version');
  if (files.live && process.env['KUBERNETES_SERVICE_HOST'])
    return found('kubernetes', 'environment KUBERNETES_SERVICE_HOST');
  const account = '/var/run/secrets/kubernetes.io/serviceaccount';
  if (files.exists(account)) return found('kubernetes', account);
  for (const path of ['/proc/1/cgroup', '/proc/self/cgroup']) {
    const groups = files.text(path, 1 << 16);
    const name = 'ok' in groups ? byControlGroup(groups.ok) : null;
    if (name !== null) return found(name, path);
  }
  if (files.exists('/run/.containerenv')) return found('podman', '/run/.containerenv');
  if (files.exists('/.dockerenv')) return found('docker', '/.dockerenv');
  for (const path of ['/run/systemd/container', '/run/host/container-manager']) {
    const manager = files.text(path, 256);
    if ('ok' in manager && manager.ok.trim() !== '') return found(manager.ok.trim().slice(0, 60), path);
  }
  const init = files.text('/proc/1/environ', 1 << 16);
  const fromInit = 'ok' in init ? /(?:^|\0)container=([^\0]{1,60})/.exec(init.ok)?.[1] : undefined;
  if (fromInit) return found(fromInit, '/proc/1/environ');
  if (files.live && process.env['container'])
    return found(process.env['container'].slice(0, 60), 'environment container');
  if (files.exists('/proc/vz') && !files.exists('/proc/bc')) return found('openvz', '/proc/vz');
  return null;
}

/** gVisor answers system calls itself and claims a Linux of a fixed version and date. */
export function isGvisor(procVersion: string | undefined): boolean {
  return /#1 SMP Sun Jan 10 15:06:54 PST 2016|^Linux version \S{1,60}-gvisor /.test(procVersion ?? '');
}

const CONTROL_GROUPS: readonly [RegExp, string][] = [
  [/kubepods/, 'kubernetes'],
  [/libpod/, 'podman'],
  [/\/docker[/-]|\/system\.slice\/docker-[0-9a-f]{12}/, 'docker'],
  [/\/lxc[./]/, 'lxc'],
  [/\/machine\.slice\/systemd-nspawn|\/machine\.slice\/machine-/, 'systemd-nspawn'],
  [/\/garden\//, 'garden'],
  [/\/ecs\//, 'ecs'],
];

function byControlGroup(text: string): string | null {
  return CONTROL_GROUPS.find(([mark]) => mark.test(text))?.[1] ?? null;
}

/** Strings of the DMI tables and whom they mean; the first that fits. Names as systemd-detect-virt(1) and the vendors use them. */
const DMI: readonly [RegExp, string][] = [
  [/VMware|VMW/, 'vmware'],
  [/VirtualBox|innotek/, 'virtualbox'],
  [/Xen|HVM domU/, 'xen'],
  [/Parallels/, 'parallels'],
  [/BHYVE/i, 'bhyve'],
  [/Apple Virtualization/, 'apple'],
  [/Google Compute Engine/, 'google'],
  [/Amazon EC2/, 'amazon'],
  [/Alibaba Cloud/, 'alibaba'],
  [/OpenStack/, 'openstack'],
  [/QEMU/, 'qemu'],
  [/\bKVM\b/, 'kvm'],
  [/Virtual Machine/, 'hyperv'],
  [/Firecracker/i, 'firecracker'],
];
const DMI_FILES = ['product_name', 'sys_vendor', 'board_vendor', 'bios_vendor'];

/** The hypervisor under this kernel; without one of its marks the CPU's `hypervisor` flag still says that there is one. */
export function findVirtualMachine(files: HostFiles, facts: Facts): Surrounding {
  const found = (value: string, source: string): Surrounding => ({ value, source });
  if (/microsoft/i.test(facts.uname?.release ?? '')) return found('wsl', 'uname -r');
  const flag = facts.cpu?.flags?.includes('hypervisor') === true;
  const x86 = facts.cpu?.flags?.includes('fpu') === true;
  for (const name of DMI_FILES) {
    const path = `/sys/class/dmi/id/${name}`;
    const text = files.text(path, 256);
    const hit = 'ok' in text ? DMI.find(([mark]) => mark.test(text.ok))?.[1] : undefined;
    // Clouds sell whole machines under the same name; on those the CPU has no such flag.
    if (hit && (flag || !x86)) return found(hit, path);
  }
  const type = files.text('/sys/hypervisor/type', 64);
  if ('ok' in type && type.ok.trim() !== '' && !isDom0(files))
    return found(type.ok.trim(), '/sys/hypervisor/type');
  const tree = files.text('/proc/device-tree/hypervisor/compatible', 256);
  if ('ok' in tree)
    return found(
      tree.ok.split('\0')[0]?.replace(/^linux,/, '') || 'hypervisor',
      '/proc/device-tree/hypervisor/compatible',
    );
  if (!flag && x86) return null;
  const clock = files.text('/sys/devices/system/clocksource/clocksource0/available_clocksource', 256);
  const byClock = 'ok' in clock ? /kvm|hyperv|xen/.exec(clock.ok)?.[0] : undefined;
  // Firecracker hands its devices over on the command line and has no PCI: no other common hypervisor does.
  const cmdline = facts.cmdline ?? '';
  const tiny =
    cmdline.includes('firecracker') ||
    (/\bpci=off\b/.test(cmdline) && /\bvirtio_mmio\.device=/.test(cmdline));
  if (flag && tiny) return found('firecracker', '/proc/cmdline');
  if (byClock) return found(byClock, '/sys/devices/system/clocksource/clocksource0/available_clocksource');
  return flag ? found('hypervisor', '/proc/cpuinfo flag "hypervisor"') : null;
}

function isDom0(files: HostFiles): boolean {
  const capabilities = files.text('/proc/xen/capabilities', 64);
  return 'ok' in capabilities && capabilities.ok.includes('control_d');
}
