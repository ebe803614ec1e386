/** Checks records. Loads yaml and zod, so it is reached by dynamic import only (see the door). */
import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { asBug, recordSchema } from './schema.js';
import type { Bug, RecordFault } from './types.js';

const MAX_BYTES = 1_000_000;

/**
 * Reads one record. `name` is what faults are reported under; the last folder of it is the subsystem.
 * Returns the record, or every fault with its line and column (from 1). Never throws.
 */
export function readRecord(text: string, name: string): { bug: Bug | null; faults: RecordFault[] } {
  const lines = new LineCounter();
  const fault = (offset: number, says: string): RecordFault => {
    const { line, col } = lines.linePos(offset);
    return { file: name, line: Math.max(1, line), column: Math.max(1, col), says };
  };
  if (text.length > MAX_BYTES)
    return { bug: null, faults: [fault(0, 'is over 1 MB, too large for a record')] };
  const document = parseDocument(text, {
    schema: 'failsafe',
    uniqueKeys: true,
    lineCounter: lines,
    strict: true,
    prettyErrors: false,
  });
  if (document.errors.length > 0)
    return { bug: null, faults: document.errors.map(one => fault(one.pos[0], one.message)) };
  if (document.contents === null) return { bug: null, faults: [fault(0, 'is empty')] };
  let plain: unknown;
  try {
    // Aliases could blow a small file up; a record needs none.
    plain = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    return { bug: null, faults: [fault(0, error instanceof Error ? error.message : 'cannot be read')] };
  }
  const parsed = recordSchema.safeParse(plain);
  if (parsed.success) return { bug: asBug(parsed.data, subsystemOf(name)), faults: [] };
  const faults = parsed.error.issues.flatMap(issue => {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    if (keys.length === 0)
      return [fault(offsetOf(document.contents, issue.path), `${pathWords(issue.path)}${issue.message}`)];
    return keys.map(key =>
      fault(
        offsetOf(document.contents, [...issue.path, key]),
        `${pathWords(issue.path)}there is no key ${JSON.stringify(key)} here`,
      ),
    );
  });
  return { bug: null, faults };
}

/** The faults of a record; an empty list means that it is sound. */
export function validateRecord(text: string, name: string): readonly RecordFault[] {
  return readRecord(text, name).faults;
}

function subsystemOf(name: string): string {
  return name.split(/[\\/]/).at(-2) ?? 'own';
}

function pathWords(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '';
  return `${path
    .map(part => (typeof part === 'number' ? `[${part + 1}]` : String(part)))
    .join('.')
    .replaceAll('.[', '[')}: `;
}

/** Where the deepest part of the path that exists begins. For a key of a map that is the key itself. */
function offsetOf(contents: unknown, path: readonly PropertyKey[]): number {
  let node = contents;
  let offset = start(node);
  for (const part of path) {
    const pair = isMap(node)
      ? node.items.find(item => isPair(item) && isScalar(item.key) && item.key.value === String(part))
      : undefined;
    if (pair !== undefined) {
      offset = start(pair.key);
      node = pair.value;
    } else {
      const items: unknown = (node as { items?: unknown } | null)?.items;
      const item: unknown = Array.isArray(items) && typeof part === 'number' ? items[part] : undefined;
      if (item === undefined) return offset;
      node = item;
      offset = start(item);
    }
  }
  return offset;
}

function start(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0;
}
