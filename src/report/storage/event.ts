import { baseOf, hitLines } from '../hardware/event.js';
import type { Channel, Hit, Line } from '../line.js';
import type { StorageReport } from '../types.js';

/** What a file system or volume said once. */
export interface StorageEvent {
  readonly title: string;
  readonly type: string;
  readonly source: string;
  readonly device: string | null;
  readonly decoded: Readonly<Record<string, string>>;
  readonly first: Line;
  readonly last: Line;
}

/** Something that is no error of its own but belongs to one of the same device: `Remounting filesystem read-only`. */
export interface StorageNote {
  readonly note: string;
  readonly value: string;
  readonly device: string;
  /** The title where the log has no error for it to belong to; null when it says nothing by itself. */
  readonly alone: string | null;
}

/** `type` and `source` where they are not the reader's. */
export type Told =
  | (Omit<StorageEvent, 'first' | 'last' | 'type' | 'source'> &
      Partial<Pick<StorageEvent, 'type' | 'source'>>)
  | StorageNote;

/**
 * Reads the lines of hits one by one and folds like errors of a device.
 * @param tell what a line says, null when it is nothing to report
 */
export function readLines(
  channel: Channel,
  hits: readonly Hit[],
  type: string,
  source: string,
  tell: (text: string) => Told | null,
): StorageReport[] {
  const folds = new Map<string, Fold>();
  const latest = new Map<string, Fold>();
  for (const index of hitLines(hits)) {
    const line = channel.lines[index]!;
    const told = tell(line.text);
    if (told === null) continue;
    if ('note' in told) {
      const owner = latest.get(told.device);
      if (owner !== undefined) {
        owner.notes[told.note] = told.value;
        if (owner.count === 1) owner.last = line;
        continue;
      }
      if (told.alone === null) continue;
    }
    const event =
      'note' in told
        ? { title: told.alone!, device: told.device, decoded: { [told.note]: told.value } }
        : told;
    const key = `${event.title}\n${event.device}`;
    let fold = folds.get(key);
    if (fold === undefined) {
      fold = { event: { type, source, ...event, first: line, last: line }, last: line, count: 0, notes: {} };
      folds.set(key, fold);
    }
    fold.count++;
    fold.last = line;
    if (event.device !== null) latest.set(event.device, fold);
  }
  return [...folds.values()].map(report);
}

interface Fold {
  readonly event: StorageEvent;
  last: Line;
  count: number;
  readonly notes: Record<string, string>;
}

function report({ event, last, count, notes }: Fold): StorageReport {
  return {
    ...baseOf(event.title, event.type, event.first, last),
    kind: 'storage-error',
    details: { source: event.source, device: event.device, count, decoded: { ...event.decoded, ...notes } },
  };
}
