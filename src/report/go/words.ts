import type { RawFrame } from './draft.js';

/**
 * Functions of the standard library whose arguments hold a string or a slice, and which word of the arguments is its length. The receiver is
 * one word, a string is two (address, length), a slice three. Signatures from fmt/format.go, fmt/print.go, fmt/errors.go, bytes/buffer.go,
 * bufio/bufio.go and strings/builder.go; names of before Go 1.16 stand beside those of today.
 */
const LENGTH_WORD: ReadonlyMap<string, number> = new Map([
  ['fmt.(*fmt).padString', 2],
  ['fmt.(*fmt).pad', 2],
  ['fmt.(*fmt).fmt_s', 2],
  ['fmt.(*fmt).fmtS', 2],
  ['fmt.(*fmt).fmt_q', 2],
  ['fmt.(*fmt).fmtQ', 2],
  ['fmt.(*fmt).fmtSx', 2],
  ['fmt.(*fmt).fmtBs', 2],
  ['fmt.(*pp).fmtString', 2],
  ['fmt.(*pp).fmtBytes', 2],
  ['fmt.(*pp).doPrintf', 2],
  ['fmt.(*buffer).WriteString', 2],
  ['fmt.(*buffer).writeString', 2],
  ['fmt.(*buffer).Write', 2],
  ['fmt.(*buffer).write', 2],
  ['bytes.(*Buffer).WriteString', 2],
  ['bytes.(*Buffer).Write', 2],
  ['strings.(*Builder).WriteString', 2],
  ['strings.(*Builder).Write', 2],
  ['bufio.(*Writer).WriteString', 2],
  ['bufio.(*Writer).Write', 2],
  ['fmt.Sprintf', 1],
  ['fmt.Errorf', 1],
]);

/** Nothing in memory is this long: Go's heap addresses on 64 bits begin here (0x00c0 << 32, runtime/malloc.go), at 824 GB. */
const IMPOSSIBLE = 0xc000000000;

/** A string or slice, as an argument of a frame shows it, that cannot be. */
export interface ImpossibleLength {
  readonly function: string;
  /** As printed: `0xc4204e6850`. */
  readonly length: string;
}

/**
 * The first frame to which a string or slice of an impossible length was handed: its header was overwritten, for a
 * program can make none that long.
 * @param frames from where the panic was raised, innermost first
 */
export function impossibleLength(frames: readonly RawFrame[]): ImpossibleLength | null {
  for (const { name, args } of frames.slice(0, 12)) {
    const word = LENGTH_WORD.get(name);
    if (word === undefined) continue;
    const length = args.match(/0x[0-9a-f]{1,16}\??/g)?.[word];
    // Behind a question mark the register may have been used for something else since (Go 1.18 and later).
    if (length !== undefined && !length.endsWith('?') && Number(length) >= IMPOSSIBLE)
      return { function: name, length };
  }
  return null;
}
