import type { GoReport, Report } from '../types.js';
import type { RawFrame } from './draft.js';
import { fromOrigin, isStandard } from './stacks.js';

/** What the Go crashes of one log say together of damaged memory. */
export interface GoMemoryCorruption {
  /** The crashes that show by themselves that memory was damaged. */
  readonly certain: readonly GoReport[];
  /**
   * Crashes that alone would be the program's, but fit in that company: the runtime's bounds or nil checks struck inside the standard
   * library, which seldom breaks its own rules.
   */
  readonly fitting: readonly GoReport[];
  /** Where each of them showed, in order: the innermost function that is not part of the dying. */
  readonly sites: readonly string[];
  /** Whether a site came twice. Damage by a stray write shows anywhere; a bug of the program shows where it is. */
  readonly repeat: boolean;
  /** At least two crashes, one of them certain, and no site twice. */
  readonly scattered: boolean;
}

/** Looks at the Go crashes of a log together. Pure; other reports are passed over. */
export function goMemoryCorruption(reports: readonly Report[]): GoMemoryCorruption {
  const crashes = reports.filter(report => report.kind === 'go-crash');
  const certain = crashes.filter(({ details }) => details.class === 'memory-corruption');
  const fitting = crashes.filter(isFitting);
  const together = crashes.filter(crash => certain.includes(crash) || fitting.includes(crash));
  const sites = together.map(crashSite).filter(site => site !== null);
  const repeat = new Set(sites).size < sites.length;
  return {
    certain,
    fitting,
    sites,
    repeat,
    scattered: certain.length > 0 && sites.length >= 2 && !repeat,
  };
}

/** The function in which a crash showed; null where no stack tells. */
export function crashSite(report: GoReport): string | null {
  const frames: RawFrame[] = report.frames.map(frame => ({
    name: frame.function,
    args: '',
    line: frame.line,
    place: null,
    kept: true,
  }));
  return fromOrigin(frames)[0]?.name ?? null;
}

function isFitting(report: GoReport): boolean {
  const { class: of, error } = report.details;
  if (of !== 'program' && of !== 'nil-dereference') return false;
  const site = crashSite(report);
  return error.startsWith('runtime error: ') && site !== null && isStandard(site);
}
