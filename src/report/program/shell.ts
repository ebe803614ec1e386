import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { ProgramReport } from '../types.js';
import { baseName, crashReport } from './crash.js';
import { signalOfText } from './signals.js';

const TEXTS =
  'Segmentation fault|Aborted|Abort trap|Bus error|Illegal instruction|Floating point exception|Trace/breakpoint trap|Bad system call';
/**
 * A job that a shell saw die (bash's jobs.c, pretty_print_job and notify_of_job_status): `SCRIPT: line 3:  1234 Segmentation fault
 * (core dumped) ./app`; zsh: `zsh: segmentation fault (core dumped)  ./app`; fish: `fish: Job 1, './app' terminated by signal SIGSEGV`.
 */
const SCRIPT = new RegExp(
  `(?:^|\\s)(\\S{1,200}): line (\\d{1,7}): {1,4}(\\d{1,10}) (${TEXTS})(?: {1,12}\\(core dumped\\))? {0,40}(.{0,400})$`,
);
/** `[1]+  Segmentation fault      (core dumped) ./app` */
const JOB = new RegExp(
  `^\\[\\d{1,4}\\][+-]? {1,4}(?:(\\d{1,10}) )?(${TEXTS}) {0,40}(?:\\(core dumped\\) {0,40})?(.{0,400})$`,
);
const ZSH =
  /^zsh: (segmentation fault|abort|bus error|illegal hardware instruction|floating point exception|trace trap|invalid system call)(?: \(core dumped\))? {1,4}(\S.{0,400})$/;
const ZSH_SIGNALS: Readonly<Record<string, string>> = {
  'segmentation fault': 'SIGSEGV',
  abort: 'SIGABRT',
  'bus error': 'SIGBUS',
  'illegal hardware instruction': 'SIGILL',
  'floating point exception': 'SIGFPE',
  'trace trap': 'SIGTRAP',
  'invalid system call': 'SIGSYS',
};
const FISH =
  /^fish: (?:Job \d{1,6}, )?(?:Process \d{1,10}, )?['"“‘]?(.{1,300}?)['"”’]? terminated by signal (SIG[A-Z]{2,8}) \(/;
/** What an interactive shell prints by itself, on a line of its own. */
const ALONE = new RegExp(`^(${TEXTS})( \\(core dumped\\))?$`);
/** A prompt with a command behind it. */
const PROMPT = /^(?:.{0,100}[$#%❯]|\+{1,4}) (?:sudo )?(\S.{0,300})$/;
const NAMES: Readonly<Record<string, string>> = {
  SIGSEGV: 'Segmentation fault',
  SIGABRT: 'Aborted',
  SIGBUS: 'Bus error',
  SIGILL: 'Illegal instruction',
  SIGFPE: 'Floating point exception',
  SIGTRAP: 'Trace/breakpoint trap',
  SIGSYS: 'Bad system call',
};

interface Death {
  readonly signal: string;
  readonly pid: number | null;
  readonly command: string | null;
}

/** What a shell says of a program it started that died of a signal: low value by itself, but it is often all there is. */
export const shell: Reader = {
  name: 'shell',
  anchors: [
    'Segmentation fault',
    ' Aborted ',
    'Aborted (core dumped)',
    'Bus error',
    'Illegal instruction',
    'Floating point exception',
    'Trace/breakpoint trap',
    'Bad system call',
    'zsh: segmentation fault',
    'zsh: abort',
    'zsh: bus error',
    'zsh: illegal hardware',
    'zsh: floating point',
    'zsh: trace trap',
    ' terminated by signal SIG',
  ],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    const reports: ProgramReport[] = [];
    let last = -1;
    for (const { index } of hits) {
      if (index === last) continue;
      last = index;
      const line = channel.lines[index]!;
      if (line.text.length > 1500 || line.text.includes('`')) continue;
      const death = told(line.text.trim()) ?? alone(channel, index);
      if (death !== null) reports.push(reportOf(line, death));
    }
    return reports;
  },
};

function told(text: string): Death | null {
  const script = SCRIPT.exec(text);
  if (script !== null)
    return { signal: signalOfText(script[4]!)!, pid: Number(script[3]), command: script[5]!.trim() };
  const job = JOB.exec(text);
  if (job !== null)
    return {
      signal: signalOfText(job[2]!)!,
      pid: job[1] === undefined ? null : Number(job[1]),
      command: job[3]!.trim(),
    };
  const zsh = ZSH.exec(text);
  if (zsh !== null) return { signal: ZSH_SIGNALS[zsh[1]!]!, pid: null, command: zsh[2]! };
  const fish = FISH.exec(text);
  return fish === null ? null : { signal: fish[2]!, pid: null, command: fish[1]! };
}

/** A line with nothing but the signal: believed behind a prompt, or where a core was dumped and the kernel has not said it already. */
function alone(channel: Channel, index: number): Death | null {
  const text = channel.lines[index]!.text.trim();
  const match = ALONE.exec(text);
  if (match === null) return null;
  const signal = signalOfText(match[1]!)!;
  const number = channel.lines[index]!.number;
  let prompt: RegExpExecArray | null = null;
  for (let i = index - 1; i >= 0 && i >= index - 3; i--) {
    const before: Line = channel.lines[i]!;
    if (before.number < number - 4) break;
    if (before.text.includes('segfault at ') || before.text.includes('traps: ')) return null;
    prompt ??= PROMPT.exec(before.text.slice(0, 420));
  }
  if (prompt !== null) return { signal, pid: null, command: prompt[1]! };
  return match[2] === undefined ? null : { signal, pid: null, command: null };
}

function reportOf(line: Line, { signal, pid, command }: Death): ProgramReport {
  const program = programOf(command);
  const what = NAMES[signal] ?? signal;
  return crashReport({
    title: program === null ? what : `${what} in ${program}`,
    type: signal === 'SIGSEGV' ? 'SEGFAULT' : signal,
    source: 'shell',
    first: line,
    last: line,
    program,
    pid,
    signal,
    error: line.text.trim(),
    decoded: { command },
  });
}

/** The program of a command line: behind variables that are set for it, and behind sudo and its like. */
export function programOf(command: string | null): string | null {
  if (command === null) return null;
  const words = command
    .slice(0, 400)
    .replace(/^[({ ]{1,8}/, '')
    .split(' ');
  const word = words.find(
    each => each !== '' && !each.includes('=') && !/^(?:sudo|env|time|nohup|exec|nice)$/.test(each),
  );
  if (word === undefined) return null;
  const name = baseName(word.replace(/^["']|["';]$/g, ''));
  return name === '' || name.startsWith('-') ? null : name;
}
