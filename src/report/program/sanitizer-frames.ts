import type { Line } from '../line.js';
import type { Frame } from '../types.js';
import { frameOf } from './crash.js';

/**
 * A frame as the sanitizers print it (sanitizer_stacktrace_printer.cpp): `#1 0x55 in main /src/main.c:8:3`,
 * `#4 0x56 in _start (/src/app+0x10a0) (BuildId: …)`, ThreadSanitizer's `#0 hit /src/main.c:8 (app+0x11d7)`, without symbols
 * `#0 0x4a3b2c  (/src/app+0x4a3b2c)`.
 */
const FRAME = /^\s{0,12}#(\d{1,5}) {1,2}(?:(0x[0-9a-f]{1,16})(?: in)? {1,2})?(.{0,2000})$/;
const BUILD_ID = / {1,2}\(BuildId: [0-9a-f]{1,80}\)$/;
const MODULE = / {0,2}\(([^()]{1,400})\+0x([0-9a-f]{1,16})\)$/;
const PLACE = /(?:^| )([^\s:()]{1,400}):(\d{1,8})(?::\d{1,6})?$/;
const FILE = / (\/[^\s:()]{1,400}|[A-Za-z]:\\[^\s:()]{1,400}|<null>)$/;

/** backtrace_symbols, with which GWP-ASan makes do: `/usr/bin/app(main+0x1139) [0x55…]`. */
const SYMBOL = /^(\S[^()\s]{0,300})\(([^+()\s]{0,300})\+0x([0-9a-f]{1,12})\) ?\[(0x[0-9a-f]{1,16})\]$/;

/** The frame on a line; null where it is none. */
export function sanitizerFrame(line: Line): { frame: Frame; number: number } | null {
  if (line.text.length > 2100) return null;
  const match = FRAME.exec(line.text);
  if (match === null) return null;
  const plain = SYMBOL.exec(match[3]!);
  if (plain !== null) {
    const [, module, name, offset, address] = plain;
    const more = { module: module!, offset: Number.parseInt(offset!, 16), address: address! };
    return { frame: frameOf(line, name!, more), number: Number(match[1]) };
  }
  let rest = match[3]!.trimEnd().replace(BUILD_ID, '');
  let module: string | null = null;
  let offset: number | null = null;
  const inModule = MODULE.exec(rest.slice(-460));
  if (inModule !== null) {
    rest = rest.slice(0, rest.length - inModule[0].length);
    module = inModule[1]!;
    const value = Number.parseInt(inModule[2]!, 16);
    offset = Number.isSafeInteger(value) ? value : null;
  }
  let file: string | null = null;
  let number: number | null = null;
  const place = PLACE.exec(rest.slice(-440));
  if (place !== null) {
    file = place[1]!;
    number = Number(place[2]);
    rest = rest.slice(0, rest.length - place[0].length);
  } else {
    const only = FILE.exec(rest.slice(-420));
    if (only !== null) {
      file = only[1] === '<null>' ? null : only[1]!;
      rest = rest.slice(0, rest.length - only[0].length);
    }
  }
  return {
    frame: frameOf(line, rest.trim(), {
      module,
      offset,
      file,
      lineInFile: number,
      address: match[2] ?? null,
    }),
    number: Number(match[1]),
  };
}
