import type { Line } from '../line.js';
import type { GoKernelNote, GoNoteReport, GoReport, GoSignal, Span } from '../types.js';
import { classify } from './classify.js';
import { type Draft, hasFrames, toFrame } from './draft.js';
import { blame, crashedSection, fromOrigin, groupGoroutines } from './stacks.js';
import { isRuntimeError, onlyGoThrows } from './throws.js';
import { titles, typeOf } from './title.js';
import { goVersion } from './version.js';

/** A finished crash as a report; null where the text only speaks of panics and fatal errors. */
export function toReport(draft: Draft): GoReport | null {
  if (!isCrash(draft)) return null;
  const { class: of, why } = classify(draft);
  const crashed = crashedSection(draft);
  // Whoever noticed a damaged heap did not damage it, and a SIGQUIT is asked for.
  const blamed =
    of === 'memory-corruption' || draft.signal?.name === 'SIGQUIT' || draft.kind === 'trace'
      ? null
      : blame(draft);
  const goroutines = groupGoroutines(draft.sections, crashed);
  const frames = crashed?.frames.map(toFrame) ?? [];
  return {
    kind: 'go-crash',
    ...titles(draft, blamed ?? (draft.kind === 'trace' ? blame(draft) : null), of),
    type: typeOf(draft),
    corrupted: whyNotWhole(draft),
    panicked: false,
    suppressed: false,
    span: span(draft.first, draft.last),
    kernel: null,
    blamed,
    frames,
    time: draft.first.time,
    follows: null,
    details: {
      error: errorText(draft),
      class: of,
      why,
      signal: toSignal(draft),
      goroutines,
      runtimeLines: draft.runtimeLines,
      servedFor: draft.servedFor,
      // Only Go 1.14.0 locks its signal stacks or stops.
      goVersion:
        goVersion(goroutines.flatMap(goroutine => goroutine.frames)) ??
        (draft.errors[0]?.says === 'mlock failed' && draft.notes.length > 0 ? '1.14' : null),
      kernelNotes: draft.notes,
    },
  };
}

/** The runtime's notes on the kernel, with no crash beside them. */
export function toNoteReport(notes: readonly GoKernelNote[], first: Line, last: Line): GoNoteReport {
  const early = notes.every(({ says }) => says.startsWith('mlock of'));
  return {
    kind: 'go-kernel-note',
    title: early ? 'runtime: mlock of signal stack failed' : 'runtime: note: your Linux kernel may be buggy',
    altTitles: [],
    type: 'GO-KERNEL-NOTE',
    corrupted: null,
    panicked: false,
    suppressed: false,
    span: span(first, last),
    kernel: null,
    blamed: null,
    frames: [],
    time: first.time,
    follows: null,
    details: { notes },
  };
}

function span(first: Line, last: Line): Span {
  return {
    line: first.number,
    endLine: last.endNumber,
    offset: first.offset,
    endOffset: last.endOffset,
  };
}

function errorText(draft: Draft): string {
  const first = draft.errors[0];
  if (first === undefined) return draft.kind === 'fatal' ? 'fault' : '';
  return draft.errors.map(({ says }) => says).join('\npanic: ');
}

function toSignal({ signal }: Draft): GoSignal | null {
  if (signal === null) return null;
  const { name, code, addr, pc, line } = signal;
  return { name, code, addr, pc, line };
}

/** A sentence that mentions a panic is no crash: the runtime's own shape is asked for, or what it prints next. */
function isCrash(draft: Draft): boolean {
  const { kind, signal, runtimeLines, sections } = draft;
  const error = draft.errors[0];
  const stacks = hasFrames(draft);
  switch (kind) {
    case 'fatal': {
      if (stacks || signal !== null || sections.length > 0 || draft.notes.length > 0) return true;
      if (error === undefined) return false;
      // Behind a quotation mark it is a text that somebody looks for, not one that was printed.
      if (!draft.own || '"\'`'.includes(error.says.at(-1) ?? '')) return false;
      return runtimeLines.length > 0 || onlyGoThrows(error.says);
    }
    case 'panic': {
      if (stacks || signal !== null || sections.length > 0) return true;
      return draft.own && error !== undefined && isRuntimeError(error.says);
    }
    case 'served':
      return stacks || (draft.servedFor !== null && isAddress(draft.servedFor));
    case 'death':
      return signal?.pc !== null || stacks;
    case 'trace':
      return isDyingTrace(draft);
  }
}

/** `172.20.0.1:38504`, `[::1]:8080`, or `@` for a client at a socket of the file system. */
function isAddress(text: string): boolean {
  return text === '@' || (text.length < 80 && /^[^\s]{1,70}:\d{1,5}$/.test(text));
}

/** Stacks without an error: those of a crash whose top is missing, not those that a program prints of itself. */
function isDyingTrace(draft: Draft): boolean {
  const crashed = crashedSection(draft);
  if (draft.signal !== null) return draft.signal.code !== null;
  if (crashed === null || crashed.frames.length === 0) return false;
  const names = crashed.frames.map(({ name }) => name);
  if (names.some(name => name.startsWith('runtime/debug.') || name.startsWith('runtime/pprof.')))
    return false;
  if (crashed.frames.length > fromOrigin(crashed.frames).length) return true;
  return crashed.state.startsWith('running') && crashed.frames.some(({ place }) => place !== null);
}

/** Why the report is not whole, null where it is. */
function whyNotWhole(draft: Draft): string | null {
  if (draft.kind === 'trace') return 'the line with the error is missing';
  if (draft.errors.length === 0) return 'the line with the error is missing';
  if (!hasFrames(draft)) return 'no stack follows the error';
  const last = draft.sections.at(-1);
  if (last !== undefined && last.frames.length === 0 && !last.unavailable && last.createdBy === null)
    return 'the last stack is cut off';
  const lost = draft.sections.some(({ frames }) => frames.some(({ place }) => place === null));
  return lost ? 'a stack is cut off' : null;
}
