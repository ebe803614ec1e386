import type { Observation, Report } from '../types.js';

/** Clocks of several processors may disagree a little; more than this backwards is another boot. Seconds. */
const BACKWARDS = 1;

/**
 * The boot each report belongs to, counted from 0 in the order of the reports: a kernel's first line (`Linux version …`) begins one, and so
 * does a time since boot that runs backwards.
 */
export function bootsOf(reports: readonly Report[], observations: readonly Observation[]): readonly number[] {
  const banners = observations
    .filter(({ name }) => name === 'linux-version')
    .map(({ line }) => line)
    .sort((a, b) => a - b);
  let next = 0;
  let boot = 0;
  let time: number | null = null;
  return reports.map(report => {
    let fresh = false;
    while (next < banners.length && banners[next]! <= report.span.line) {
      next++;
      fresh = true;
    }
    if (time !== null && report.time !== null && report.time < time - BACKWARDS) fresh = true;
    if (fresh) {
      boot++;
      time = null;
    }
    if (report.time !== null && (time === null || report.time > time)) time = report.time;
    return boot;
  });
}
