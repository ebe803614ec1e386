/** One line of a log with the way it arrived taken off. */
export interface Line {
  /** What was said, without time, host, level or caller. */
  readonly text: string;
  /** First and last physical line (from 1) this came from; they differ where a wrapped line was joined. */
  readonly number: number;
  readonly endNumber: number;
  /** Bytes from the start of the input: the physical line's first byte, and the byte after its last. */
  readonly offset: number;
  readonly endOffset: number;
  /** Who wrote it: `kernel`, `node_exporter[2395]`; '' where the log does not say. */
  readonly stream: string;
  /** The context that printed it (CONFIG_PRINTK_CALLER): `T123` a task, `C1` a CPU; null where not printed. */
  readonly caller: string | null;
  /** Seconds since boot, where printed. */
  readonly time: number | null;
  /** True where the line had a kernel prefix (a time in brackets, a caller, a syslog `kernel:` tag). */
  readonly prefixed: boolean;
}

/** The lines of one writer in one region of a log, in order. */
export interface Channel {
  readonly stream: string;
  readonly lines: readonly Line[];
}

/** A line of a channel that holds a reader's anchor. */
export interface Hit {
  /** Index into the channel's lines. */
  readonly index: number;
  readonly anchor: string;
}
