import { ArrivalState, hitsIn, type Place, placeHits, regionLines, splitChannels } from './channels.js';
import { followsFrom } from './follows/index.js';
import { ReportKeeper } from './keep.js';
import type { Line } from './line.js';
import type { ClueReader, Reader } from './reader.js';
import { CLUES, READERS } from './registry.js';
import { AnchorScanner, type Region, RegionCutter } from './scan/index.js';
import type { Observation, Reading, Report } from './types.js';

export interface LogReaderOptions {
  /** The name of the input, as evidence will cite it. */
  readonly source?: string;
  /** Called with each report as soon as it is read, except with those folded into an earlier one. `follows` is not known by then. */
  readonly onReport?: (report: Report) => void;
}

type Owner = { readonly reader: Reader } | { readonly clue: ClueReader };

interface Table {
  readonly scanner: AnchorScanner;
  /** Who asked for each anchor. */
  readonly owners: readonly (readonly Owner[])[];
  /** The anchors that open a region whoever owns them. */
  readonly openers: ReadonlySet<number>;
}

/**
 * Texts of no reader that open a region all the same: they stand in nearly every trace, and one of them is whole where a mail program broke
 * every line that is an anchor; and the mark of a journal's message that is written as numbers.
 */
const OPENERS: readonly string[] = [
  'Call Trace:',
  'Call trace:',
  'Not tainted',
  'Tainted: ',
  'Hardware name: ',
  'backtrace:',
  '"MESSAGE":[',
  '"MESSAGE" : [',
];

const MOST_OBSERVATIONS = 1000;
let table: Table | null = null;

/** One scanner serves all readings: it is made at the first. */
function anchorTable(): Table {
  if (table !== null) return table;
  const owners = new Map<string, Owner[]>();
  const enter = (anchor: string, owner: Owner) => {
    const known = owners.get(anchor);
    if (known === undefined) owners.set(anchor, [owner]);
    else known.push(owner);
  };
  for (const reader of READERS) for (const anchor of reader.anchors) enter(anchor, { reader });
  for (const clue of CLUES) for (const anchor of clue.anchors) enter(anchor, { clue });
  for (const opener of OPENERS) if (!owners.has(opener)) owners.set(opener, []);
  const anchors = [...owners.keys()];
  const openers = new Set(OPENERS.map(opener => anchors.indexOf(opener)));
  table = { scanner: new AnchorScanner(anchors), owners: [...owners.values()], openers };
  return table;
}

/**
 * Reads a log as it comes, in pieces of any size; memory stays flat however long it is.
 * Nothing is thrown for what the log holds: what could not be read is among the problems.
 */
export class LogReader {
  readonly #table = anchorTable();
  readonly #cutter: RegionCutter;
  readonly #options: LogReaderOptions;
  readonly #kept = new ReportKeeper();
  readonly #observations: Observation[] = [];
  readonly #observed = new Set<string>();
  readonly #arrivals = new ArrivalState();

  constructor(options: LogReaderOptions = {}) {
    this.#options = options;
    this.#cutter = new RegionCutter(
      this.#table.scanner,
      region => this.#read(region),
      anchor => (this.#table.openers.has(anchor) ? null : clueContext(this.#table.owners[anchor]!)),
    );
  }

