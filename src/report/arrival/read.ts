import type { Line } from '../line.js';
import { withoutDecoration } from './decoration.js';
import { isDictionary } from './kmsg.js';
import { withoutMarkup } from './markup.js';
import { physicalLines } from './physical.js';
import { inOrder } from './pstore.js';
import { type RegionBytes, takeRecord } from './records.js';
import type { ArrivalState } from './state.js';
import type { Arrived, Piece } from './types.js';
import { voteForHosts } from './vote.js';
import { type Draft, joinWrapped } from './wrap.js';

/** Layers of prefixes a line can have: a container's JSON, a build server's time, syslog, a second tag, the kernel's own. */
const MOST_LAYERS = 6;
/** A line put together from pieces is not let grow beyond this many characters. */
const LONGEST_WHOLE = 1024 * 1024;

/**
 * The lines of a stretch of a log with the way they arrived taken off.
 * @param hits offsets in the input at which anchors stand, ascending
 */
export function readLines(
  region: RegionBytes & { readonly firstLine: number },
  hits: readonly number[],
  state: ArrivalState,
): Line[] {
  const physical = physicalLines(region.bytes, region.offset, region.firstLine);
  const bare = physical.markup ? withoutMarkup(physical.pieces) : physical.pieces;
  const pieces = withoutDecoration(bare, hits);
  if (bare !== physical.pieces) state.met('html');
  if (pieces !== bare) state.met('quoted');
  voteForHosts(pieces, state);
  const stripper = new Stripper(state);
  for (let i = 0; i < pieces.length; ) {
    const taken = takeRecord(pieces, i, region);
    if (taken === null) {
      stripper.line(pieces[i]!);
      i++;
      continue;
    }
    for (const { piece, record, spread } of taken.items) {
      if (record === null) stripper.line(piece);
      else stripper.record(piece, record, spread === true);
    }
    if (taken.name !== '') state.met(taken.name);
    i = Math.max(taken.next, i + 1);
  }
  return inOrder(joinWrapped(stripper.drafts(), state), state);
}

