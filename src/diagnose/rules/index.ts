import type { Rule } from '../types.js';
import { goRule } from './go.js';
import { hardwareRule } from './hardware.js';
import { kernelRule } from './kernel.js';
import { knownBugRule } from './known-bug.js';
import { oomRule } from './oom.js';
import { patternRule } from './pattern.js';
import { programRule } from './program.js';
import { storageRule } from './storage.js';

/** Every rule of judgement. A new one is a file here and a line in this list. */
export const RULES: readonly Rule[] = [
  knownBugRule,
  hardwareRule,
  kernelRule,
  storageRule,
  oomRule,
  goRule,
  programRule,
  patternRule,
];
