import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { baseName, blame, crashReport, normalised } from './crash.js';
import { readEach, type Taken } from './each.js';
import { blamedFrame, isMessenger, shortName } from './native.js';
import { sanitizerFrame } from './sanitizer-frames.js';
import { undefinedBehaviour } from './ubsan.js';

/**
 * The head of a report (compiler-rt: asan_errors.cpp, lsan_common.cpp, tsan_report.cpp, msan_report.cpp, hwasan_report.cpp):
 * `==123==ERROR: AddressSanitizer: heap-use-after-free on address …`, `WARNING: ThreadSanitizer: data race (pid=123)`.
 */
const HEAD =
  /^(?:==(\d{1,10})== ?)?(ERROR|WARNING|FATAL): (?:(HW)?AddressSanitizer|(Leak|Thread|Memory|Address|HWAddress|UndefinedBehavior|DataFlow|NumericalStability|Realtime|Type)Sanitizer|(libFuzzer)): (.{1,600})$/;
const SUMMARY = /^SUMMARY: (\w{1,40}Sanitizer|libFuzzer): (.{1,800})$/;
/** Scudo and GWP-ASan (gwp_asan/optional/segv_handler_posix.cpp): `*** GWP-ASan detected a memory error ***`, then `Use After Free at 0x…`. */
const GWP = /^\*{3} GWP-ASan detected a memory error \*{3}$/;
const GWP_WHAT =
  /^((?:Use After Free|Double Free|Invalid \(Wild\) Free|Buffer Overflow|Buffer Underflow|Unknown)[^,]{0,40}?)(?: at (0x[0-9a-f]{1,16}))?[ ,(].{0,400}$/;
const ACCESS =
  /^\s{0,4}(READ|WRITE|ACCESS) of size (\d{1,20}|\{\S{1,20}\}) at (0x[0-9a-f]{1,16})(?: .{0,200})?$/i;
const TSAN_ACCESS =
  /^\s{1,6}(Previous )?(?:(?:atomic |heap block )?)(read|write) of size (\d{1,10}) at (0x[0-9a-f]{1,16}) by (.{1,200}):$/i;
const SIGNAL_ACCESS = /^==\d{1,10}== ?The signal is caused by an? (READ|WRITE|UNKNOWN) memory access/;
const HINT = /^==\d{1,10}== ?Hint: (.{1,200})$/;
const REGION =
  /^(0x[0-9a-f]{1,16} is located \d{1,20} bytes .{1,400}|Address 0x[0-9a-f]{1,16} is located in .{1,400})$/;
const LEAK = /^(Direct|Indirect) leak of (\d{1,20}) byte\(s\) in (\d{1,20}) object\(s\) allocated from:$/;
const TRACE =
  /^\s{0,4}(.{0,120}(?:allocated|freed|created|stored|acquired|deallocated|origin|de-allocated).{0,120}?):?$/i;

/** The sanitizers' own sources: interceptors of pthread_mutex_lock and the like. */
const RUNTIME = /\/(?:libsanitizer|compiler-rt\/lib)\//;
/** Lines of a report at most; recursions have 250 frames, leaks may have hundreds of traces. */
const LONGEST = 5000;
/** Lines that say nothing before a report is over. */
const GAP = 6;

/** Reports of the sanitizers that compilers build into programs. */
export const sanitizer: Reader = {
  name: 'sanitizer',
  anchors: ['Sanitizer: ', ': runtime error: ', 'GWP-ASan detected', 'ERROR: libFuzzer: '],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    return readEach(hits, (index, anchor) =>
      anchor === ': runtime error: ' ? undefinedBehaviour(channel.lines, index) : body(channel.lines, index),
    );
  },
};

interface Facts {
  readonly tool: string;
  readonly pid: number | null;
  readonly says: string;
  readonly frames: Frame[];
  readonly decoded: Record<string, string>;
  summary: string | null;
  address: string | null;
  leaked: number;
}

