import type { Said } from './body.js';

export type Step = RegExp | 'pointer' | 'trace';

/** How a report's blamed function is found. */
export interface Blame {
  /**
   * Where names are taken from, in order, each step beginning where the one before stopped: a pattern whose first group is a function
   * (the next line that matches), `pointer`: the instruction pointer where it is printed before the trace, or `trace`: all frames up to the
   * beginning of another trace.
   */
  readonly steps: readonly Step[];
  /** Tried in order when the steps before name nobody. */
  readonly otherwise?: readonly (readonly Step[])[];
  /** A second trace that begins after such a line must name somebody, too: {origin}. */
  readonly origin?: RegExp;
  /** The lines name the one to blame, whoever it is. */
  readonly plain?: true;
  /** Functions of no account in this kind of report, beside those of generic.ts. */
  readonly skip?: RegExp;
  /** Finds the names itself; the steps are not read. */
  readonly find?: (body: readonly Said[]) => readonly string[];
  /** What it finds shows by itself that it belongs to this report, also where another's title stands before it. */
  readonly proves?: true;
  /** Picks from the names that are left (innermost first), for kinds whose top frame is arbitrary. First is the title's, the rest further names. */
  readonly pick?: (names: readonly string[]) => readonly string[];
}

/** What one wording of the kernel means. */
export interface Rule {
  /** Matched against the line that opens the report, decorations taken off. Its groups are {1}, {2} … of the title. */
  readonly says: RegExp;
  /** A line that must follow within the report, its groups counted on. Without it the report is cut short, and `cut` is its title ({line}: the line itself). */
  readonly further?: RegExp;
  /** The title when `further` is missing; without it the next rule is tried. */
  readonly cut?: string;
  /** Title: {1} … groups, {line} the opening line, {fn} the blamed function, {origin} who the second trace names. */
  readonly title: string;
  readonly alt?: readonly string[];
  /** syzkaller's type, '' where it has none. */
  readonly type: string | ((groups: readonly string[]) => string);
  readonly blame?: Blame;
  /** Who may be to blame, where the title does not need a name. */
  readonly suspect?: Blame;
  /** No trace is printed with this message, or none that matters. */
  readonly traceless?: true;
  /** The wording itself is only seen when the log lost something. */
  readonly corrupted?: string;
  /** The kernel stops here: belongs to whatever report stands before it. */
  readonly panic?: true;
  /** The second half of a report that opened with other words, or one that goes wrong itself: belongs to the one before it. */
  readonly joins?: true;
  /** Belongs to a report that opens on the line before. */
  readonly second?: true;
  /** A part of a report, which opens one only where the title before it is lost. */
  readonly orphan?: true;
  /** Said by another at the same console: a report goes on behind it. */
  readonly aside?: true;
  /** Only a crash where a body follows (trace, registers, a CPU line): the words are also used in prose. */
  readonly needsBody?: true;
}

/** The wordings that share a literal text. */
export interface Family {
  /** Literal texts that open these reports; each is an anchor of the reader. */
  readonly opens: readonly string[];
  /** What may stand before the anchor beside what may always (opening.ts). */
  readonly lead?: RegExp;
  /** In order: the first that matches wins. */
  readonly rules: readonly Rule[];
}

export type { Said };
