import type { EntryDraft, EntryField } from '../../shared/entry-check.ts';

/** What every part of the entry form is given. */
export interface EntryPart {
  draft: EntryDraft;
  change(patch: Partial<EntryDraft>): void;
  changePerson(patch: Partial<EntryDraft['person']>): void;
  errorOf(field: EntryField): string | undefined;
}

/** Id of a field's control, or of the group of its controls. */
export const idOf = (field: EntryField): string => `entry-${field.replace('.', '-')}`;
