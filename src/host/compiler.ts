import type { Compiler, Known } from './types.js';

/**
 * The compiler in /proc/version (or a log's `Linux version …` line): LINUX_COMPILER of linux_banner (init/version.c), which
 * scripts/mkcompile_h and later init/Makefile write. First the last line of `gcc -v`, then the first of `$(CC) --version`:
 *
 *     (gcc version 4.8.5 20150623 (Red Hat 4.8.5-36) (GCC) )            (up to 5.4 and beyond)
 *     (gcc (GCC) 9.2.0, GNU ld (GNU Binutils) 2.33.1)                    (5.10 and later)
 *     (x86_64-linux-gnu-gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld …)
 *     (Debian clang version 14.0.6, LLD 14.0.6)
 *     (Android (6443078 based on r383902) clang version 11.0.1 (https://…), LLD 11.0.1)
 */
export function compilerOf(banner: string | null, source: string): Known<Compiler> {
  if (banner === null) return { value: null, why: '/proc/version is not known', source };
  for (const group of groups(banner)) {
    const value = readCompiler(group);
    if (value !== null) return { value, why: `"${group.trim().slice(0, 80)}"`, source };
  }
  return { value: null, why: 'the banner names no compiler', source };
}

/** Reads `CONFIG_CC_VERSION_TEXT` and, for older configurations, the number in `CONFIG_GCC_VERSION`. */
export function compilerOfConfig(
  config: Readonly<Record<string, string>> | undefined,
  source: string,
): Known<Compiler> | null {
  const text = config?.['CONFIG_CC_VERSION_TEXT'];
  const value = text === undefined ? null : readCompiler(text);
  if (value !== null) return { value, why: `CONFIG_CC_VERSION_TEXT="${text!.slice(0, 80)}"`, source };
  const gcc = Number(config?.['CONFIG_GCC_VERSION']);
  const clang = Number(config?.['CONFIG_CLANG_VERSION']);
  const [kind, number] = clang > 0 ? (['clang', clang] as const) : (['gcc', gcc] as const);
  if (!(number >= 10000)) return null;
  const version = `${Math.floor(number / 10000)}.${Math.floor(number / 100) % 100}.${number % 100}`;
  return { value: { kind, version }, why: `CONFIG_${kind.toUpperCase()}_VERSION=${number}`, source };
}

/** Texts in the outermost brackets before the build (` #1 SMP`); an unclosed one ends there. */
function groups(banner: string): readonly string[] {
  const end = banner.lastIndexOf(' #');
  const text = banner.slice(0, end < 0 ? 4096 : Math.min(end, 4096));
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(' && depth++ === 0) start = i + 1;
    else if (text[i] === ')' && depth > 0 && --depth === 0) found.push(text.slice(start, i));
  }
  if (depth > 0) found.push(text.slice(start));
  return found;
}

const PROGRAM = /^(?:ccache |distcc )?(\S{1,120})/;

function readCompiler(text: string): Compiler | null {
  const clang = /\bclang version (\d{1,4}(?:\.\d{1,4}){0,3})?/.exec(text);
  if (clang) return { kind: 'clang', version: clang[1] ?? null };
  const gcc = /\bgcc (?:driver )?version (\d{1,4}(?:\.\d{1,4}){0,3})?/.exec(text);
  if (gcc) return { kind: 'gcc', version: gcc[1] ?? null };
  const outer = outermost(text);
  const program = PROGRAM.exec(text.trim())?.[1] ?? '';
  const base = program.slice(program.lastIndexOf('/') + 1);
  // `progname (packager) version`: what every GNU tool prints first; clang prints "clang version".
  if (
    /(?:^|[-<])gcc(?:-[\d.]{1,8})?(?:\.real|\.br_real)?$/.test(base) ||
    (/(?:^|-|<)cc$/.test(base) && /^\S{1,120} ?\(/.test(text.trim()))
  )
    return { kind: 'gcc', version: /\s(\d{1,4}(?:\.\d{1,4}){0,3})/.exec(outer)?.[1] ?? null };
  if (/\b(?:icc|icx|Intel\(R\)|tcc|compiler)\b/i.test(text) && !text.includes('@'))
    return { kind: 'other', version: /\b(\d{1,4}(?:\.\d{1,4}){1,3})\b/.exec(outer)?.[1] ?? null };
  return null;
}

/** The text without what stands in brackets, up to the linker's part. */
function outermost(text: string): string {
  let depth = 0;
  let out = '';
  for (const c of text) {
    if (c === '(' || c === '[') depth++;
    else if (c === ')' || c === ']') depth = Math.max(0, depth - 1);
    else if (depth === 0) {
      if (c === ',') break;
      out += c;
    }
  }
  return out;
}
