import type { Facts } from '../host/index.js';
import type { Bug, HostCheck } from './types.js';

/** Whether a machine is open to one bug. Pure: `changelogText` is the text behind `facts.changelog` where that is a path. */
export function checkHost(bug: Bug, _facts: Facts, _options: { changelogText?: string } = {}): HostCheck {
  return {
    id: bug.id,
    title: bug.title,
    status: 'unknown',
    why: ['not judged yet'],
    evidence: [],
    degraded: [],
  };
}

/** `checkHost` for every record. */
export function checkAll(
  bugs: readonly Bug[],
  facts: Facts,
  options: { changelogText?: string } = {},
): readonly HostCheck[] {
  return bugs.map(bug => checkHost(bug, facts, options));
}
