import type { Context, Explain, Explanation } from './context.js';
import { die } from './die.js';
import { heap } from './heap.js';
import { nullPointer } from './null.js';
import { panic } from './panic.js';
import { pointer } from './pointer.js';
import { stack } from './stack.js';
import { stall } from './stall.js';
import { taint } from './taint.js';
import { trap } from './trap.js';
import { usercopy } from './usercopy.js';

export type { Context, Explanation } from './context.js';

/** One family a file; what bears most on the cause stands first. */
const FAMILIES: readonly Explain[] = [
  usercopy,
  nullPointer,
  pointer,
  heap,
  stack,
  trap,
  stall,
  panic,
  die,
  taint,
];

/** What the messages of a report mean here, in sentences, each with the line that shows it. */
export function explain(context: Context): readonly Explanation[] {
  return FAMILIES.flatMap(family => family(context));
}