/** A kernel time behind what a terminal shows while it waits: `debian login: [   12.345678] BUG`, `root@host:~# [   12.345678] BUG`. */
const BEHIND_PROMPT =
  /^.{0,80}(?:login|Password|[#$%>]): ?(?=\[ {0,8}\d{1,10}\.\d{6}\])|^.{1,80}[#$%>] (?=\[ {0,8}\d{1,10}\.\d{6}\])/;

/** Takes lines one after the other, and remembers what the next may be the rest of. */
class Stripper {
  readonly #state: ArrivalState;
  /** What each line became, in the order in which the lines began; pieces of a longer line leave their place empty. */
  readonly #slots: Draft[][] = [];
  readonly #open = new Map<string, Open>();
  #before: Draft | null = null;
  /** How many characters stood in front of the text of the line before; 0 where it had none. */
  #indent = 0;
  #afterRecord = false;

  constructor(state: ArrivalState) {
    this.#state = state;
  }

  drafts(): Draft[] {
    for (const [key, open] of this.#open) this.#close(key, open);
    return this.#slots.flat();
  }

  line(piece: Piece): void {
    const { raw } = piece;
    const first = raw.charCodeAt(0);
    if (first === 0x20 || first === 9) {
      if (this.#isRest(piece)) return;
      const trimmed = raw.trimStart();
      const said = trimmed === '' ? null : this.#state.strip(trimmed, 'any');
      if (said?.prefixed) {
        this.#said(piece, said);
        return;
      }
    } else {
      const said = this.#state.strip(raw, 'any');
      if (said !== null) {
        this.#said(piece, said);
        return;
      }
    }
    this.#plain(piece);
  }

  /** A record read from several lines. */
  record(piece: Piece, said: Arrived, spread: boolean): void {
    if (!spread || !said.text.includes('\n')) {
      this.#said(piece, said);
      return;
    }
    const width = piece.endOffset - piece.offset;
    said.text.split('\n').forEach((text, index) => {
      const number = piece.number + index;
      const offset = piece.offset + (index === 0 ? 0 : width);
      this.#said({ ...piece, number, endNumber: number, offset }, { ...said, text });
    });
  }

  #plain(piece: Piece): void {
    const { raw } = piece;
    this.#indent = 0;
    this.#afterRecord = false;
    const bracket = raw.indexOf('[', 1);
    if (bracket > 0 && bracket < 82) {
      const prompt = BEHIND_PROMPT.exec(raw);
      if (prompt !== null) {
        this.#slots.push([draftOf(piece, prompt[0], UNSAID)]);
        this.line({ ...piece, raw: raw.slice(prompt[0].length) });
        return;
      }
    }
    this.#slots.push([draftOf(piece, raw, UNSAID)]);
  }

  /** The rest of a message of several lines: journalctl and dmesg indent it by the width of the first line's prefix. */
  #isRest(piece: Piece): boolean {
    const { raw } = piece;
    const before = this.#before;
    if (this.#afterRecord && isDictionary(raw)) return true;
    if (before === null || this.#indent < 10 || raw.length <= this.#indent) return false;
    for (let i = 0; i < this.#indent; i++) if (raw.charCodeAt(i) !== 0x20) return false;
    const { number, endNumber, offset, endOffset, width } = piece;
    const text = raw.slice(this.#indent);
    this.#slots.push([{ ...before, text, number, endNumber, offset, endOffset, width }]);
    return true;
  }

  /** Goes on with what a first prefix left, until nothing more comes off. */
  #said(piece: Piece, said: Arrived): void {
    if (said.silent === true) return;
    this.#afterRecord = false;
    if (said.part !== undefined) {
      this.#part(piece, said, said.part);
      return;
    }
    const lines: Draft[] = [];
    this.#slots.push(lines);
    this.#peel(said.text, piece, said, MOST_LAYERS, lines);
    const last = lines.at(-1) ?? null;
    this.#before = last;
    this.#indent = last === null || lines.length > 1 ? 0 : piece.raw.length - last.text.length;
    this.#afterRecord = true;
  }

  #part(piece: Piece, said: Arrived, part: NonNullable<Arrived['part']>): void {
    const open = this.#open.get(part.key);
    this.#indent = 0;
    this.#afterRecord = part.key.startsWith('nc ');
    if (open === undefined) {
      const slot: Draft[] = [];
      this.#slots.push(slot);
      if (part.last) this.#peel(said.text, piece, said, MOST_LAYERS, slot);
      else this.#open.set(part.key, { slot, text: said.text, first: piece, last: piece, said });
      return;
    }
    if (open.text.length < LONGEST_WHOLE) open.text += said.text;
    open.last = piece;
    if (part.last) this.#close(part.key, open);
  }

  #close(key: string, { slot, text, first, last, said }: Open): void {
    this.#open.delete(key);
    const whole = { ...first, endNumber: last.endNumber, endOffset: last.endOffset };
    this.#peel(text, whole, said, MOST_LAYERS, slot);
  }

  /** Takes further prefixes off a text, and ends its lines where it has line breaks. */
  #peel(text: string, piece: Piece, said: Arrived, layers: number, into: Draft[]): void {
    if (said.manyLines === true && text.includes('\n')) {
      const one = { ...said, manyLines: false };
      for (const line of text.split('\n')) this.#peel(line, piece, one, layers, into);
      return;
    }
    const next = said.next === 'message' || layers === 0 ? null : this.#state.strip(text, said.next);
    if (next === null || next.silent === true) {
      into.push(draftOf(piece, text, said));
      return;
    }
    const merged: Arrived = {
      ...next,
      stream: next.stream === '' ? said.stream : next.stream,
      time: next.time ?? said.time ?? null,
      caller: next.caller ?? said.caller ?? null,
      prefixed: next.prefixed || said.prefixed,
    };
    this.#peel(next.text, piece, merged, layers - 1, into);
  }
}

interface Open {
  readonly slot: Draft[];
  text: string;
  readonly first: Piece;
  last: Piece;
  readonly said: Arrived;
}

const UNSAID: Arrived = { text: '', stream: '', prefixed: false, next: 'message' };

function draftOf(piece: Piece, text: string, said: Arrived): Draft {
  return {
    text,
    number: piece.number,
    endNumber: piece.endNumber,
    offset: piece.offset,
    endOffset: piece.endOffset,
    stream: said.stream,
    caller: said.caller ?? null,
    time: said.time ?? null,
    prefixed: said.prefixed,
    width: piece.width,
    matched: said !== UNSAID,
  };
}
