import type { Facts } from './types.js';

type Cpu = NonNullable<Facts['cpu']>;

/**
 * The first CPU of /proc/cpuinfo and how many there are; null when the text is none. Written by the kernel's
 * arch/x86/kernel/cpu/proc.c (`vendor_id`, `cpu family`, `flags`), arch/arm64/kernel/cpuinfo.c (`CPU implementer`,
 * `CPU part`, `Features`), arch/powerpc/kernel/setup-common.c (`cpu`, `revision`), arch/s390/kernel/processor.c
 * (`vendor_id`, `features`, `processor 0: …`), arch/riscv/kernel/cpu.c (`isa`, `uarch`).
 *
 * On arm64 the ids of the MIDR register stand for vendor (implementer, `0x41`), family (architecture), model (part number)
 * and stepping (revision).
 */
export function parseCpuinfo(text: string): Cpu | null {
  const fields = new Map<string, string>();
  let count = 0;
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const key = line.slice(0, colon).trim();
    if (key === 'processor' || /^processor \d{1,6}$/.test(key)) count++;
    else if (!fields.has(key)) fields.set(key, line.slice(colon + 1).trim());
  }
  if (fields.size === 0) return null;
  const get = (...keys: readonly string[]) =>
    keys.map(k => fields.get(k)).find(v => v !== undefined && v !== '');
  const number = (...keys: readonly string[]) => {
    const value = Number(get(...keys) ?? Number.NaN);
    return Number.isInteger(value) ? value : undefined;
  };
  // RISC-V joins its extensions with underscores; elsewhere an underscore is part of a flag (constant_tsc).
  const flags = get('flags', 'Features', 'features')?.split(/\s/) ?? get('isa')?.split('_');
  return defined({
    vendor: get('vendor_id', 'CPU implementer', 'mvendorid'),
    family: number('cpu family', 'CPU architecture', 'CPU Family'),
    model: number('model', 'CPU part'),
    stepping: number('stepping', 'CPU revision'),
    modelName: get('model name', 'cpu model', 'cpu', 'Processor', 'Model Name', 'uarch'),
    microcode: get('microcode'),
    flags: flags?.filter(flag => flag !== ''),
    count: count > 0 ? count : undefined,
  });
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The object without the keys that have no value: `exactOptionalPropertyTypes` tells "absent" from "undefined". */
export function defined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}
