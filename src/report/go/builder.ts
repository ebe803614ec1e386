import type { Line } from '../line.js';
import type { GoKernelNote } from '../types.js';
import { type Draft, hasFrames, newDraft, type Said } from './draft.js';
import { isDump } from './dumps.js';
import { asLine, beginPanic, isOpen, takeFatal, takeFault, takePanic, takeRest, takeText } from './errors.js';
import { NoteBlock } from './note-block.js';
import { readNote } from './notes.js';
import type { Call, Place } from './scan.js';
import type { Segment } from './segments.js';
import type { SignalToken } from './signals.js';
import { StackBuilder } from './stack-builder.js';
import { type Created, type Header, type Mark, type Message, type Token, tokenise } from './tokens.js';
import { isCut, joined } from './wrapped.js';

/** Lines that are none of the runtime's, after which a trace is over: other programs may write in between, but not without end. */
const GAP = 8;
/** A panic's text may have many lines of its own before the goroutine's header. */
const LONGEST_MESSAGE = 60;
/** Notes are printed right behind the traces. */
const NOTE_GAP = 3;

/** Lines that one call with many arguments may be wrapped to. */
const MOST_CARRIED = 8;
/** What came of the lines: crashes as drafts, and blocks of notes that stand alone. */
export interface Built {
  draft(draft: Draft): void;
  notes(notes: readonly GoKernelNote[], first: Line, last: Line): void;
}

/** Puts the tokens of a channel together to crashes. Feed it segments in order, then `flush`. */
export class Builder {
  readonly #out: Built;
  #draft: Draft | null = null;
  /** The stacks of the draft. */
  #stacks: StackBuilder | null = null;
  /** `runtime: …` lines that may belong to the error that follows. */
  #lead: { first: Line; lines: Said[] } | null = null;
  #notes: NoteBlock | null = null;
  /** A `fatal error:` in the middle of a trace: another thread's, or the beginning of the next crash; what follows tells. */
  #suspect: { message: Message; line: Line } | null = null;
  /** Segments since the last token. */
  #gap = 0;
  /** What a line left unfinished. */
  #carry: Segment | null = null;
  #carried = 0;
  /** Whether something else, be it an empty line, stands behind the last token. */
  #broken = false;
  #separated = false;
  /** Whether the segment at hand held a token that something was made of. */
  #touched = false;

  constructor(out: Built) {
    this.#out = out;
  }

  /** False when nothing is open and lines may be skipped. */
  get busy(): boolean {
    const open = this.#draft !== null || this.#lead !== null || this.#notes !== null;
    return open || this.#suspect !== null || this.#carry !== null;
  }

  add({ text: raw, line }: Segment): void {
    const text = this.#carry === null ? raw : joined(this.#carry.text, raw);
    this.#carry = null;
    const draft = this.#draft;
    this.#carried = text === raw ? 0 : this.#carried + 1;
    if (
      this.#carried < MOST_CARRIED &&
      isCut(text, draft !== null, (draft?.sections.length ?? 0) > 0, this.#stacks?.awaits ?? false)
    ) {
      this.#carry = { text, line };
    } else this.#read(text, line);
  }

  /** Ends what is open. */
  flush(): void {
    if (this.#carry !== null) this.#read(this.#carry.text, this.#carry.line);
    this.#carry = null;
    this.#end();
  }

  #end(): void {
    this.#settleSuspect(true);
    this.#closeDraft();
    this.#closeNotes();
    this.#lead = null;
  }

  #read(text: string, line: Line): void {
    this.#touched = false;
    const tokens = tokenise(text);
    const rest = tokens.length > 0 && this.#near(0) ? text.slice(0, tokens[0]!.start).trim() : '';
    if (rest !== '' && this.#draft !== null) takeRest(this.#draft, rest);
    for (const token of tokens) {
      this.#token(token, text, line);
      if (this.#touched) {
        this.#gap = 0;
        this.#broken = false;
      }
    }
    if (!this.#touched) {
      this.#broken = true;
      this.#text(text, line);
    }
  }

  #near(lines: number): boolean {
    return this.#gap <= lines;
  }

  /** A token of this line was used. */
  #touch(line: Line): void {
    this.#touched = true;
    if (this.#draft !== null) this.#draft.last = line;
  }

