import type { ClueReader } from '../reader.js';

/** A version as the toolchain writes it: `go1.9.2`, `go1.22rc1`. */
const VERSION = 'go1\\.\\d{1,3}(?:\\.\\d{1,3})?(?:(?:rc|beta|b)\\d{1,2})?';
/**
 * Places where it is a fact and not talk: `go version go1.19.8 linux/amd64`; paths of the toolchain in traces (`/usr/local/go1.9.2/src/…`,
 * `toolchain@v0.0.1-go1.22.1.linux-amd64`); build information (`go=go1.9.2`, `goversion=go1.9.2`, `"go_version":"go1.9.2"`, `Go Version: go1.9.2`).
 */
const PLACES: readonly RegExp[] = [
  new RegExp(`(?:^|[^\\w])go version (${VERSION})(?!\\w|\\.\\d)`),
  new RegExp(`/(${VERSION})/(?:src|pkg|go/src)/`),
  new RegExp(`toolchain@v0\\.0\\.1-(${VERSION})\\.[a-z]`),
  new RegExp(`(?:\\b[gG]o(?:[_ ]?[vV]ersion)?|\\bgo_version)"?[=:]{1,2} ?"?(${VERSION})(?!\\w|\\.\\d)`),
];
/** Debian's toolchain: `/usr/lib/go-1.19/src/runtime/panic.go`. */
const DEBIAN = /\/go-(1\.\d{1,3})\/src\//;
/** Lines are long when a whole trace was pasted into one: the first place is enough. */
const LOOK = 64 * 1024;

/** The Go release a program was built with, `go1.19.8`. */
export const goVersion: ClueReader = {
  name: 'go-version',
  anchors: ['go version go', ...'123456789'.split('').map(digit => `go1.${digit}`), '/go-1.'],
  read(lines, index) {
    const line = lines[index]!;
    const text = line.text.length > LOOK ? line.text.slice(0, LOOK) : line.text;
    for (const place of PLACES) {
      const match = place.exec(text);
      if (match !== null) return [{ name: 'go-version', value: match[1]!, line: line.number }];
    }
    const debian = DEBIAN.exec(text);
    return debian === null ? [] : [{ name: 'go-version', value: `go${debian[1]}`, line: line.number }];
  },
};
