/** Two readings of an entry, told apart row by row. */

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