  #text(text: string, line: Line): void {
    const said = text.trim();
    if (said === '') return;
    this.#gap++;
    const draft = this.#draft;
    if (draft !== null && takeText(draft, said)) return;
    if (this.#lead !== null && this.#near(2) && isDump(said)) {
      this.#lead.lines.push({ says: said, line: line.number });
      this.#gap = 0;
      return;
    }
    this.#stacks?.text(said);
    const long = draft?.own && isOpen(draft) && (draft.kind === 'panic' || draft.kind === 'served');
    if (!this.#near(long ? LONGEST_MESSAGE : GAP)) this.#end();
  }

  #token(token: Token, text: string, line: Line): void {
    if (this.#suspect !== null) this.#settleSuspect(beginsCrash(token));
    switch (token.kind) {
      case 'fatal':
        this.#fatal(token, line);
        break;
      case 'panic':
      case 'served':
        this.#panic(token, line);
        break;
      case 'fault':
        this.#fault(token.addr, line);
        break;
      case 'signal':
        this.#signal(token, line);
        break;
      case 'death':
        this.#death(token, line);
        break;
      case 'pc':
        this.#pc(token, line);
        break;
      case 'runtime':
        this.#runtime(token, line);
        break;
      case 'note':
        this.#note(token, line);
        break;
      case 'goroutine':
        this.#header(token, line);
        break;
      case 'call':
        this.#call(token, text.length === token.end || text.trim().length === token.end - token.start, line);
        break;
      case 'place':
        this.#place(token, line);
        break;
      case 'created':
        this.#created(token, line);
        break;
      default:
        this.#mark(token.kind, line);
        break;
    }
  }

  #begin(kind: Draft['kind'], line: Line, own: boolean): Draft {
    this.#closeDraft();
    const lead = kind === 'served' || kind === 'trace' ? null : this.#lead;
    const draft = newDraft(kind, lead?.first ?? line, own);
    if (lead !== null) draft.runtimeLines.push(...lead.lines);
    this.#lead = null;
    // Go 1.14.0 prints its note before it stops, not after.
    if (this.#notes?.early && this.#near(NOTE_GAP)) {
      draft.notes.push(...this.#notes.notes);
      draft.first = this.#notes.first;
      this.#notes = null;
    }
    this.#closeNotes();
    this.#draft = draft;
    this.#stacks = new StackBuilder(draft);
    this.#touch(line);
    return draft;
  }

