/** The readings of an entry, put together from the newest and what each before said otherwise. */
import type { OwnEntry } from '../../shared/api.ts';
import type { EntryBody } from '../../shared/records/entry.ts';

export type History = OwnEntry['history'];

/** The same entry as it read before the last `steps` supplements. */
export function readingBefore(entry: EntryBody, history: History, steps: number): EntryBody {
  let reading: Record<string, unknown> = entry;
  for (const { before } of history.slice(history.length - steps).reverse()) {
    reading = { ...reading };
    for (const { field, value } of before) {
      if (value === null) delete reading[field];
      else reading[field] = value;
    }
  }
  return reading as EntryBody;
}
