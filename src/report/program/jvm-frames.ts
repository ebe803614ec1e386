import type { Line } from '../line.js';
import type { Frame } from '../types.js';
import { frameOf } from './crash.js';

/** Whose code a frame's letter says it is (hotspot frame.cpp, print_on_error). */
export type JvmPlace = 'vm' | 'native' | 'compiled' | 'interpreted' | 'stub';

const LETTERS: Readonly<Record<string, JvmPlace>> = {
  V: 'vm',
  C: 'native',
  J: 'compiled',
  A: 'compiled',
  j: 'interpreted',
  v: 'stub',
};
/** `V  [libjvm.so+0xed2f94]  Unsafe_PutLong+0x124`, newer ones with `  (unsafe.cpp:123)` behind. */
const NATIVE = /^([VC]) {1,4}\[(.{1,300}?)\+(0x[0-9a-f]{1,16})\](?: {1,4}(.{1,1200}))?$/;
/** `C  0x00007f…`: an address in no library. */
const ADDRESS = /^([VCv]) {1,4}(0x[0-9a-f]{1,16})$/;
/** `J 3917 C2 java.lang.String.compareTo(Ljava/lang/Object;)I (9 bytes) @ 0x… [0x…+0xd5]`. */
const COMPILED =
  /^([JA]) {1,4}(?:(\d{1,10})%? {1,3})?(?:!? ?(C1|C2|c1|c2|jvmci) {1,3})?(\S{1,600})(?: .{0,200})?$/;
/** `j  UnsafeWrite.poke(Lsun/misc/Unsafe;J)V+3`, with the module behind. */
const INTERPRETED = /^j {1,4}(\S{1,600}?)\+(\d{1,10})(?: (\S{1,100}))?$/;
const STUB = /^v {1,4}(~.{1,200})$/;

/**
 * A frame of a hs_err file.
 * @param text the line without a mark of comment before it
 * @returns null where it is none
 */
export function jvmFrame(line: Line, text: string): { frame: Frame; place: JvmPlace } | null {
  const trimmed = text.trimEnd().slice(0, 1600);
  const place = LETTERS[trimmed[0] ?? ''];
  if (place === undefined || trimmed[1] !== ' ') return null;
  const native = NATIVE.exec(trimmed);
  if (native !== null) {
    const { name, offset, file, number } = symbol(native[4] ?? '');
    const inLibrary = Number.parseInt(native[3]!, 16);
    return {
      frame: frameOf(line, name, {
        module: native[2]!,
        offset: offset ?? (Number.isSafeInteger(inLibrary) ? inLibrary : null),
        file,
        lineInFile: number,
      }),
      place,
    };
  }
  const address = ADDRESS.exec(trimmed);
  if (address !== null) return { frame: frameOf(line, '', { address: address[2]! }), place };
  const interpreted = INTERPRETED.exec(trimmed);
  if (interpreted !== null)
    return {
      frame: frameOf(line, withoutSignature(interpreted[1]!), {
        module: interpreted[3] ?? null,
        offset: Number(interpreted[2]),
      }),
      place,
    };
  const stub = STUB.exec(trimmed);
  if (stub !== null) return { frame: frameOf(line, stub[1]!), place };
  const compiled = COMPILED.exec(trimmed);
  return compiled === null ? null : { frame: frameOf(line, withoutSignature(compiled[4]!)), place };
}

/** `Unsafe_PutLong+0x124  (unsafe.cpp:1)`: the offset begins behind the last `+0x`. */
function symbol(text: string): {
  name: string;
  offset: number | null;
  file: string | null;
  number: number | null;
} {
  const place = / {1,4}\(([^\s:()]{1,200}):(\d{1,7})\)$/.exec(text.slice(-220));
  const named = place === null ? text : text.slice(0, text.length - place[0].length);
  const plus = named.lastIndexOf('+0x');
  const digits = plus < 0 ? '' : named.slice(plus + 3);
  const is = /^[0-9a-f]{1,12}$/.test(digits);
  const whole = is ? named.slice(0, plus) : named;
  return {
    name: whole.split('(', 1)[0]!.trim(),
    offset: is ? Number.parseInt(digits, 16) : null,
    file: place?.[1] ?? null,
    number: place === null ? null : Number(place[2]),
  };
}

/** `UnsafeWrite.poke` of `UnsafeWrite.poke(Lsun/misc/Unsafe;J)V`. */
function withoutSignature(name: string): string {
  const cut = name.indexOf('(');
  return cut > 0 ? name.slice(0, cut) : name;
}