  #fatal(message: Message, line: Line): void {
    const draft = this.#draft;
    if (draft !== null && hasFrames(draft)) {
      this.#suspect = { message, line };
      this.#touched = true;
      return;
    }
    if (draft !== null && isOpen(draft) && this.#near(1) && takeFatal(draft, message, line.number)) {
      this.#touch(line);
      return;
    }
    this.#begin('fatal', line, message.own).errors.push({ says: message.text, line: line.number });
  }

  #panic(message: Message, line: Line): void {
    const draft = this.#draft;
    const near = this.#near(LONGEST_MESSAGE);
    if (draft !== null && near && takePanic(draft, message, line.number, this.#near(0))) this.#touch(line);
    else
      beginPanic(
        this.#begin(message.kind === 'served' ? 'served' : 'panic', line, message.own),
        message,
        line.number,
      );
  }

  #fault(addr: string, line: Line): void {
    const says = `unexpected fault address ${addr}`;
    if (this.#draft !== null && this.#near(1) && takeFault(this.#draft, says, line.number)) this.#touch(line);
    else this.#begin('fatal', line, true).runtimeLines.push({ says, line: line.number });
  }

  #signal(token: SignalToken, line: Line): void {
    const draft =
      this.#draft !== null && this.#draft.signal === null && !hasFrames(this.#draft)
        ? this.#draft
        : this.#begin('trace', line, true);
    const { name, words, code, addr, pc } = token;
    draft.signal = { name, words, code, addr, pc, line: line.number };
    this.#touch(line);
  }

  #death(token: SignalToken, line: Line): void {
    // With GOTRACEBACK=crash every further thread dumps its registers behind a rule, as if it had been sent a SIGQUIT.
    if (this.#draft !== null && this.#separated && hasFrames(this.#draft)) {
      this.#touch(line);
      return;
    }
    const draft = this.#begin('death', line, true);
    draft.errors.push({ says: `${token.name}: ${token.words}`, line: line.number });
    const { name, words } = token;
    draft.signal = { name, words, code: null, addr: null, pc: null, line: line.number };
  }

  #pc(token: SignalToken, line: Line): void {
    const draft = this.#draft;
    if (draft === null || draft.kind !== 'death' || draft.signal === null || draft.signal.pc !== null) return;
    draft.signal.pc = token.pc;
    draft.signal.code = token.code;
    draft.signal.addr = token.addr;
    this.#touch(line);
  }

  #runtime(message: Message, line: Line): void {
    this.#touched = true;
    if (this.#notes?.advise(message.text, line)) return;
    const said = { says: `runtime: ${message.text}`, line: line.number };
    if (this.#lead === null || !this.#near(GAP)) this.#lead = { first: line, lines: [said] };
    else this.#lead.lines.push(said);
  }

  #note(message: Message, line: Line): void {
    const note = readNote(message.text, line.number);
    if (note === null) return;
    const draft = this.#draft;
    if (draft !== null && hasFrames(draft) && this.#near(NOTE_GAP)) {
      draft.notes.push(note);
      this.#touch(line);
      return;
    }
    this.#touched = true;
    if (this.#notes !== null && !this.#near(NOTE_GAP)) this.#closeNotes();
    if (this.#notes === null) this.#notes = new NoteBlock(note, line);
    else this.#notes.add(note, line);
  }

  #header(token: Header, line: Line): void {
    this.#flushLead();
    let draft = this.#draft;
    // net/http prints the one goroutine that panicked.
    if (draft === null || (draft.kind === 'served' && draft.sections.length > 0)) {
      draft = this.#begin('trace', line, true);
    }
    this.#stacks!.header(token, line);
    this.#touch(line);
  }

  #call(token: Call, whole: boolean, line: Line): void {
    if (!this.#stacks?.open) return;
    this.#flushLead();
    this.#stacks.call(token, whole, !this.#broken, line);
    if (whole) this.#touched = true;
  }

  #created(token: Created, line: Line): void {
    if (!this.#stacks?.open) return;
    this.#stacks.created(token, line);
    this.#touch(line);
  }

  #place(token: Place, line: Line): void {
    if (this.#stacks?.place(token)) this.#touch(line);
  }

  #mark(kind: Mark['kind'], line: Line): void {
    const draft = this.#draft;
    if (draft === null) return;
    if (kind === 'separator') this.#separated = true;
    if (kind === 'cgo') draft.cgo = true;
    if (kind === 'unavailable') this.#stacks?.unavailable();
    if (draft.sections.length > 0 || draft.signal !== null) this.#touch(line);
  }

  /** `runtime:` lines in the middle of a trace (an unwinder's complaint) belong to it. */
  #flushLead(): void {
    if (this.#lead === null) return;
    if (this.#draft !== null) this.#draft.runtimeLines.push(...this.#lead.lines);
    this.#lead = null;
  }

  #settleSuspect(begins: boolean): void {
    const suspect = this.#suspect;
    if (suspect === null) return;
    this.#suspect = null;
    const { message, line } = suspect;
    if (begins || message.text.includes('deadlock!'))
      this.#begin('fatal', line, message.own).errors.push({ says: message.text, line: line.number });
    else this.#draft?.runtimeLines.push(asLine('fatal error', message, line.number));
  }

  #closeDraft(): void {
    const draft = this.#draft;
    if (draft === null) return;
    this.#stacks?.end(this.#gap === 0);
    this.#draft = null;
    this.#stacks = null;
    this.#separated = false;
    this.#out.draft(draft);
  }

  #closeNotes(): void {
    if (this.#notes === null) return;
    const { notes, first, last } = this.#notes;
    this.#notes = null;
    this.#out.notes(notes, first, last);
  }
}

/** Whether a token after a `fatal error:` shows that it began a crash of its own. */
function beginsCrash(token: Token): boolean {
  if (token.kind === 'call' || token.kind === 'place' || token.kind === 'created') return false;
  return token.kind !== 'goroutine' || token.id === null || token.state.startsWith('running');
}
