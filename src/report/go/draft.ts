import type { Line } from '../line.js';
import type { Frame, GoKernelNote } from '../types.js';
import { type Place, packageOf } from './scan.js';

/** A frame with what grouping needs beside it. */
export interface RawFrame {
  readonly name: string;
  readonly args: string;
  readonly line: number;
  place: Pick<Place, 'file' | 'lineInFile' | 'offset' | 'pc'> | null;
  /** Stays a frame even when no place is found: what followed looked like one. */
  kept: boolean;
}

/** One stack of the dump: a goroutine's, or a thread's (`runtime stack:`, id null). */
export interface Section {
  readonly id: number | null;
  readonly state: string;
  readonly line: number;
  readonly frames: RawFrame[];
  createdBy: RawFrame | null;
  /** `goroutine running on other thread; stack unavailable`. */
  unavailable: boolean;
}

export interface Said {
  readonly says: string;
  readonly line: number;
}

/**
 * What a crash began with: `fatal error:` (or an unexpected fault address), `panic:`, `http: panic serving`, a signal's own dump
 * (`SIGQUIT: quit`), or no more than stacks.
 */
export type DraftKind = 'fatal' | 'panic' | 'served' | 'death' | 'trace';

export interface DraftSignal {
  name: string;
  words: string;
  code: string | null;
  addr: string | null;
  pc: string | null;
  line: number;
}

/** A crash as far as it has been read. */
export interface Draft {
  kind: DraftKind;
  first: Line;
  last: Line;
  /** What was said, outermost last: a panic may be raised while another one is handled. Texts without marks such as `[recovered]`. */
  readonly errors: Said[];
  /** Whether the first error began its line: nothing of a sentence before it. */
  own: boolean;
  servedFor: string | null;
  signal: DraftSignal | null;
  /** `signal arrived during cgo execution`. */
  cgo: boolean;
  readonly sections: Section[];
  readonly runtimeLines: Said[];
  readonly notes: GoKernelNote[];
}

export function newDraft(kind: DraftKind, first: Line, own: boolean): Draft {
  return {
    kind,
    first,
    last: first,
    errors: [],
    own,
    servedFor: null,
    signal: null,
    cgo: false,
    sections: [],
    runtimeLines: [],
    notes: [],
  };
}

export function newSection(id: number | null, state: string, line: number): Section {
  return { id, state, line, frames: [], createdBy: null, unavailable: false };
}

/** Whether any stack has been read. */
export function hasFrames(draft: Draft): boolean {
  return draft.sections.some(({ frames, createdBy, unavailable }) => {
    return frames.length > 0 || createdBy !== null || unavailable;
  });
}

export function toFrame(raw: RawFrame): Frame {
  const { place } = raw;
  return {
    function: raw.name,
    offset: place?.offset ?? null,
    size: null,
    module: packageOf(raw.name),
    certain: true,
    ...(place === null ? {} : { file: place.file, lineInFile: place.lineInFile }),
    // The traceback prints `f(...)` for a call that the compiler inlined: its arguments are nowhere to be found.
    ...(raw.args === '...' ? { inlined: true } : {}),
    ...(place?.pc ? { address: place.pc } : {}),
    line: raw.line,
  };
}
