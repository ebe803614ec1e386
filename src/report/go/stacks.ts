import type { Blamed, Goroutine } from '../types.js';
import { type Draft, type RawFrame, type Section, toFrame } from './draft.js';
import { packageOf } from './scan.js';

/** The stack that died: the first that was printed, unless it is empty. */
export function crashedSection(draft: Draft): Section | null {
  return draft.sections.find(({ frames }) => frames.length > 0) ?? draft.sections[0] ?? null;
}

/** Whether a function is the runtime's or the testing package's: these stand on every stack, and say nothing of who is to blame. */
export function isMachinery(name: string): boolean {
  if (name === 'panic' || name.startsWith('_cgo') || name.startsWith('crosscall')) return true;
  const pkg = packageOf(name);
  return (
    pkg === null ||
    pkg === 'runtime' ||
    pkg === 'testing' ||
    pkg.startsWith('runtime/') ||
    pkg.startsWith('internal/runtime/') ||
    pkg === 'internal/sync' ||
    // sync.fatal and sync.throw are the runtime's under another name.
    name === 'sync.fatal' ||
    name === 'sync.throw'
  );
}

/** Frames from the one that raised the panic or took the signal on: what the handling of it put on top is left out. */
export function fromOrigin(frames: readonly RawFrame[]): readonly RawFrame[] {
  for (let i = frames.length - 1; i >= 0; i--) {
    const { name } = frames[i]!;
    if (name === 'panic' || name === 'runtime.sigpanic' || name === 'runtime.gopanic')
      return frames.slice(i + 1);
  }
  let start = 0;
  while (start < frames.length && THROWERS.has(frames[start]!.name)) start++;
  return frames.slice(start);
}

const THROWERS = new Set([
  'runtime.throw',
  'runtime.fatal',
  'runtime.fatalthrow',
  'runtime.systemstack',
  'sync.fatal',
  'sync.throw',
  'internal/sync.fatal',
  'internal/sync.throw',
  'maps.fatal',
]);

/** Where it showed: the innermost frame that is not part of the dying itself. */
export function siteOf(draft: Draft): RawFrame | null {
  const section = crashedSection(draft);
  return section === null ? null : (fromOrigin(section.frames)[0] ?? null);
}

/** The first frame of the program's own (or of a library it uses). */
export function blame(draft: Draft): Blamed | null {
  const crashed = crashedSection(draft);
  if (crashed === null) return null;
  const candidates = [crashed];
  if (crashed.id === null) {
    // A thread's own stack holds the runtime only; the goroutine that it worked for is printed next.
    const next = draft.sections[draft.sections.indexOf(crashed) + 1];
    if (next !== undefined && /^(?:running|syscall)/.test(next.state)) candidates.push(next);
  }
  for (const { frames } of candidates) {
    const frame = fromOrigin(frames).find(({ name }) => !isMachinery(name) && !isLock(name, draft));
    if (frame !== undefined) return { function: frame.name, file: frame.place?.file ?? null };
  }
  return null;
}

/** For misuse of a lock, the lock's own methods are not to blame. */
function isLock(name: string, draft: Draft): boolean {
  return draft.kind === 'fatal' && packageOf(name) === 'sync';
}

/** The first elements of the standard library's import paths (src/ of Go's own repository). */
const STANDARD = new Set(
  'archive arena bufio builtin bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak'.split(
    ' ',
  ),
);

/** Whether a function is of the standard library. */
export function isStandard(name: string): boolean {
  const first = packageOf(name)?.split('/')[0];
  return first !== undefined && STANDARD.has(first);
}

/** Whether C code takes part: cgo's calls stand on a stack, or the runtime said so. */
export function usesCgo(draft: Draft): boolean {
  return (
    draft.cgo ||
    draft.sections.some(({ frames }) =>
      frames.some(
        ({ name, place }) =>
          name.startsWith('runtime.cgocall') ||
          name.includes('_Cfunc_') ||
          name.startsWith('_cgo') ||
          place?.file === '_cgo_gotypes.go',
      ),
    )
  );
}

/** Addresses that point into a heap or a stack; smaller arguments are numbers (panicparse takes the same 4 MiB). */
const POINTER_FLOOR = 4 * 1024 * 1024;

/** The goroutines, those with the same state and the same stack (but for pointers among the arguments) as one, with their number. */
export function groupGoroutines(sections: readonly Section[], crashed: Section | null): readonly Goroutine[] {
  const groups = new Map<string, { section: Section; count: number }>();
  const shown = new Set(sections.filter(({ frames }) => frames.length > 0).map(({ id }) => id));
  sections.forEach((section, index) => {
    // A goroutine that ran on another thread is announced without a stack; that thread may still print it.
    if (section.unavailable && shown.has(section.id)) return;
    const key = section === crashed ? `crashed ${index}` : groupKey(section);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { section, count: 1 });
    else known.count++;
  });
  return [...groups.values()].map(({ section, count }) => ({
    id: section.id,
    state: section.state,
    frames: section.frames.map(toFrame),
    createdBy: section.createdBy === null ? null : toFrame(section.createdBy),
    line: section.line,
    count,
  }));
}

function groupKey({ state, frames, createdBy }: Section): string {
  const parts = state.split(', ');
  const kept = parts.filter(part => !part.endsWith(' minutes')).join(', ');
  const stack = frames.map(frame => `${frameKey(frame)}(${maskPointers(frame.args)})`);
  return [kept, ...stack, createdBy === null ? '' : frameKey(createdBy)].join('\n');
}

function frameKey({ name, place }: RawFrame): string {
  return place === null ? name : `${name} ${place.file}:${place.lineInFile}`;
}

function maskPointers(args: string): string {
  return args
    .replaceAll('?', '')
    .replace(/0x[0-9a-f]{1,16}/g, hex => (Number(hex) >= POINTER_FLOOR ? '*' : hex));
}
