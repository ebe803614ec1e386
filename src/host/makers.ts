import type { KernelName } from './kernel-name.js';
import type { Maker, Recognised } from './maker.js';
import { debian, proxmox, ubuntu, ubuntuMainline } from './makers-deb.js';
import { alpine, anyone, arch, cos, gentoo, gvisor, wsl1, wsl2 } from './makers-other.js';
import {
  amazon,
  elrepo,
  fedora,
  frozenVendors,
  oracleUek,
  otherRpm,
  redHat,
  suseEnterprise,
  suseRolling,
  virtuozzo,
} from './makers-rpm.js';

/** In the order they are asked: the first that recognises the kernel reads its name. The last recognises every one. */
const MAKERS: readonly Maker[] = [
  gvisor, // what is no Linux kernel, before anything takes its claim for one
  wsl1,
  wsl2,
  ubuntuMainline, // before Ubuntu's own: same flavours, other middle
  proxmox, // before Ubuntu: built from its tree
  elrepo, // before Red Hat: same ".el7", other origin
  oracleUek,
  virtuozzo,
  frozenVendors,
  redHat,
  fedora,
  amazon,
  otherRpm,
  ubuntu,
  debian,
  alpine,
  arch,
  gentoo,
  suseEnterprise,
  suseRolling,
  cos,
  anyone,
];

/** Who made this kernel, and how that was told. */
export function makerOf(name: KernelName): { maker: Maker; recognised: Recognised } {
  for (const maker of MAKERS) {
    const recognised = maker.recognise(name);
    if (recognised !== null) return { maker, recognised };
  }
  throw new Error('the last maker recognises every kernel');
}
