import type { Frame } from '../types.js';

/**
 * The Go version where the path of the runtime's own sources names it: `/usr/local/go1.20.3/src/runtime/panic.go`, Debian's
 * `/usr/lib/go-1.19/…`, goenv's `/versions/1.14.0/src/runtime/…`, `golang.org/toolchain@v0.0.1-go1.21.0.linux-amd64/…`, Homebrew's
 * `/Cellar/go/1.10.3/libexec/…`. Null elsewhere: `/usr/local/go/src` may be any.
 * @returns `1.19` or `1.20.3`
 */
export function goVersion(frames: readonly Frame[]): string | null {
  for (const { file, module } of frames) {
    if (file === undefined || module === null || !(module === 'runtime' || module.startsWith('runtime/')))
      continue;
    const at = file.indexOf('/src/runtime/');
    if (at <= 0) continue;
    const folders = file.slice(0, at).split('/').slice(-6);
    for (let i = folders.length - 1; i >= 0; i--) {
      const version = versionIn(folders[i]!, folders.slice(Math.max(0, i - 2), i));
      if (version !== null) return version;
    }
  }
  return null;
}

const NAMED = /(?:^|[-_@])go-?(1\.\d{1,3}(?:\.\d{1,3})?(?:(?:rc|beta)\d{1,2})?)(?!\d|\.\d)/;
const BARE = /^(1\.\d{1,3}(?:\.\d{1,3})?)$/;

/** A bare number is a version of Go only below a folder that says so. */
function versionIn(folder: string, above: readonly string[]): string | null {
  const named = NAMED.exec(folder);
  if (named !== null) return named[1]!;
  const bare = BARE.exec(folder);
  if (bare === null) return null;
  const told = above.some(name => /^\.?(?:go|golang|goenv|gvm|versions)$/.test(name));
  return told ? bare[1]! : null;
}
