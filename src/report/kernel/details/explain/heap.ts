import { bytes, type Context, type Explain, type Explanation } from './context.js';

/** Sanitizers of the heap and the allocator's own checks: what was done to which object. */
export const heap: Explain = context => {
  const said: Explanation[] = [];
  const object = objectSays(context);
  if (object !== null) said.push(object);
  for (const { text, number } of context.lines) {
    if (text.length > 400 || !(text.includes('BUG') || text.includes('list_') || text.includes('refcount_t')))
      continue;
    const says = corruption(text);
    if (says !== null && !said.some(known => known.says === says)) said.push({ says, line: number });
    if (said.length >= 4) break;
  }
  return said;
};

function objectSays({ details }: Context): Explanation | null {
  const { object, otherTraces } = details;
  if (object === undefined || object.size === null || object.where === null || object.offset === null)
    return null;
  const what = object.cache === null ? 'an object' : `an object of ${object.cache}`;
  const place =
    object.where === 'inside'
      ? `${bytes(object.offset)} into ${what} of ${bytes(object.size)}`
      : object.where === 'right'
        ? `${bytes(object.offset)} behind the end of ${what} of ${bytes(object.size)}`
        : `${bytes(object.offset)} before ${what} of ${bytes(object.size)}`;
  const traces = otherTraces.map(({ name }) => name);
  const more = traces.includes('freed by')
    ? ' The trace "freed by" shows who had given it back.'
    : traces.includes('allocated by')
      ? ' The trace "allocated by" shows who asked for it, and with which size.'
      : '';
  return {
    says: `The address is ${place}${object.state === 'freed' ? ', which had been freed' : ''}.${more}`,
    line: object.line,
  };
}

/** Messages of list debugging, refcount_t and SLUB (lib/list_debug.c, lib/refcount.c, mm/slub.c). */
function corruption(text: string): string | null {
  if (text.includes('list_del corruption')) {
    if (text.includes('is LIST_POISON'))
      return 'A list entry was deleted that had been deleted before: a double free, or two paths that both take it off.';
    return 'The neighbours of a list entry do not point back to it: the list, or the memory of a neighbour, was overwritten or freed while still linked.';
  }
  if (text.includes('list_add corruption') || text.includes('list_add double add'))
    return 'The place where a list entry was to be added is not in order: the list was overwritten, or the entry was on it already.';
  if (text.includes('refcount_t: underflow; use-after-free'))
    return 'A reference count fell below zero: somebody gave back a reference he did not hold, so the object may have been freed while in use.';
  if (
    text.includes('refcount_t: addition on 0; use-after-free') ||
    text.includes('refcount_t: increment on 0; use-after-free')
  )
    return 'A reference was taken to an object whose count was 0 already: it had been, or was being, freed.';
  if (text.includes('refcount_t: saturated; leaking memory'))
    return 'A reference count became impossibly large: references are taken and not given back, or its memory was overwritten.';
  if (/^\s{0,8}BUG \S{1,64} \(.{1,120}\): (?:Left |Right )?Redzone overwritten/.test(text))
    return 'Bytes around a heap object were overwritten: somebody wrote past its end (or before its start).';
  if (/^\s{0,8}BUG \S{1,64} \(.{1,120}\): Poison overwritten/.test(text))
    return 'A heap object was written to after it had been freed.';
  if (/^\s{0,8}BUG \S{1,64} \(.{1,120}\): (?:Object already free|Freepointer corrupt)/.test(text))
    return 'A heap object was freed twice, or the allocator’s own pointer inside a free object was overwritten.'.replace(
      '’',
      "'",
    );
  if (text.includes('BUG: Bad page state in process') || text.includes('BUG: Bad page map in process'))
    return 'A page was in a state it cannot be in when it was given back or mapped: its description was overwritten, or it was freed while in use. Where it repeats with other processes, test the memory.';
  return null;
}
