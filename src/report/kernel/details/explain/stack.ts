import { type Explain, type Explanation, hex } from './context.js';

/** Kernel stacks: overrun, overwritten, or fully used. */
export const stack: Explain = ({ lines, details }) => {
  const said: Explanation[] = [];
  const add = (says: string, line: number) => {
    if (!said.some(known => known.says === says)) said.push({ says, line });
  };
  for (const { text, number } of lines) {
    if (text.length > 400 || !text.includes('tack')) continue;
    const protector = /stack-protector: Kernel stack is corrupted in: (\S{1,200})/.exec(text);
    if (protector !== null)
      add(
        `The guard value on the stack of ${protector[1]} was overwritten before it returned: something wrote past the end of a buffer on that stack. The function named is where it was noticed; it, or one it called, wrote.`,
        number,
      );
    const guard =
      /BUG: (?:(\S{1,32}) )?stack guard page was hit at (?:0x)?([0-9a-f]{8,16}) \(stack is ([0-9a-f]{8,16})\.\.([0-9a-f]{8,16})\)/.exec(
        text,
      );
    if (guard !== null) {
      const size = Number((hex(guard[4]) ?? 0n) - (hex(guard[3]) ?? 0n) + 1n);
      add(
        `The kernel stack${size > 0 && size < 1 << 20 ? ` of ${size} bytes` : ''} was used up: ${guard[2]} lies just outside it, on the page that guards it. Functions that call each other in a circle, or too large local variables; the trace shows which frames repeat.`,
        number,
      );
    } else if (
      /stack guard page was hit|Insufficient stack space to handle exception|kernel stack overflow/.test(text)
    ) {
      add('The kernel stack was used up. The trace shows which frames repeat or are large.', number);
    }
    if (
      text.includes('Thread overran stack, or stack corrupted') ||
      text.includes('corrupted stack end detected')
    )
      add('The mark at the end of the kernel stack is gone: the stack was used up or overwritten.', number);
  }
  if (details.fault?.kind === 'double-fault' && said.length === 0)
    add(
      'A second fault came while the processor was entering the handler of the first: mostly because the stack it was to use is gone (used up, or its pointer damaged).',
      details.fault.line,
    );
  return said;
};
