import type { Line } from '../line.js';
import type { Frame } from '../types.js';
import { frameOf, MOST_FRAMES } from './crash.js';

/** library/std/src/sys/backtrace.rs: `   3: main::pick` or `   3:     0x557e00d88f3a - main::pick`, then `             at ./src/main.rs:2:5`. */
const FRAME = /^\s{0,6}(\d{1,5}): {1,8}(?:(0x[0-9a-f]{1,16}) - )?(\S.{0,3000})$/;
const PLACE = /^\s{0,60}at (.{1,600}?):(\d{1,8})(?::(\d{1,8}))?$/;
/** A hash that legacy mangling adds, and a crate's disambiguator in the v0 scheme. */
const HASH = /::h[0-9a-f]{16}$/;
const DISAMBIGUATOR = /\[[0-9a-f]{12,20}\]/g;
/** The standard library and what starts the program: nobody's own code. */
const RUNTIME =
  /^<{0,3}(?:&?(?:mut )?)?(?:dyn )?(?:std|core|alloc|__rustc|backtrace|panic_unwind|gimli|addr2line)::|^(?:rust_begin_unwind|rust_panic|__rust_\w{1,60}|_rust_\w{1,60}|_?main|_start|start_thread|clone3?|__clone3?|__libc_start\w{0,40}|_ZN(?:3std|4core|5alloc)\S{0,300}|<unknown>)$/;

/** The backtrace behind `lines[from]`, and the index of its last line; no frames where there is none. */
export function rustBacktrace(lines: readonly Line[], from: number): { frames: Frame[]; last: number } {
  const frames: Frame[] = [];
  let last = from;
  let started = false;
  for (let i = from + 1; i < lines.length && i < from + 5000; i++) {
    const text = lines[i]!.text.length > 3200 ? lines[i]!.text.slice(0, 3200) : lines[i]!.text;
    if (text.trim() === 'stack backtrace:') {
      started = true;
      last = i;
      continue;
    }
    if (!started) {
      if (text.trim() === '' && i <= from + 2) continue;
      break;
    }
    const frame = FRAME.exec(text.trimEnd());
    const place = frame === null ? PLACE.exec(text.trimEnd()) : null;
    if (frame !== null) {
      if (frames.length < MOST_FRAMES * 4)
        frames.push(frameOf(lines[i]!, cleanName(frame[3]!), { address: frame[2] ?? null }));
    } else if (place !== null && frames.length > 0) {
      frames[frames.length - 1] = { ...frames.at(-1)!, file: place[1]!, lineInFile: Number(place[2]) };
    } else if (/^\s{1,8}\[\.{3} omitted \d{1,6} frames? \.{3}\]$/.test(text)) {
      /* RUST_BACKTRACE=1 leaves repeated frames out. */
    } else break;
    last = i;
  }
  return { frames: withoutPanicking(frames), last };
}

function cleanName(name: string): string {
  return name.trim().replace(HASH, '').replace(DISAMBIGUATOR, '');
}

/** What a full backtrace shows above the place of the panic is the panic being printed. */
function withoutPanicking(frames: readonly Frame[]): Frame[] {
  const begin = frames.findIndex(({ function: name }) => name.endsWith('rust_begin_unwind'));
  return begin <= 0 ? [...frames] : frames.slice(begin);
}

/** The innermost frame that is not the standard library's. */
export function ownRustFrame(frames: readonly Frame[]): Frame | undefined {
  return frames.find(
    ({ function: name, file }) => !file?.startsWith('/rustc/') && !RUNTIME.test(name) && !isImplOfCore(name),
  );
}

/** `<u8 as core::ops::arith::AddAssign>::add_assign` without its place: an operator of the standard library. */
function isImplOfCore(name: string): boolean {
  return (
    name.startsWith('<') &&
    / as (?:core|std|alloc)::/.test(name.slice(0, 300)) &&
    /^<(?:[a-z0-9]{1,6}|std::|core::|alloc::)/.test(name)
  );
}
