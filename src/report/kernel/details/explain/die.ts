import type { Explain } from './context.js';

const COUNTER = /\[#(\d{1,6})\]/;

/** `[#2]`: how often the kernel had died by then. */
export const die: Explain = ({ details, lines }) => {
  if (details.die === undefined || details.die < 2) return [];
  const line = lines.find(({ text }) => COUNTER.test(text.slice(0, 1000)));
  if (line === undefined) return [];
  return [
    {
      says: `[#${details.die}]: this is death number ${details.die} of this boot. The first one is the one to look at; what it held or left half done can be the cause of this one.`,
      line: line.number,
    },
  ];
};