function body(lines: readonly Line[], index: number): Taken | null {
  const facts = headOf(lines, index);
  if (facts === null) return null;
  let last = index;
  /** The name of the trace whose frames come, null for the first. */
  let trace: string | null = null;
  let gap = 0;
  for (let i = index + 1; i < lines.length && i < index + LONGEST && gap <= GAP; i++) {
    const line = lines[i]!;
    const text = line.text.slice(0, 1000);
    const read = sanitizerFrame(line);
    if (read !== null) {
      if (trace === null && facts.frames.length > 0 && read.number === 0) trace = 'second';
      if (trace === null) facts.frames.push(read.frame);
      else addTo(facts, trace, read.frame, read.number);
      last = i;
      gap = 0;
      continue;
    }
    if (isHead(text)) break;
    const summary = SUMMARY.exec(text);
    if (summary !== null) {
      facts.summary = summary[2]!;
      last = i;
      break;
    }
    if (text.trim() === '') continue;
    if (detail(facts, text)) {
      if (TSAN_ACCESS.exec(text)?.[1] !== undefined) trace = 'previous access';
      else if (text.endsWith(' in frame')) trace = 'in the frame of';
      last = i;
      gap = 0;
      continue;
    }
    if (facts.frames.length > 0 && TRACE.test(text)) {
      trace = text.trim().replace(/:$/, '');
      last = i;
      gap = 0;
      continue;
    }
    gap++;
  }
  return { report: reportOf(lines, index, last, facts), last: abortingAt(lines, last) };
}

function isHead(text: string): boolean {
  return text.includes('Sanitizer: ') && HEAD.test(text.trim());
}

function headOf(lines: readonly Line[], index: number): Facts | null {
  const text = lines[index]!.text.slice(0, 1000).trim();
  const base = { frames: [], decoded: {}, summary: null, address: null, leaked: 0 };
  if (GWP.test(text)) {
    for (let i = index + 1; i < lines.length && i <= index + 3; i++) {
      const what = GWP_WHAT.exec(lines[i]!.text.slice(0, 600).trim());
      if (what !== null)
        return { ...base, tool: 'GWP-ASan', pid: null, says: what[1]!, address: what[2] ?? null };
    }
    return { ...base, tool: 'GWP-ASan', pid: null, says: 'memory error' };
  }
  const match = HEAD.exec(text);
  if (match === null) return null;
  const kind =
    match[5] ?? (match[3] !== undefined ? 'HWAddressSanitizer' : `${match[4] ?? 'Address'}Sanitizer`);
  const says = match[6]!;
  const address = /\b(0x[0-9a-f]{1,16})\b/.exec(says)?.[1] ?? null;
  const pid = match[1] ?? /\(pid=(\d{1,10})\)/.exec(says)?.[1];
  return { ...base, tool: kind, pid: pid === undefined ? null : Number(pid), says, address };
}

function detail(facts: Facts, text: string): boolean {
  const access = ACCESS.exec(text);
  if (access !== null) {
    facts.decoded['access'] ??= access[1]!.toLowerCase();
    facts.decoded['size'] ??= access[2]!;
    facts.address ??= access[3]!;
    return true;
  }
  const tsan = TSAN_ACCESS.exec(text);
  if (tsan !== null) {
    const name = tsan[1] === undefined ? 'access' : 'previous';
    facts.decoded[name] ??= `${tsan[2]!.toLowerCase()} of size ${tsan[3]} by ${tsan[5]}`;
    facts.address ??= tsan[4]!;
    return true;
  }
  const signal = SIGNAL_ACCESS.exec(text);
  if (signal !== null) {
    facts.decoded['access'] = signal[1]!.toLowerCase();
    return true;
  }
  const hint = HINT.exec(text);
  if (hint !== null) {
    facts.decoded['hint'] = hint[1]!;
    return true;
  }
  const region = REGION.exec(text);
  if (region !== null) {
    facts.decoded['region'] ??= region[1]!;
    return true;
  }
  const leak = LEAK.exec(text);
  if (leak === null) return false;
  facts.leaked += Number(leak[2]);
  facts.decoded['leak'] ??= `${leak[1]!.toLowerCase()}: ${leak[2]} bytes in ${leak[3]} objects`;
  return true;
}

/** The first own function of each further trace, in words: `main (main.c:7)`. */
function addTo(facts: Facts, trace: string, frame: Frame, number: number): void {
  const name = trace.length > 80 ? `${trace.slice(0, 79)}…` : trace;
  const known = facts.decoded[name];
  if (number === 0 && known !== undefined) return;
  if (known !== undefined && !known.startsWith('~')) return;
  const words = `${shortName(frame.function) || '??'}${frame.file === undefined ? '' : ` (${baseName(frame.file)}:${frame.lineInFile ?? '?'})`}`;
  // What an interceptor did is said of its caller, if there is one.
  const own = !isMessenger(frame.function) && !RUNTIME.test(frame.file ?? '');
  facts.decoded[name] = own ? words : `~${words}`;
}

