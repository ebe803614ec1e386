import type { Report } from './types.js';

/** Marks the reports that follow from an earlier one of the same log (`follows`: its index). */
export function followsFrom(reports: readonly Report[]): readonly Report[] {
  return reports;
}
