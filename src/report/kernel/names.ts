import { rustName } from './rust.js';

/**
 * What compilers append to a function's name when they clone or split it: `.isra.0` `.constprop.12` `.part.3` `.cold` `.llvm.123` (gcc and
 * clang), and the mark of a kernel built with clang's type checks (`.cfi_jt`).
 */
const CLONE =
  /\.(?:isra|constprop|part|cold|llvm|cfi|cfi_jt|lto_priv|clone|str|plt|localalias)(?:\.\d{1,24})?/g;

/** A function's name as its author wrote it. */
export function bareName(name: string): string {
  if (name.startsWith('_R')) return rustName(name);
  if (name.indexOf('.') < 0) return name;
  return name.replace(CLONE, '');
}

/**
 * A system call has one body and several entry points (`__x64_sys_mount`, `SyS_mount`, `__se_sys_mount`, `ksys_mount`; linux/syscalls.h and
 * arch/<arch>/include/asm/syscall_wrapper.h); which of them a trace shows depends on the compiler and the architecture. By the convention of
 * syzkaller's titles each of these is taken off by itself, and the shortest name that is left is the title's.
 */
const ENTRIES = [
  'SYSC_',
  'SyS_',
  'sys_',
  'ksys_',
  'compat_SYSC_',
  'compat_SyS_',
  '__x64_',
  '__ia32_',
  '__arm64_',
  '__sys_',
  '___sys_',
  '____sys_',
  '__se_',
  '__se_sys_',
  '__do_sys_',
];

/**
 * The name to put in a title, and the other names under which the same crash may be known.
 * @returns the title's name first
 */
export function titleNames(name: string): readonly string[] {
  const bare = bareName(name);
  if (!bare.startsWith('__') && !/^(?:k?sys_|SyS_|SYSC_|compat_S)/.test(bare)) return [bare];
  const names = [bare];
  for (const entry of ENTRIES) {
    if (bare.startsWith(entry) && bare.length > entry.length) names.push(bare.slice(entry.length));
  }
  return names.sort((a, b) => a.length - b.length);
}
