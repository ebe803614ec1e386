/**
 * A kernel configuration as `CONFIG_X` → value, quotes taken off; `# CONFIG_X is not set` → `n`. Null when the text has not
 * one option. Format: Documentation/kbuild/kconfig.rst; written by scripts/kconfig/confdata.c.
 */
export function parseKconfig(text: string): Readonly<Record<string, string>> | null {
  const config: Record<string, string> = {};
  let count = 0;
  for (const line of text.split('\n')) {
    const off = /^# (CONFIG_\w{1,120}) is not set\s*$/.exec(line);
    const on = off === null ? /^(CONFIG_\w{1,120})=/.exec(line) : null;
    if (off) config[off[1]!] = 'n';
    else if (on) config[on[1]!] = unquote(line.slice(on[0].length).trimEnd());
    else continue;
    count++;
  }
  return count === 0 ? null : config;
}

/** Places of the running kernel's configuration; the kernel's own copy first, since files may be of another build. */
export function configPaths(release: string | null): readonly string[] {
  if (release === null) return ['/proc/config.gz'];
  return [
    '/proc/config.gz',
    `/boot/config-${release}`,
    `/lib/modules/${release}/config`,
    `/usr/lib/modules/${release}/config`,
    `/lib/modules/${release}/build/.config`,
    `/usr/lib/modules/${release}/build/.config`,
    `/usr/lib/ostree-boot/config-${release}`,
    `/usr/src/linux-headers-${release}/.config`,
  ];
}

/** os-release(5): shell assignments without expansion. */
export function parseOsRelease(text: string): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const m = /^([A-Za-z]\w{0,60})=/.exec(line);
    if (m) fields[m[1]!] = unquote(line.slice(m[0].length).trim());
  }
  return fields;
}

function unquote(value: string): string {
  const quote = value[0];
  if (value.length < 2 || (quote !== '"' && quote !== "'") || !value.endsWith(quote)) return value;
  const inner = value.slice(1, -1);
  return quote === '"' ? inner.replace(/\\(["\\$`])/g, '$1') : inner;
}
