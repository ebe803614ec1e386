import type { GoKernelNote } from '../types.js';
import { errnoName } from './errno.js';
import { indexWithin, isDigit, skipSpace, wordEnd } from './scan.js';

/**
 * What Go 1.14 says of a kernel whose release lies in the range of the signal-vector bug.
 * Go 1.14.0 (runtime/os_linux_x86.go, mlockGsignal) stops with these lines, the second only for ENOMEM:
 *   runtime: mlock of signal stack failed: 12
 *   runtime: increase the mlock limit (ulimit -l) or
 *   runtime: update your kernel to 5.3.15+, 5.4.2+, or 5.5+
 *   fatal error: mlock failed
 * Go 1.14.1 and later (throwBadKernel) goes on, and says so at the end of a crash's traces:
 *   runtime: note: your Linux kernel may be buggy
 *   runtime: note: see https://golang.org/wiki/LinuxKernelSignalVectorBug
 *   runtime: note: mlock workaround for kernel bug failed with errno 12
 */
const BUGGY = 'your Linux kernel may be buggy';
const WIKI = 'LinuxKernelSignalVectorBug';
const WORKAROUND = 'mlock workaround for kernel bug failed with errno ';
const MLOCK = 'mlock of signal stack failed: ';

/**
 * Reads one note.
 * @param text what follows `runtime: note: ` or, for Go 1.14.0, `runtime: `
 * @returns null where it is none that the runtime prints
 */
export function readNote(text: string, line: number): GoKernelNote | null {
  if (text.startsWith(BUGGY)) return note('may-be-buggy', BUGGY, line);
  for (const start of [WORKAROUND, MLOCK]) {
    if (!text.startsWith(start.trimEnd())) continue;
    const errno = numberAt(text, skipSpace(text, start.length - 1));
    return {
      what: 'mlock-failed',
      errno,
      errnoName: errno === null ? null : errnoName(errno),
      url: null,
      says: errno === null ? start.trimEnd() : `${start}${errno}`,
      line,
    };
  }
  if (text.startsWith('see ') && indexWithin(text, WIKI, 0, 256) > 0) {
    const at = text.indexOf('http');
    const url = text.slice(at, Math.min(wordEnd(text, Math.max(0, at), 256), urlEnd(text)));
    return { ...note('see', `see ${url}`, line), url };
  }
  return null;
}

/** Whether a note breaks off at the end of its line, as where a mail program wrapped it. */
export function noteIsCut(text: string): boolean {
  return (
    [BUGGY, WORKAROUND, MLOCK, 'see https://go.dev/wiki'].some(
      whole => whole.startsWith(text) && text.length < whole.trimEnd().length,
    ) ||
    text === WORKAROUND.trimEnd() ||
    text === 'see'
  );
}

function note(what: GoKernelNote['what'], says: string, line: number): GoKernelNote {
  return { what, errno: null, errnoName: null, url: null, says, line };
}

/** The wiki's name ends its address: what is quoted may have punctuation behind it. */
function urlEnd(text: string): number {
  return text.indexOf(WIKI) + WIKI.length;
}

function numberAt(text: string, at: number): number | null {
  let end = at;
  while (end < text.length && end < at + 5 && isDigit(text.charCodeAt(end))) end++;
  return end === at ? null : Number(text.slice(at, end));
}
