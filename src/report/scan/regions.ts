import type { AnchorScanner } from './anchors.js';

/** A stretch of the input around anchors, as bytes, with the anchors found in it. */
export interface Region {
  readonly bytes: Buffer;
  /** Offset of the first byte in the input, and number (from 1) of its line. */
  readonly offset: number;
  readonly firstLine: number;
  /** Offsets into `bytes`, ascending. */
  readonly hits: readonly { readonly offset: number; readonly anchor: number }[];
}

/** Bytes kept before the first anchor: the lines that lead up to a crash. */
const BEFORE = 16 * 1024;
/** Bytes without an anchor that end a region: the longest gap inside a report between two texts that are anchors. */
const AFTER = 64 * 1024;
/** The records of a journal have a dozen fields beside the message: as many lines of text take so many times the bytes. */
const RECORD_FACTOR = 8;
/** A region is ended by force at this size, at an anchor where possible. */
const LARGEST = 2 * 1024 * 1024;
/** More anchors than this in one region add nothing that a reader needs. */
const MOST_HITS = 65536;

/**
 * Cuts a stream of bytes into regions worth reading. Memory stays flat: outside a region only the last few kilobytes are kept.
 * What is between regions is only scanned for anchors and its lines counted.
 */
export class RegionCutter {
  readonly #scanner: AnchorScanner;
  readonly #emit: (region: Region) => void;
  readonly #clueContext: (anchor: number) => number | null;
  /** `#buffer[0]` is byte `#base` of the input. */
  #buffer: Buffer = Buffer.alloc(0);
  #base = 0;
  /** Newlines are counted once: `#counted` bytes of the buffer are behind us, and `#line` is the line that begins or goes on there. */
  #counted = 0;
  #line = 1;
  /** How far `#buffer` has been scanned. */
  #scanned = 0;
  /** Where the open region begins, -1 when none is open; it goes on at least until `#until`, and holds only clues so far or not. */
  #start = -1;
  #until = 0;
  #onlyClues = true;
  /** How many times the usual length it may have: more where the lines come as records. */
  #factor = 1;
  /** Where the last region ended: the next may not begin before it. */
  #floor = 0;
  #hits: { offset: number; anchor: number }[] = [];
  #bytes = 0;
  #endsInNewline = true;

  /** @param clueContext for the anchor (by index) of a clue, which is a line and no report: the few bytes it wants before and after */
  constructor(
    scanner: AnchorScanner,
    emit: (region: Region) => void,
    clueContext: (anchor: number) => number | null = () => null,
  ) {
    this.#scanner = scanner;
    this.#emit = emit;
    this.#clueContext = clueContext;
  }

