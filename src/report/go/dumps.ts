/**
 * Whether a line goes on with what the runtime dumps before it throws: an object (gcDumpObject: ` *(object+8) = 0xc000100000 <==`), or the objects of
 * a span (reportZombies: `0xc000012340 free  marked   zombie`).
 * @param said the line without the blanks around it
 */
export function isDump(said: string): boolean {
  return said.startsWith('*(') || said === '...' || said === '<snip>' || OBJECT.test(said);
}

const OBJECT =
  /^(?:[a-z]{1,16}=0x[0-9a-f]|0x[0-9a-f]{1,16} (?:alloc|free) |(?:0x)?[0-9a-f]{8,16}: {1,4}[0-9a-f])/;
