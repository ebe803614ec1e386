import type { Channel, Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Frame, ProgramReport } from '../types.js';
import { baseName, blame, crashReport, frameOf, normalised } from './crash.js';

/** OCaml (runtime/printexc.c): `Fatal error: exception Not_found`, then `Raised at F in file "a.ml", line 3, characters 2-7`. */
const OCAML = /^(?:Thread \d{1,8} .{0,100})?Fatal error: exception (.{1,800})$/;
const OCAML_FRAME =
  /^(?:Raised at|Raised by primitive operation at|Re-raised at|Called from) (?:(.{1,300}?) in )?file "(.{1,300}?)"(?: \(inlined\))?, lines? (\d{1,8})(?:-\d{1,8})?, characters? .{1,20}$/;
/** GHC (rts, GHC.Exception): `prog: MESSAGE`, then `CallStack (from HasCallStack):`. */
const HASKELL = /^(\S{1,100}): (.{1,800})$/;
const HASKELL_FRAME = /^\s{0,8}(\S{1,200}), called at (\S{1,300}):(\d{1,8}):\d{1,8} in (\S{1,200})$/;

/** Uncaught exceptions of OCaml and Haskell programs. */
export const functional: Reader = {
  name: 'functional',
  anchors: ['Fatal error: exception ', 'CallStack (from HasCallStack):'],
  from: 'program',
  read(channel: Channel, hits: readonly Hit[]): readonly ProgramReport[] {
    const reports: ProgramReport[] = [];
    for (const { index, anchor } of hits) {
      const report = anchor.startsWith('Fatal') ? ocaml(channel.lines, index) : haskell(channel.lines, index);
      if (report !== null) reports.push(report);
    }
    return reports;
  },
};

function ocaml(lines: readonly Line[], index: number): ProgramReport | null {
  const match = OCAML.exec(lines[index]!.text.slice(0, 1000).trim());
  if (match === null) return null;
  const frames: Frame[] = [];
  let last = index;
  for (let i = index + 1; i < lines.length && i < index + 1000; i++) {
    const frame = OCAML_FRAME.exec(lines[i]!.text.slice(0, 900).trim());
    if (frame === null) break;
    frames.push(frameOf(lines[i]!, frame[1] ?? '', { file: frame[2]!, lineInFile: Number(frame[3]) }));
    last = i;
  }
  return crashReport({
    title: `Fatal error: exception ${normalised(match[1]!)}`,
    type: 'OCAML',
    source: 'ocaml',
    first: lines[index]!,
    last: lines[last]!,
    error: match[1]!,
    frames,
    blamed: blame(frames[0]),
  });
}

function haskell(lines: readonly Line[], index: number): ProgramReport | null {
  if (lines[index]!.text.trim() !== 'CallStack (from HasCallStack):') return null;
  const above = lines[index - 1];
  const match = above === undefined ? null : HASKELL.exec(above.text.slice(0, 1000).trim());
  const frames: Frame[] = [];
  let last = index;
  for (let i = index + 1; i < lines.length && i < index + 200; i++) {
    const frame = HASKELL_FRAME.exec(lines[i]!.text.slice(0, 900).trimEnd());
    if (frame === null) break;
    frames.push(
      frameOf(lines[i]!, frame[1]!, { file: frame[2]!, lineInFile: Number(frame[3]), module: frame[4]! }),
    );
    last = i;
  }
  if (match === null || frames.length === 0) return null;
  return crashReport({
    title: normalised(match[2]!),
    type: 'HASKELL',
    source: 'haskell',
    first: above!,
    last: lines[last]!,
    program: baseName(match[1]!),
    error: match[2]!,
    frames,
    blamed: blame(frames.find(({ module }) => !module?.startsWith('base:')) ?? frames[0]),
  });
}