  /** The bytes seen so far. */
  get bytes(): number {
    return this.#bytes;
  }

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#bytes += chunk.length;
    this.#endsInNewline = chunk[chunk.length - 1] === 10;
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    this.#buffer = this.#buffer.length === 0 ? bytes : Buffer.concat([this.#buffer, bytes]);
    // An anchor may straddle two chunks: the tail is left for the next round.
    this.#work(this.#buffer.length - this.#scanner.longest);
    this.#forget();
  }

  /** Gives out what is there as if the input ended with its last whole line: for logs that are still being written. */
  flush(): void {
    const stop = this.#buffer.lastIndexOf(10) + 1;
    this.#work(stop);
    if (this.#start >= 0 && this.#start < stop && this.#hits.length > 0) this.#close(stop);
  }

  /** Ends the input; returns how many lines it had. */
  end(): number {
    this.#work(this.#buffer.length);
    if (this.#start >= 0) this.#close(this.#buffer.length);
    const line = this.#lineOf(this.#buffer.length);
    return this.#bytes === 0 || this.#endsInNewline ? line - 1 : line;
  }

  /** Takes the anchors that begin before byte `stop` of the buffer. */
  #work(stop: number): void {
    const fresh = this.#scanned;
    if (stop <= fresh) return;
    const found: { offset: number; anchor: number }[] = [];
    const from = Math.max(0, fresh - this.#scanner.longest);
    this.#scanner.scan(this.#buffer, from, this.#buffer.length, (anchor, offset) => {
      if (offset >= fresh && offset < stop) found.push({ offset, anchor });
    });
    found.sort((a, b) => a.offset - b.offset);
    this.#scanned = stop;
    for (const hit of found) this.#take(hit.offset, hit.anchor);
    if (this.#start >= 0 && this.#end() <= this.#scanned) this.#close(this.#end());
  }

  #take(offset: number, anchor: number): void {
    if (this.#start >= 0) {
      if (offset > this.#until && this.#end() <= offset) this.#close(this.#end());
      else if (offset - this.#start > LARGEST) this.#close(lineStart(this.#buffer, offset, this.#start));
    }
    const context = this.#clueContext(anchor);
    const clue = context !== null;
    if (this.#start < 0 || (this.#onlyClues && !clue)) {
      const wanted = Math.max(this.#floor, offset - (context ?? BEFORE));
      const start = lineStart(this.#buffer, wanted, this.#floor);
      if (this.#start < 0) this.#factor = isInRecord(this.#buffer, offset) ? RECORD_FACTOR : 1;
      this.#onlyClues = clue;
      this.#until = Math.max(this.#start < 0 ? 0 : this.#until, offset);
      this.#start = this.#start < 0 ? start : Math.min(this.#start, start);
    }
    if (this.#hits.length >= MOST_HITS) return;
    this.#until = Math.max(this.#until, offset + (context ?? AFTER) * this.#factor);
    this.#hits.push({ offset, anchor });
  }

  /** The number of the line that byte `to` of the buffer stands on; `to` never goes back. */
  #lineOf(to: number): number {
    const buffer = this.#buffer;
    if (to <= this.#counted) return this.#line;
    for (let at = buffer.indexOf(10, this.#counted); at >= 0 && at < to; at = buffer.indexOf(10, at + 1))
      this.#line++;
    this.#counted = to;
    return this.#line;
  }

  #close(end: number): void {
    const start = this.#start;
    const stop = Math.max(start, Math.min(end, this.#buffer.length));
    this.#emit({
      bytes: this.#buffer.subarray(start, stop),
      offset: this.#base + start,
      firstLine: this.#lineOf(start),
      hits: this.#hits.map(hit => ({ offset: hit.offset - start, anchor: hit.anchor })),
    });
    this.#floor = stop;
    this.#start = -1;
    this.#hits = [];
  }

  /** Where the open region ends unless a further anchor comes before: at a line's end, so many bytes past the last one. */
  #end(): number {
    return lineEnd(this.#buffer, this.#until);
  }

  /** Drops what no region can want any more. */
  #forget(): void {
    const behind = Math.max(this.#floor, this.#scanned - this.#scanner.longest - BEFORE);
    const keepFrom = this.#start < 0 ? behind : this.#onlyClues ? Math.min(this.#start, behind) : this.#start;
    // Moving bytes costs: do it only when there is enough to gain.
    if (keepFrom < 64 * 1024) return;
    this.#lineOf(keepFrom);
    this.#buffer = Buffer.from(this.#buffer.subarray(keepFrom));
    this.#base += keepFrom;
    this.#scanned -= keepFrom;
    this.#counted -= keepFrom;
    this.#floor = Math.max(0, this.#floor - keepFrom);
    if (this.#start >= 0) this.#start -= keepFrom;
    this.#until -= keepFrom;
    for (const hit of this.#hits) hit.offset -= keepFrom;
  }
}

/** No line is longer than this to the readers: what follows is cut into further lines. */
export const LONGEST_LINE = 256 * 1024;

/** Whether the text at `at` is the message of a journal's record (JSON, export or verbose form; or dmesg's JSON). */
function isInRecord(bytes: Buffer, at: number): boolean {
  const before = bytes.subarray(Math.max(0, at - 512), at);
  return before.includes('MESSAGE') || before.includes('"msg": "');
}

/** The start of the line that byte `at` stands on, not before `floor`. */
function lineStart(bytes: Buffer, at: number, floor: number): number {
  const from = Math.max(floor, at - LONGEST_LINE);
  const newline = at === 0 ? -1 : bytes.lastIndexOf(10, at - 1);
  return Math.max(from, newline + 1);
}

/** The byte after the end of the line that byte `at` stands on; past the buffer's end where the line may still go on. */
function lineEnd(bytes: Buffer, at: number): number {
  const newline = bytes.subarray(0, at + LONGEST_LINE).indexOf(10, at);
  return newline < 0 ? at + LONGEST_LINE : newline + 1;
}
