import { type Explain, type Explanation, list } from './context.js';

/** Letters that mark modules from outside the kernel tree (the second word of each matters to whoever is asked for help). */
const FOREIGN = /[POEFX]/;

/** What the taint of the kernel means for whoever will be asked for help, and for this report. */
export const taint: Explain = ({ details, places }) => {
  const said: Explanation[] = [];
  const letters = new Set((details.taint?.letters ?? []).map(({ letter }) => letter));
  const line = places.cpu ?? places.modules;
  if (line === null) return said;
  const modules = foreignModules(details.moduleFlags);
  if (letters.has('P') || modules.proprietary.length > 0)
    said.push({
      says: `A proprietary module is loaded${named(modules.proprietary)}: kernel developers and most distributions will ask to see the crash without it.`,
      line: modules.proprietary.length > 0 ? (places.modules ?? line) : line,
    });
  const outside = modules.outside.filter(name => !modules.proprietary.includes(name));
  if ((letters.has('O') && !letters.has('P')) || outside.length > 0)
    said.push({
      says: `A module from outside the kernel tree is loaded${named(outside)}: whoever is asked for help needs to know, and leaving it out is the first test.`,
      line: outside.length > 0 ? (places.modules ?? line) : line,
    });
  if (letters.has('F') || letters.has('R'))
    said.push({
      says: 'Modules were loaded or unloaded by force: what happens afterwards cannot be relied on.',
      line,
    });
  if (letters.has('M'))
    said.push({
      says: 'The processor had reported a machine check before this (taint M): suspect the hardware first.',
      line,
    });
  if (letters.has('S'))
    said.push({
      says: 'The processor runs outside its specification or in a combination its maker does not support (taint S).',
      line,
    });
  if (letters.has('B'))
    said.push({
      says: 'A page in a bad state, or a finding of KASAN or KFENCE, came before this (taint B): memory may have been damaged by then.',
      line,
    });
  if (letters.has('D'))
    said.push({
      says: 'The kernel had died once before in this boot (taint D): look for the earlier oops first; this one may follow from it.',
      line,
    });
  if (letters.has('L'))
    said.push({ says: 'A processor had been stuck before in this boot (taint L).', line });
  if (letters.has('K'))
    said.push({
      says: 'The running kernel was patched live (taint K): its release does not say all of what it runs.',
      line,
    });
  return said;
};

function foreignModules(flags: Readonly<Record<string, string>> | undefined): {
  proprietary: string[];
  outside: string[];
} {
  const proprietary: string[] = [];
  const outside: string[] = [];
  for (const [name, letters] of Object.entries(flags ?? {})) {
    if (letters.includes('P')) proprietary.push(name);
    else if (letters.includes('O') && FOREIGN.test(letters)) outside.push(name);
  }
  return { proprietary, outside };
}

/** `: nvidia, vboxdrv and 3 more`. */
function named(names: readonly string[]): string {
  if (names.length === 0) return '';
  if (names.length <= 5) return ` (${list(names)})`;
  return ` (${names.slice(0, 5).join(', ')} and ${names.length - 5} more)`;
}
