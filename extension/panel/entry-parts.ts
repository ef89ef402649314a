import type { EntryField, EntryGap } from '../../shared/entry-check.ts';
import type { DraftPerson, EntryDraft, EntrySetting } from '../../shared/entry-draft.ts';

/** What every part of the entry form is given. */
export interface EntryPart {
  draft: EntryDraft;
  setting: EntrySetting;
  change(patch: Partial<EntryDraft>): void;
  changePerson(patch: Partial<DraftPerson>): void;
  /** A change of more than some fields. */
  apply(change: (draft: EntryDraft) => EntryDraft): void;
  /** What is said beside the field: what is wrong with what was typed at once, what is missing once it was tried. */
  errorOf(field: EntryField): string | undefined;
  gapOf(field: EntryField): EntryGap | undefined;
}

/** Id of a field's control, or of the group of its controls. */
export const idOf = (field: EntryField): string => `entry-${field.replaceAll('.', '-')}`;

/** The list without the code, or with it. */
export const turned = <T>(list: T[], code: T, on: boolean): T[] =>
  on ? [...list.filter((item) => item !== code), code] : list.filter((item) => item !== code);

export const codesOf = <T extends object>(list: T) => Object.keys(list) as (keyof T & string)[];
