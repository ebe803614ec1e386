import type { Line } from '../line.js';
import { withoutDecoration } from './decoration.js';
import { dmesg } from './dmesg.js';
import { isDictionary } from './kmsg.js';
import { withoutMarkup } from './markup.js';
import { physicalLines } from './physical.js';
import { inOrder } from './pstore.js';
import { withoutQuotedPrintable } from './quoted-printable.js';
import { type RegionBytes, takeRecord } from './records.js';
import type { ArrivalState } from './state.js';
import { type Arrived, type Piece, withRaw } from './types.js';
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
  const unbroken = withoutQuotedPrintable(physical.pieces);
  const bare = physical.markup ? withoutMarkup(unbroken) : unbroken;
  const pieces = withoutDecoration(bare, hits, text => state.isPrefixed(text));
  if (unbroken !== physical.pieces) state.met('quoted-printable');
  if (bare !== unbroken) state.met('html');
  // Whatever is indented is looked at here; only marks make a quotation.
  const marked = ({ raw }: { raw: string }, i: number) => raw !== pieces[i]?.raw && /^\s{0,8}[>|`]/.test(raw);
  if (pieces !== bare && bare.some(marked)) state.met('quoted');
  voteForHosts(pieces, state);
  const stripper = new Stripper(state);
  for (let i = 0; i < pieces.length; ) {
    const taken = takeRecord(pieces, i, region);
    if (taken === null) {
      stripper.line(pieces[i]!);
      i++;
      continue;
    }
    for (const { piece, record, lastLine } of taken.items) {
      if (record === null) stripper.line(piece);
      else stripper.record(piece, record, lastLine ?? null);
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
  readonly #slots: (Draft | Draft[])[] = [];
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

  /** A record read from several lines; `lastLine` is the number of the last one where its text has as many lines as it stands on. */
  record(piece: Piece, said: Arrived, lastLine: number | null): void {
    if (lastLine === null || !said.text.includes('\n')) {
      this.#said(piece, said);
      return;
    }
    const width = piece.endOffset - piece.offset;
    said.text.split('\n').forEach((text, index) => {
      const number = Math.min(piece.number + index, lastLine);
      const offset = piece.offset + (index === 0 ? 0 : width);
      this.#said({ ...piece, number, endNumber: number, offset }, { ...said, text });
    });
  }

  #plain(piece: Piece): void {
    const { raw } = piece;
    // An empty line between two indented ones may have lost its blanks.
    if (raw !== '') this.#indent = 0;
    this.#afterRecord = false;
    const bracket = raw.indexOf('[', 1);
    if (bracket > 0 && bracket < 82) {
      const prompt = BEHIND_PROMPT.exec(raw);
      if (prompt !== null) {
        // The prompt is a line of its own, and the rest of none.
        this.#slots.push({ ...draftOf(piece, prompt[0], null), matched: true });
        this.line(withRaw(piece, raw.slice(prompt[0].length)));
        return;
      }
    }
    this.#slots.push(draftOf(piece, raw, null));
  }

  /** The rest of a message of several lines: journalctl and dmesg indent it by the width of the first line's prefix. */
  #isRest(piece: Piece): boolean {
    const { raw } = piece;
    const before = this.#before;
    if (this.#afterRecord && isDictionary(raw)) return true;
    if (before === null || this.#indent < 10 || raw.length < this.#indent) return false;
    for (let i = 0; i < this.#indent; i++) if (raw.charCodeAt(i) !== 0x20) return false;
    const { number, endNumber, offset, endOffset, width } = piece;
    const text = raw.slice(this.#indent);
    this.#slots.push({ ...before, text, number, endNumber, offset, endOffset, width });
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
    const whole = this.#peel(said.text, piece, said, MOST_LAYERS);
    this.#slots.push(whole);
    if (Array.isArray(whole)) {
      this.#before = null;
      this.#indent = 0;
    } else {
      this.#before = whole;
      this.#indent = piece.raw.length - whole.text.length;
    }
    this.#afterRecord = true;
  }

  #part(piece: Piece, said: Arrived, part: NonNullable<Arrived['part']>): void {
    const open = this.#open.get(part.key);
    this.#indent = 0;
    this.#afterRecord = part.key.startsWith('nc ');
    if (open === undefined) {
      if (part.last) {
        this.#slots.push(this.#peel(said.text, piece, said, MOST_LAYERS));
        return;
      }
      const slot: Draft[] = [];
      this.#slots.push(slot);
      this.#open.set(part.key, { slot, text: said.text, first: piece, last: piece, said });
      return;
    }
    if (open.text.length < LONGEST_WHOLE) open.text += said.text;
    open.last = piece;
    if (part.last) this.#close(part.key, open);
  }

  #close(key: string, { slot, text, first, last, said }: Open): void {
    this.#open.delete(key);
    const whole = { ...first, endNumber: last.endNumber, endOffset: last.endOffset };
    const drafts = this.#peel(text, whole, said, MOST_LAYERS);
    for (const draft of Array.isArray(drafts) ? drafts : [drafts]) slot.push(draft);
  }

  /** Takes further prefixes off a text, and ends its lines where it has line breaks: usually one line comes of it. */
  #peel(text: string, piece: Piece, said: Arrived, layers: number): Draft | Draft[] {
    let rest = text;
    let { stream, prefixed, next, manyLines } = said;
    let time = said.time ?? null;
    let caller = said.caller ?? null;
    for (let layer = layers; ; layer--) {
      if (manyLines === true && rest.includes('\n')) {
        const one: Arrived = { text: '', stream, time, caller, prefixed, next };
        return rest.split('\n').flatMap(line => this.#peel(line, piece, one, layer));
      }
      const met = next === 'message' || layer === 0 ? null : this.#state.strip(rest, next);
      if (met === null || met.silent === true) break;
      rest = met.text;
      if (met.stream !== '') stream = met.stream;
      time = met.time ?? time;
      caller = met.caller ?? caller;
      prefixed ||= met.prefixed;
      next = met.next;
      manyLines = met.manyLines;
    }
    const draft = draftOf(piece, rest, { text: '', stream, time, caller, prefixed, next });
    return stream === 'kernel' ? withoutPrompt(draft) : draft;
  }
}

/** A line that the kernel wrote behind a login prompt, all of which was then taken for one line by what collected it. */
function withoutPrompt(draft: Draft): Draft | Draft[] {
  const { text } = draft;
  const at = text.indexOf('login: [');
  if (at < 0 || at > 80) return draft;
  const kernelLine = dmesg.strip(text.slice(at + 7), { hosts: new Set() });
  if (kernelLine === null) return draft;
  return [
    { ...draft, text: text.slice(0, at + 6) },
    {
      ...draft,
      text: kernelLine.text,
      time: kernelLine.time ?? draft.time,
      caller: kernelLine.caller ?? draft.caller,
    },
  ];
}

interface Open {
  readonly slot: Draft[];
  text: string;
  readonly first: Piece;
  last: Piece;
  readonly said: Arrived;
}

/** @param said null for a line that nothing was taken off */
function draftOf(piece: Piece, text: string, said: Arrived | null): Draft {
  return {
    text,
    number: piece.number,
    endNumber: piece.endNumber,
    offset: piece.offset,
    endOffset: piece.endOffset,
    stream: said === null ? '' : said.stream,
    caller: said?.caller ?? null,
    time: said?.time ?? null,
    prefixed: said?.prefixed === true,
    width: piece.width,
    matched: said !== null,
  };
}
