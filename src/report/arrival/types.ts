/** A stretch of a region that is read as one line: a physical line, or what several of them make together. */
export interface Piece {
  readonly raw: string;
  /** First and last physical line, from 1. */
  readonly number: number;
  readonly endNumber: number;
  /** Bytes from the start of the input. */
  readonly offset: number;
  readonly endOffset: number;
  /** Characters of the physical line as it stood, with what was in front of it. */
  readonly width: number;
}

/** The same place in the input with other characters. The width stays that of the line as it stood. */
export function withRaw(piece: Piece, raw: string): Piece {
  const { number, endNumber, offset, endOffset, width } = piece;
  return { raw, number, endNumber, offset, endOffset, width };
}

/** What an arrival's prefix says. */
export interface Arrived {
  /** What is left of the line. */
  readonly text: string;
  /** `kernel`, `prog[pid]`, a container's name; '' where the prefix does not say. */
  readonly stream: string;
  readonly caller?: string | null;
  /** Seconds since boot. */
  readonly time?: number | null;
  /** The prefix is one that kernel messages have. */
  readonly prefixed: boolean;
  /** What may follow: any further arrival, one that kernel lines have, or the message itself. */
  readonly next: Next;
  /** The line is a piece of a longer one: pieces with the same key belong together until one is the last. */
  readonly part?: { readonly key: string; readonly last: boolean };
  /** Line breaks inside `text` end lines (the carrier had escaped them). */
  readonly manyLines?: boolean;
  /** It only describes the message before or after it, and says nothing by itself. */
  readonly silent?: boolean;
}

export type Next = 'any' | 'kernel' | 'message';

/**
 * A way in which lines arrive: takes its own prefix off, or returns null when the line has none of it.
 * What is left may have a further prefix (a kernel time inside a syslog line), as `next` says.
 */
export interface Arrival {
  readonly name: string;
  /** The characters a line of this kind may begin with; only such lines are offered. '' for every line. */
  readonly first: string;
  /** After which layers it is asked: `any` at the outside of a line, `kernel` behind a tag that says the kernel speaks. */
  readonly at: readonly Next[];
  /** @param raw never empty */
  strip(raw: string, context: Context): Arrived | null;
}

/** What the lines of a log say together, where one by itself is ambiguous. It is kept from region to region. */
export interface Context {
  /** Names that stand where a host name would, before a program's name: `[   12.3] usb 1-1: new` has none. */
  readonly hosts: Set<string>;
}
