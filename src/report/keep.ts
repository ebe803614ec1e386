import { foldKey, merged } from './hardware/index.js';
import type { Problem, Report } from './types.js';

/** Reports kept in full, all told and of one title: a log that repeats itself for gigabytes must not fill the memory. */
const MOST = 2000;
const MOST_OF_A_TITLE = 200;

/** The reports of a log in order: what repeats without end is folded or counted, nothing is lost without a word. */
export class ReportKeeper {
  readonly #kept: Report[] = [];
  /** Where a foldable report stands among the kept. */
  readonly #folded = new Map<string, number>();
  readonly #seen = new Map<string, number>();
  readonly #uncounted = new Map<string, { count: number; line: number }>();

  /** Takes the next report; false where it was folded into an earlier one. */
  add(report: Report): boolean {
    const key = foldKey(report);
    const known = key === null ? undefined : this.#folded.get(key);
    if (known !== undefined) {
      this.#kept[known] = merged(this.#kept[known]!, report);
      return false;
    }
    const seen = this.#seen.get(report.title) ?? 0;
    if (this.#kept.length < MOST && seen < MOST_OF_A_TITLE) {
      if (key !== null) this.#folded.set(key, this.#kept.length);
      this.#kept.push(report);
    } else this.#count(report);
    // Titles are made of logs: a hostile one has a new one each time.
    if (this.#seen.size < MOST || seen > 0) this.#seen.set(report.title, seen + 1);
    return true;
  }

  #count(report: Report): void {
    const title = this.#uncounted.has(report.title) || this.#uncounted.size < 100 ? report.title : 'others';
    const before = this.#uncounted.get(title)?.count ?? 0;
    this.#uncounted.set(title, { count: before + 1, line: report.span.line });
  }

  get reports(): readonly Report[] {
    return this.#kept;
  }

  /** What was counted and not kept, in sentences. */
  get problems(): readonly Problem[] {
    return [...this.#uncounted].map(([title, { count, line }]) => ({
      says: `${count} more like "${title}" were found and not kept, the last of them on line ${line}`,
      line: null,
    }));
  }
}