/** `==123==ABORTING` and the shadow bytes behind the summary belong to the report. */
function abortingAt(lines: readonly Line[], last: number): number {
  for (let i = last + 1; i < lines.length && i < last + 60; i++) {
    const text = lines[i]!.text;
    if (/^==\d{1,10}== ?ABORTING$/.test(text.trim().slice(0, 40))) return i;
    if (isHead(text.slice(0, 1000)) || text.includes('runtime error: ')) break;
  }
  return last;
}

const TYPES: Readonly<Record<string, string>> = {
  AddressSanitizer: 'ASAN',
  HWAddressSanitizer: 'HWASAN',
  LeakSanitizer: 'LSAN',
  ThreadSanitizer: 'TSAN',
  MemorySanitizer: 'MSAN',
  UndefinedBehaviorSanitizer: 'UBSAN',
  'GWP-ASan': 'GWP-ASAN',
  libFuzzer: 'LIBFUZZER',
};

/** The kind of error at the beginning of what is said: `heap-use-after-free`, `SEGV`, `data race`, `detected memory leaks`. */
function kindOf(tool: string, says: string, summary: string | null): string {
  if (tool === 'LeakSanitizer' || says.startsWith('detected memory leaks')) return 'detected memory leaks';
  // The summary names the kind in one word where the head has a sentence: `attempting free on address which was not malloc()-ed`.
  const word = /^([A-Za-z][A-Za-z0-9-]{2,60})(?: |$)/.exec(summary ?? '')?.[1];
  if (tool === 'AddressSanitizer' && word !== undefined) return word;
  if (says.startsWith('attempting free')) return 'bad-free';
  const cut = says.search(
    / on (?:unknown |unmapped )?address| on 0x| \(pid=|: 0x| in thread | at pc | 0x[0-9a-f]{4}/,
  );
  const kind = (cut > 0 ? says.slice(0, cut) : says)
    .replace(/^attempting /, '')
    .replace(/[:;,] .{0,400}$/, '');
  return kind.startsWith('double-free') ? 'double-free' : normalised(kind);
}

function reportOf(lines: readonly Line[], index: number, last: number, facts: Facts): ProgramReport {
  const { tool, says, frames, decoded } = facts;
  const frame =
    blamedFrame(frames.filter(({ file }) => file === undefined || !RUNTIME.test(file))) ??
    blamedFrame(frames);
  const place = placeOf(frame) ?? moduleOf(frames);
  const kind = kindOf(tool, says, facts.summary);
  for (const [name, value] of Object.entries(decoded))
    if (value.startsWith('~')) decoded[name] = value.slice(1);
  return crashReport({
    title: `${tool}: ${kind}${place === null ? '' : ` in ${place}`}`,
    altTitles: [
      ...(decoded['access'] === undefined || place === null || decoded['size'] === undefined
        ? []
        : [`${tool}: ${kind} ${decoded['access'].toUpperCase()} of size ${decoded['size']} in ${place}`]),
      ...(facts.summary === null ? [] : [`${tool}: ${normalised(facts.summary)}`]),
    ],
    type: TYPES[tool] ?? 'SANITIZER',
    source: 'sanitizer',
    first: lines[index]!,
    last: lines[abortingAt(lines, last)]!,
    pid: facts.pid,
    signal: says.startsWith('SEGV') ? 'SIGSEGV' : null,
    address: facts.address,
    error: says,
    decoded: {
      ...decoded,
      kind,
      summary: facts.summary,
      leaked: facts.leaked > 0 ? `${facts.leaked} bytes` : null,
    },
    frames,
    blamed: blame(frame === undefined ? undefined : { ...frame, function: shortName(frame.function) }),
    corrupted: frames.length === 0 && tool !== 'libFuzzer' ? 'no stack trace' : null,
  });
}

/** Without a name the library is all that is known. */
function moduleOf(frames: readonly Frame[]): string | null {
  const module = frames.find(({ module }) => module !== null)?.module;
  return module == null ? null : baseName(module);
}

function placeOf(frame: Frame | undefined): string | null {
  if (frame === undefined) return null;
  const name = shortName(frame.function);
  if (name !== '') return name;
  return frame.module === null ? null : baseName(frame.module);
}
