import { i18n } from '#i18n';
import { DUTY_BASES } from '../../shared/codes.ts';
import type { DraftPerson } from '../../shared/entry-draft.ts';
import { Choice } from '../look/choice.tsx';
import { FieldGroup } from '../look/field.tsx';
import { wordOf } from '../look/words.ts';
import { codesOf, type EntryPart, idOf } from './entry-parts.ts';
import { TypedField } from './typed-field.tsx';

/** The leader whose staff or relative somebody is: acts and words of both are linked (001 第7条). */
export function LeaderPart({ draft, changePerson, errorOf, gapOf }: EntryPart) {
  const { leader } = draft.person;
  const typed = (key: keyof DraftPerson['leader'], label: string) => (
    <TypedField
      field={`person.leader.${key}`}
      label={label}
      optional
      value={leader[key]}
      onType={(text) => changePerson({ leader: { ...leader, [key]: text } })}
      errorOf={errorOf}
      gapOf={gapOf}
    />
  );
  return (
    <FieldGroup id="entry-leader" label={i18n.t('entry.leader')} hint={i18n.t('entry.leaderHint')}>
      <div class="inner">
        {typed('name', i18n.t('entry.leaderName'))}
        {typed('unit', i18n.t('entry.leaderUnit'))}
        {typed('post', i18n.t('entry.leaderPost'))}
      </div>
    </FieldGroup>
  );
}

/** 履职依据 of a leader of the court, or of somebody of a superior court (001 第5、8条). */
export function DutyBasisPart({ draft, change, errorOf }: EntryPart) {
  return (
    <FieldGroup
      id={idOf('dutyBasis')}
      label={i18n.t('entry.dutyBasis')}
      hint={i18n.t('entry.dutyBasisHint')}
      error={errorOf('dutyBasis')}
    >
      <div class="choices">
        {codesOf(DUTY_BASES).map((code) => (
          <Choice
            key={code}
            type="radio"
            name="dutyBasis"
            value={code}
            checked={draft.dutyBasis === code}
            invalid={errorOf('dutyBasis') !== undefined}
            onChange={() => change({ dutyBasis: code })}
          >
            {wordOf(DUTY_BASES, code)}
          </Choice>
        ))}
      </div>
    </FieldGroup>
  );
}
