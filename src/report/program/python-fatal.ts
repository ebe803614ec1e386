import type { Line } from '../line.js';
import type { Frame, ProgramReport } from '../types.js';
import { blame, crashReport, frameOf, normalised } from './crash.js';

/** Python/pylifecycle.c, fatal_error: `Fatal Python error: Segmentation fault`, later `Fatal Python error: function: what`. */
const HEAD = /^(?:Fatal Python error|Windows fatal exception): (.{1,600})$/;
const STATE = /^Python runtime state: (.{1,60})$/;
/** Python/traceback.c, _Py_DumpTracebackThreads. */
const THREAD = /^(Current thread|Thread) (0x[0-9a-f]{4,16})(?: \[.{0,60}\])? \(most recent call first\):$/;
const FRAME = /^\s{0,8}File (?:"([^"]{1,1000})"|(\?\?\?)), line (\d{1,8}|\?\?\?) in (.{1,300})$/;
const EXTENSIONS = /^Extension modules: (.{1,2000})$/;
/** What faulthandler calls the signals (Modules/faulthandler.c). */
const SIGNALS: Readonly<Record<string, string>> = {
  'Segmentation fault': 'SIGSEGV',
  Aborted: 'SIGABRT',
  'Bus error': 'SIGBUS',
  'Illegal instruction': 'SIGILL',
  'Floating point exception': 'SIGFPE',
  'Floating-point exception': 'SIGFPE',
  'access violation': 'SIGSEGV',
};

/**
 * The interpreter's own last words, with every thread's stack.
 * @returns null where the line is none
 */
export function fatalPython(
  lines: readonly Line[],
  index: number,
): { report: ProgramReport; last: number } | null {
  const head = HEAD.exec(lines[index]!.text.slice(0, 700).trim());
  if (head === null) return null;
  const says = head[1]!;
  const frames: Frame[] = [];
  const others: Frame[] = [];
  let threads = 0;
  let current: boolean | null = null;
  let last = index;
  let state: string | undefined;
  let extensions: string | undefined;
  let gap = 0;
  for (let i = index + 1; i < lines.length && i < index + 20_000 && gap <= 3; i++) {
    const text = lines[i]!.text.slice(0, 2100);
    const thread = THREAD.exec(text.trim());
    const frame = thread === null && current !== null ? FRAME.exec(text) : null;
    if (thread !== null) {
      current = thread[1] === 'Current thread';
      threads++;
    } else if (frame !== null) {
      const number = Number(frame[3]);
      (current === true ? frames : others).push(
        frameOf(lines[i]!, frame[4]!.trim(), {
          file: frame[1] ?? null,
          lineInFile: Number.isNaN(number) ? null : number,
        }),
      );
    } else if (STATE.test(text)) state = STATE.exec(text)![1]!;
    else if (EXTENSIONS.test(text)) {
      extensions = EXTENSIONS.exec(text)![1]!;
      last = i;
      break;
    } else {
      if (text.trim() !== '' && !/^\s{1,8}(?:<no Python frame>|\.\.\.)$/.test(text)) gap++;
      continue;
    }
    last = i;
    gap = 0;
  }
  const own = frames.find(({ file }) => file !== undefined && !file.startsWith('<')) ?? frames[0];
  const title = `Fatal Python error: ${normalised(says)}`;
  return {
    report: crashReport({
      title: own === undefined ? title : `${title} in ${own.function}`,
      altTitles: [title],
      type: 'PYTHON-FATAL',
      source: 'python',
      first: lines[index]!,
      last: lines[last]!,
      signal: SIGNALS[says] ?? (lines[index]!.text.includes('Windows') ? null : 'SIGABRT'),
      error: says,
      decoded: { state, threads: threads > 1 ? String(threads) : null, extensions },
      frames,
      blamed: blame(own),
      corrupted: threads > 0 && frames.length + others.length === 0 ? 'no frames' : null,
    }),
    last,
  };
}
