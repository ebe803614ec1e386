import type { Line } from '../line.js';
import { type Draft, newSection, type RawFrame, type Section } from './draft.js';
import type { Call, Place } from './scan.js';
import type { Created, Header } from './tokens.js';

/** The runtime prints at most 100 frames of a stack; before Go 1.21 it may be told to print all. */
const MOST_FRAMES = 2000;
const MOST_STACKS = 100_000;

/** A path that stands alone: the place of a frame, even where its line number was lost. */
const PATH = /^(?:\/|[A-Za-z]:[\\/])[^\s(]{1,1000}/;

/** Puts headers, calls and places together to the stacks of one crash. */
export class StackBuilder {
  readonly #draft: Draft;
  /** A frame whose place is awaited. */
  #pending: RawFrame | null = null;
  /** Its line: where the call fills it and the log ends there, the trace is cut off behind it. */
  #pendingLine: Line | null = null;
  /** Whether that call fills its line. */
  #pendingWhole = false;

  constructor(draft: Draft) {
    this.#draft = draft;
  }

  /** Whether a place should come now. */
  get awaits(): boolean {
    return this.#pending !== null;
  }

  /** Begins the stack of a goroutine or of a thread. */
  header({ id, state }: Header, line: Line): void {
    this.drop();
    const { sections } = this.#draft;
    if (sections.length < MOST_STACKS) sections.push(newSection(id, state, line.number));
  }

  /** Whether calls are looked for: behind `created by` a stack is over. */
  get open(): boolean {
    return this.#section !== undefined && this.#section.createdBy === null;
  }

  /**
   * @param whole the call fills its line
   * @param adjacent nothing, be it an empty line, stands between it and what came before
   */
  call({ name, args }: Call, whole: boolean, adjacent: boolean, line: Line): void {
    const kept = whole && (adjacent || this.awaits);
    this.drop();
    const frame: RawFrame = { name, args, line: line.number, place: null, kept };
    const frames = this.#section!.frames;
    if (frames.length < MOST_FRAMES) frames.push(frame);
    this.#pending = frame;
    this.#pendingLine = line;
    this.#pendingWhole = whole;
  }

  created({ name }: Created, line: Line): void {
    this.drop();
    this.#pending = { name, args: '', line: line.number, place: null, kept: true };
    this.#pendingLine = line;
    this.#pendingWhole = false;
    this.#section!.createdBy = this.#pending;
  }

  /** Returns whether a frame awaited it. */
  place(place: Place): boolean {
    if (this.#pending === null) return false;
    this.#pending.place = place;
    this.#pending = null;
    return true;
  }

  /** A line that is no token. */
  text(said: string): void {
    if (this.#pending !== null && PATH.test(said)) this.#pending.kept = true;
  }

  unavailable(): void {
    if (this.#section !== undefined) this.#section.unavailable = true;
  }

  /**
   * A call without a place is no frame, but words of a text: except where it stands in the midst of a stack (its place was lost on the way).
   */
  drop(): void {
    const pending = this.#pending;
    this.#pending = null;
    const frames = this.#section?.frames;
    if (pending === null) return;
    if (!pending.kept && frames?.at(-1) === pending) frames.pop();
    const line = this.#pendingLine;
    if (pending.kept && line !== null && line.number > this.#draft.last.number) this.#draft.last = line;
  }

  /**
   * Ends the stacks.
   * @param cut whether the log ends right behind the last token: a call is then the last of a trace that goes on elsewhere
   */
  end(cut: boolean): void {
    const line = this.#pendingLine;
    if (cut && this.#pending !== null && this.#pendingWhole && line !== null) this.#draft.last = line;
    else this.drop();
    this.#pending = null;
  }

  get #section(): Section | undefined {
    return this.#draft.sections.at(-1);
  }
}
