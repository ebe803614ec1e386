/** The names of the ways in which a raw kernel log can be written again. */
export const ARRIVALS: readonly string[];
/**
 * @param log a raw kernel log
 * @param name one of ARRIVALS, or several with `+` between
 * @throws RangeError where no arrival has the name
 */
export function rerender(log: Buffer, name: string): Buffer;
