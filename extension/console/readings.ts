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

export interface Row {
  field: string;
  label: string;
  value: string;
}

export interface RowChange {
  label: string;
  /** '' where there was nothing. */
  before: string;
  /** '' where there is nothing any more. */
  after: string;
}

/** What reads otherwise, in the order of the form. */
export function changesOf(before: readonly Row[], after: readonly Row[]): RowChange[] {
  const changes: RowChange[] = [];
  for (const { field, label, value } of after) {
    const was = before.find((row) => row.field === field)?.value ?? '';
    if (was !== value) changes.push({ label, before: was, after: value });
  }
  for (const { field, label, value } of before) {
    if (!after.some((row) => row.field === field)) changes.push({ label, before: value, after: '' });
  }
  return changes;
}
