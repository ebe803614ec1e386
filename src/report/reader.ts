import type { Channel, Hit, Line } from './line.js';
import type { Observation, Report } from './types.js';

/**
 * A reader of one kind of evidence. To add a kind: write a file that exports one of these, and name it in registry.ts.
 * A reader is pure, never throws on what it reads, and looks only at what it is given.
 */
export interface Reader {
  readonly name: string;
  /**
   * Literal texts, five bytes or more, one of which stands on some line of every report of this kind (as it is written in a raw log; no
   * quotes or backslashes, which JSON escapes). They decide how fast clean logs are read: take rare ones.
   */
  readonly anchors: readonly string[];
  /** Whose lines it reads: lines whose writer the log does not name are read by all. */
  readonly from: 'kernel' | 'program' | 'any';
  /**
   * @param channel the lines of one writer around the anchors
   * @param hits the lines that hold one of this reader's anchors, ascending, never empty
   */
  read(channel: Channel, hits: readonly Hit[]): readonly Report[];
}

/** Reads single lines that say something of the machine and are no crash. */
export interface ClueReader {
  readonly name: string;
  readonly anchors: readonly string[];
  /** Bytes it wants to see before and after its anchor; 256 when not said, which is the line and little more. */
  readonly context?: number;
  /** `lines[index]` holds the anchor; the few lines around it may be looked at. */
  read(lines: readonly Line[], index: number): readonly Observation[];
}
