import type { Reader } from '../reader.js';
import { apport } from './apport.js';
import { beam } from './beam.js';
import { together } from './compose.js';
import { coredump } from './coredump.js';
import { cplusplus } from './cplusplus.js';
import { debuggers } from './debugger.js';
import { dotnet } from './dotnet.js';
import { functional } from './functional.js';
import { glibc } from './glibc.js';
import { java } from './java.js';
import { jvm } from './jvm.js';
import { node } from './node.js';
import { php } from './php.js';
import { python } from './python.js';
import { ruby } from './ruby.js';
import { rust } from './rust.js';
import { sanitizer } from './sanitizer.js';
import { segfault } from './segfault.js';
import { shell } from './shell.js';
import { systemd } from './systemd.js';

/** What programs, their runtimes and those who watch them say of a crash: read together, so that one crash is one report. */
const programs = together('program', [
  sanitizer,
  glibc,
  cplusplus,
  python,
  rust,
  jvm,
  java,
  node,
  ruby,
  php,
  dotnet,
  beam,
  functional,
  coredump,
  apport,
  systemd,
  debuggers,
  shell,
]);

/** What the kernel says of a user program, and what the others say. */
export const programReaders: readonly Reader[] = [segfault, programs];
