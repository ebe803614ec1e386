import type { ClueReader } from '../reader.js';
import { commandLine } from './command-line.js';
import { cpuModel } from './cpu-model.js';
import { distribution } from './distribution.js';
import { goVersion } from './go-version.js';
import { hardware } from './hardware.js';
import { hypervisor } from './hypervisor.js';
import { linuxVersion } from './linux-version.js';
import { microcode } from './microcode.js';
import { modules } from './modules.js';
import { provoked } from './provoked.js';
import { stackProbe } from './stack-probe.js';
import { versionSignature } from './version-signature.js';

/** Every reader of single telling lines: one file each. */
export const clues: readonly ClueReader[] = [
  linuxVersion,
  versionSignature,
  commandLine,
  distribution,
  hardware,
  cpuModel,
  microcode,
  hypervisor,
  modules,
  goVersion,
  provoked,
  stackProbe,
];
