import type { Line } from '../line.js';
import type { GoKernelNote } from '../types.js';

/** Lines of Go 1.14.0 that belong to its `mlock of signal stack failed`. */
const MLOCK_ADVICE: readonly string[] = ['increase the mlock limit', 'update your kernel to '];

/** Notes on the kernel that follow one another. */
export class NoteBlock {
  readonly first: Line;
  last: Line;
  readonly notes: GoKernelNote[];

  constructor(note: GoKernelNote, line: Line) {
    this.first = line;
    this.last = line;
    this.notes = [note];
  }

  add(note: GoKernelNote, line: Line): void {
    this.notes.push(note);
    this.last = line;
  }

  /** Takes a `runtime:` line that goes on with a note of Go 1.14.0. Returns whether it does. */
  advise(text: string, line: Line): boolean {
    if (!MLOCK_ADVICE.some(advice => text.startsWith(advice))) return false;
    const note = this.notes.pop()!;
    const glue = note.says.endsWith(' or') ? ' ' : '; ';
    this.notes.push({ ...note, says: note.says + glue + text });
    this.last = line;
    return true;
  }

  /** Whether they are those of Go 1.14.0, which prints them before it stops, not after. */
  get early(): boolean {
    return this.notes.some(({ says }) => says.startsWith('mlock of'));
  }
}
