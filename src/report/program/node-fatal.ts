import type { Line } from '../line.js';
import type { Frame, ProgramReport } from '../types.js';
import { baseName, crashReport, frameOf, normalised } from './crash.js';
import { shortName } from './native.js';

/** node::OnFatalError (src/node_errors.cc): `FATAL ERROR: MESSAGE`, older ones with the place before the message. */
const FATAL = /^FATAL ERROR: (.{1,500})$/;
/** V8_Fatal (src/base/logging.cc): `# Fatal error in FILE, line N`, then `# MESSAGE`. */
const V8 = /^# Fatal error in ([^,]{0,300}), line (\d{1,8})$/;
const NATIVE_HEAD = /^-{5} Native stack trace -{5}$/;
const SCRIPT_HEAD = /^-{5} JavaScript stack trace -{5}$/;
/** ` 2: 0xf50bdf v8::internal::…(…) [node]`. */
const NATIVE = /^\s{0,4}(\d{1,4}): (0x[0-9a-f]{1,16}) (?: ?\[|(.{0,1500}?) \[)(.{1,300})\]$/;
/** `2: Module._compile (node:internal/modules/cjs/loader:1521:14)` or `1: /src/app/main.js:1:9`. */
const SCRIPT =
  /^\s{0,4}(\d{1,4}): (?:(.{1,300}?) \((.{1,500}):(\d{1,8}):\d{1,8}\)|(\S{1,500}):(\d{1,8}):\d{1,8})$/;
const GCS = /^<--- Last few GCs --->$/;

/** What a process of Node.js says when V8 or the runtime itself gives up; null where the line is none of that. */
export function nodeFatal(
  lines: readonly Line[],
  index: number,
  done: number,
): { report: ProgramReport; last: number } | null {
  const text = lines[index]!.text.slice(0, 700).trim();
  const fatal = FATAL.exec(text);
  const v8 = V8.exec(text);
  if (fatal === null && v8 === null && !NATIVE_HEAD.test(text)) return null;
  const native: Frame[] = [];
  const script: Frame[] = [];
  let last = index;
  let says = fatal?.[1] ?? null;
  for (let i = index; i < lines.length && i < index + 200; i++) {
    const line = lines[i]!.text.slice(0, 2000).trim();
    const own = NATIVE.exec(line);
    const js = own === null ? SCRIPT.exec(line) : null;
    if (own !== null)
      native.push(frameOf(lines[i]!, shortName(own[3] ?? ''), { address: own[2]!, module: own[4]! }));
    else if (js !== null)
      script.push(
        frameOf(lines[i]!, js[2] ?? '', { file: js[3] ?? js[5]!, lineInFile: Number(js[4] ?? js[6]) }),
      );
    else if (v8 !== null && says === null && /^# {1,4}\S/.test(line) && i > index)
      says = line.slice(1).trim();
    else if (line !== '' && line !== '#' && i > index && !NATIVE_HEAD.test(line) && !SCRIPT_HEAD.test(line))
      break;
    if (line !== '') last = i;
  }
  // Without the trace it was only a line that began with these words: others say FATAL ERROR too.
  const javascript = /JavaScript heap|Reached heap|Allocation failed|v8::|node::|napi/i.test(says ?? '');
  if (fatal !== null && native.length === 0 && !javascript) return null;
  if (says === null && native.length === 0) return null;
  const top = script[0];
  const where = top === undefined ? null : top.function !== '' ? top.function : baseName(top.file ?? '');
  const what = says === null ? 'abort' : normalised(says);
  return {
    report: crashReport({
      title:
        fatal !== null
          ? `FATAL ERROR: ${what}`
          : `Node.js ${v8 === null ? 'native abort' : `V8 fatal error: ${what}`}${where === null ? '' : ` in ${where}`}`,
      altTitles: says === null ? [] : [normalised(says)],
      type: 'NODE',
      source: 'node',
      first: lines[gcsAbove(lines, index, done)]!,
      last: lines[last]!,
      program: 'node',
      signal: 'SIGABRT',
      error: says,
      decoded: { at: v8 === null ? null : `${v8[1]}:${v8[2]}` },
      frames: script.length > 0 ? [...script, ...native] : native,
      blamed:
        top === undefined
          ? null
          : { function: top.function === '' ? null : top.function, file: top.file ?? null },
    }),
    last,
  };
}

/** A heap that is full is told with the last collections above. */
function gcsAbove(lines: readonly Line[], index: number, done: number): number {
  for (let i = index - 1; i > done && i >= 0 && i >= index - 30; i--)
    if (GCS.test(lines[i]!.text.trim())) return i;
  return index;
}
