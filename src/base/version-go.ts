import { KulpritError } from './errors.js';

/** A Go release, taken apart: `go1.10rc2` is 1, 10, 0, `rc`, 2. */
export interface GoVersion {
  readonly major: number;
  readonly minor: number;
  /** Null for the bare language version of Go 1.21 and later (`go1.21`), which precedes `go1.21rc1`. */
  readonly patch: number | null;
  readonly pre?: { readonly kind: 'alpha' | 'beta' | 'rc'; readonly number: number };
  /** What follows: `b4` (BoringCrypto), ` X:nocoverageredesign`, `-20190725+deadbeef`. */
  readonly rest: string;
}

const VERSION = /^(?:devel )?(?:go)?(\d{1,3})\.(\d{1,4})(?:\.(\d{1,4})|(alpha|beta|rc)(\d{1,4}))?(?![.\d])/;

/**
 * Takes a version as `runtime.Version()` prints it (`go1.9.2`; `go` may be missing) apart; null when it is none
 * (`devel +a1b2c3 …` names a commit, not a release). How the numbers are ordered: go.dev/doc/toolchain#version.
 */
export function parseGoVersion(text: string): GoVersion | null {
  const m = VERSION.exec(text);
  if (m === null) return null;
  const [all, major, minor, patch, kind, number] = m;
  const bare = patch === undefined && kind === undefined;
  return {
    major: Number(major),
    minor: Number(minor),
    patch: bare && isLanguageVersion(Number(major), Number(minor)) ? null : Number(patch ?? 0),
    ...(kind === undefined ? {} : { pre: { kind: kind as 'alpha' | 'beta' | 'rc', number: Number(number) } }),
    rest: text.slice(all.length),
  };
}

/** Orders two Go versions: negative, 0 or positive. Throws KulpritError `usage` on what `parseGoVersion` cannot read. */
export function compareGoVersions(a: string | GoVersion, b: string | GoVersion): number {
  const x = key(a);
  const y = key(b);
  for (let i = 0; i < x.length; i++) {
    const difference = x[i]! - y[i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** From Go 1.21 on the first release is 1.21.0 and `1.21` alone is the language, before any release of it. */
function isLanguageVersion(major: number, minor: number): boolean {
  return major > 1 || minor >= 21;
}

function key(version: string | GoVersion): readonly number[] {
  const v = typeof version === 'string' ? parseGoVersion(version) : version;
  if (v === null) throw new KulpritError('usage', `'${String(version).slice(0, 100)}' is not a Go version`);
  const stage = v.patch === null ? -1 : v.pre === undefined ? 3 : ['alpha', 'beta', 'rc'].indexOf(v.pre.kind);
  return [v.major, v.minor, v.patch ?? 0, stage, v.pre?.number ?? 0];
}