  /** Takes the next bytes, decompressed. They may be kept: do not write to them afterwards. */
  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; from += PIECE)
      this.#cutter.push(chunk.subarray(from, from + PIECE));
  }

  /** Reads what is there up to the last whole line, for a log that is still growing: a report cut by this is read as far as it goes. */
  flush(): void {
    this.#cutter.flush();
  }

  /** Ends the log and says what was read. */
  end(): Reading {
    const lines = this.#cutter.end();
    return {
      source: this.#options.source ?? '-',
      reports: followsFrom(this.#kept.reports, this.#observations),
      observations: this.#observations,
      problems: this.#kept.problems,
      lines,
      bytes: this.#cutter.bytes,
      arrivals: this.#arrivals.names(),
    };
  }

  #read(region: Region): void {
    const lines = regionLines(region, this.#arrivals);
    const places = placeHits(region, lines, this.#table.scanner);
    const channels = splitChannels(lines);
    const found: Report[] = [];
    for (const [owner, at] of this.#wanted(places)) {
      if ('clue' in owner) this.#readClues(owner.clue, lines, at);
      else
        for (const channel of channelsFor(owner.reader, channels)) {
          const hits = hitsIn(channel, at);
          // Not spread: there may be more of them than a call takes arguments.
          if (hits.length > 0)
            for (const report of owner.reader.read(channel, hits)) found.push(inInputOrder(report));
        }
    }
    found.sort((a, b) => a.span.offset - b.span.offset || a.span.line - b.span.line);
    for (const report of found) this.#keep(report);
  }

  /** Which readers have anchors here, and where. */
  #wanted(places: readonly Place[]): Map<Owner, { index: number; anchor: string }[]> {
    const wanted = new Map<Owner, { index: number; anchor: string }[]>();
    const byReader = new Map<Reader | ClueReader, Owner>();
    for (const { index, anchor } of places) {
      for (const owner of this.#table.owners[anchor]!) {
        const subject = 'clue' in owner ? owner.clue : owner.reader;
        const key = byReader.get(subject) ?? owner;
        byReader.set(subject, key);
        const known = wanted.get(key);
        const place = { index, anchor: this.#table.scanner.anchors[anchor]! };
        if (known === undefined) wanted.set(key, [place]);
        else known.push(place);
      }
    }
    return wanted;
  }

  #readClues(clue: ClueReader, lines: readonly Line[], at: readonly { readonly index: number }[]): void {
    let last = -1;
    for (const { index } of at) {
      if (index === last) continue;
      last = index;
      for (const observation of clue.read(lines, index)) {
        if (this.#observations.length >= MOST_OBSERVATIONS) return;
        // Every dump repeats the machine's name and modules; each boot is worth its line.
        const key = `${observation.name}\n${observation.value}`;
        if (observation.name !== 'linux-version' && this.#observed.has(key)) continue;
        this.#observed.add(key);
        this.#observations.push(observation);
      }
    }
  }

  #keep(report: Report): void {
    if (this.#kept.add(report)) this.#options.onReport?.(report);
  }
}

/** What the owners of an anchor want around it when all of them are clues: bytes before and after. Null: a reader wants a region. */
function clueContext(owners: readonly Owner[]): number | null {
  let most = 0;
  for (const owner of owners) {
    if (!('clue' in owner)) return null;
    most = Math.max(most, owner.clue.context ?? 256);
  }
  return most;
}

/** Bytes worked on at a time: large enough to scan fast, small enough that moving them is cheap. */
const PIECE = 256 * 1024;

function channelsFor(
  reader: Reader,
  channels: ReturnType<typeof splitChannels>,
): ReturnType<typeof splitChannels>['programs'] {
  if (reader.from === 'kernel') return [channels.kernel];
  if (reader.from === 'program') return channels.programs;
  return [channels.kernel, ...channels.programs.filter(({ stream }) => stream !== 'kernel' && stream !== '')];
}

/** A report from parts that were put in another order still spans the input from its first byte to its last. */
function inInputOrder(report: Report): Report {
  const { line, endLine, offset, endOffset } = report.span;
  if (line <= endLine && offset <= endOffset) return report;
  const span = {
    line: Math.min(line, endLine),
    endLine: Math.max(line, endLine),
    offset: Math.min(offset, endOffset),
    endOffset: Math.max(offset, endOffset),
  };
  return { ...report, span };
}

/** Reads a whole log that is in memory. Strings are taken as UTF-8. */
export function readLog(log: Uint8Array | string, options: LogReaderOptions = {}): Reading {
  const reader = new LogReader(options);
  reader.push(typeof log === 'string' ? new TextEncoder().encode(log) : log);
  return reader.end();
}
