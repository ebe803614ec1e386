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
 * syzkaller's titles an architecture's wrapper keeps its `sys_`, the others lose theirs.
 */
const WRAPPER = /^__(?:x64|ia32|arm64|riscv|s390x?|loongarch|powerpc|x32)_(?=(?:compat_)?sys_\w)/;
const INNER = /^__(?:se|do)_(?=(?:compat_)?sys_\w)/;
const PLAIN = /^(?:C_SYSC_|compat_SyS_|compat_SYSC_|SYSC_|SyS_|ksys_|sys_)(?=\w)/;

/**
 * The name to put in a title, and the other names under which the same crash may be known.
 * @returns the title's name first
 */
export function titleNames(name: string): readonly string[] {
  const bare = bareName(name);
  const wrapper = WRAPPER.exec(bare);
  if (wrapper !== null) return [bare.slice(wrapper[0].length), bare];
  const inner = INNER.exec(bare);
  if (inner !== null) {
    const call = bare.slice(inner[0].length);
    return [call.replace(PLAIN, ''), call, bare];
  }
  const plain = PLAIN.exec(bare);
  if (plain !== null) return [bare.slice(plain[0].length), bare];
  return [bare];
}
