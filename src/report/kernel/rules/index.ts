import type { Family } from '../rule.js';
import { atomic } from './atomic.js';
import { bugs } from './bug.js';
import { deaths } from './die.js';
import { faults } from './faults.js';
import { kasan } from './kasan.js';
import { lockdep } from './lockdep.js';
import { memory } from './memory.js';
import { others } from './others.js';
import { panics } from './panic.js';
import { sanitizers } from './sanitizers.js';
import { stalls } from './stalls.js';
import { warnings } from './warning.js';

/** Every wording of a kernel report. Where two share a literal text the earlier family is asked first. */
export const FAMILIES: readonly Family[] = [
  ...kasan,
  ...sanitizers,
  ...bugs,
  ...faults,
  ...deaths,
  ...atomic,
  ...lockdep,
  ...stalls,
  ...memory,
  ...warnings,
  ...others,
  ...panics,
];
