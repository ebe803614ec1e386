import type { Family } from '../rule.js';
import { bugs } from './bug.js';
import { faults } from './faults.js';
import { panics } from './panic.js';

/** Every wording of a kernel report. Where two share a literal text the earlier family is asked first. */
export const FAMILIES: readonly Family[] = [...bugs, ...faults, ...panics];
