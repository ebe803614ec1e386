import type { Hit, Line } from '../line.js';
import type { Reader } from '../reader.js';
import type { Report } from '../types.js';
import { Builder } from './builder.js';
import { isDump } from './dumps.js';
import { toNoteReport, toReport } from './report.js';
import { segmentsOf } from './segments.js';

/** Lines that may stand before the first anchor: the runtime dumps an object of up to 160 words before it throws. */
const LEAD = 600;

/** Crashes of Go programs, and what their runtime says of the kernel. */
export const goCrash: Reader = {
  name: 'go-crash',
  anchors: [
    'fatal error: ',
    'fatal: morestack on g',
    'fatal: bad g in signal',
    'fatal: systemstack called',
    'panic: ',
    'http: panic serving ',
    'http2: panic serving ',
    '[signal SIG',
    '[signal 0x',
    ' sigcode=',
    'goroutine ',
    'unexpected fault address 0x',
    'runtime: note: ',
    'runtime: mlock of signal',
  ],
  from: 'program',
  read({ lines }, hits) {
    const reports: Report[] = [];
    const builder = new Builder({
      draft(draft) {
        const report = toReport(draft);
        if (report !== null) reports.push(report);
      },
      notes(notes, first, last) {
        reports.push(toNoteReport(notes, first, last));
      },
    });
    let next = 0;
    for (const { index } of hits) {
      if (index < next) continue;
      next = readFrom(lines, leadOf(lines, next, index), index, builder);
    }
    return reports;
  },
};

/** Reads from `start` until, past the anchor, nothing is open any more. Returns the index of the next line. */
function readFrom(lines: readonly Line[], start: number, anchor: Hit['index'], builder: Builder): number {
  let index = start;
  while (index < lines.length && (index <= anchor || builder.busy)) {
    for (const segment of segmentsOf(lines[index]!)) builder.add(segment);
    index++;
  }
  builder.flush();
  return index;
}

/** The first of the lines before an anchor that the runtime wrote as well. */
function leadOf(lines: readonly Line[], floor: number, anchor: number): number {
  let first = anchor;
  for (let i = anchor - 1; i >= floor && anchor - i <= LEAD; i--) {
    const text = lines[i]!.text.trimStart();
    if (isLead(text) || isLead(text.replace(BEFORE, ''))) first = i;
    else if (text !== '') break;
  }
  return first;
}

function isLead(text: string): boolean {
  return STARTS.some(start => text.startsWith(start)) || isDump(text);
}

/** What quoting and numbering put before a line. */
const BEFORE = /^[\s\d>|]{1,24}/;

const STARTS = ['runtime: ', 'runtime/cgo: ', 'SIG', 'PC=0x', 'unexpected fault address '];
