import { i18n } from '#i18n';
import { type EntryKind, IDENTITIES, RELATIONS, UNIT_CLASSES } from '../../shared/codes.ts';
import { ENTRY_LIMITS, hasUnit } from '../../shared/entry-check.ts';
import { Choice, Pick } from '../look/choice.tsx';
import { Field } from '../look/field.tsx';
import { type EntryPart, idOf } from './entry-parts.ts';

/** Identities usual for a kind come first (001 第11条); all others can be chosen too. */
const USUAL: Record<EntryKind, (keyof typeof IDENTITIES)[]> = {
  external: ['leader', 'leader-staff', 'leader-relative', 'organisation', 'delegate', 'cppcc-member'],
  internal: ['own-court', 'superior-court', 'retired', 'leader'],
  contact: ['party', 'lawyer', 'related', 'intermediary', 'acquaintance'],
};

/** The person recorded, as far as known. */
export function EntryPersonPart({ draft, changePerson, errorOf }: EntryPart) {
  const { person, kind } = draft;
  return (
    <>
      <h3>{i18n.t('entry.who')}</h3>
      <Choice
        type="checkbox"
        name="unidentified"
        checked={person.unidentified}
        onChange={(unidentified) =>
          changePerson({
            unidentified,
            ...(unidentified && person.unitClass === '' ? { unitClass: 'unknown' } : {}),
            ...(unidentified && person.relationToParty === '' ? { relationToParty: 'unknown' } : {}),
          })
        }
      >
        {i18n.t('entry.unidentified')}
        <small>{i18n.t('entry.unidentifiedHint')}</small>
      </Choice>
      <Field
        id={idOf('person.name')}
        label={i18n.t('entry.name')}
        hint={person.identity === 'organisation' ? i18n.t('entry.nameOrganisation') : undefined}
        error={errorOf('person.name')}
      >
        {(wiring) => (
          <input
            class="input"
            {...wiring}
            autocomplete="off"
            maxLength={ENTRY_LIMITS.name}
            disabled={person.unidentified}
            value={person.unidentified ? '' : person.name}
            onInput={(event) => changePerson({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field
        id={idOf('person.unitClass')}
        label={i18n.t('entry.unitClass')}
        error={errorOf('person.unitClass')}
      >
        {(wiring) => (
          <Pick
            wiring={wiring}
            list={UNIT_CLASSES}
            value={person.unitClass}
            onPick={(unitClass) => changePerson({ unitClass })}
          />
        )}
      </Field>
      {hasUnit(draft) && (
        <Field
          id={idOf('person.unit')}
          label={i18n.t('entry.unit')}
          hint={i18n.t('entry.unitHint')}
          error={errorOf('person.unit')}
          optional
        >
          {(wiring) => (
            <input
              class="input"
              {...wiring}
              autocomplete="off"
              maxLength={ENTRY_LIMITS.unit}
              value={person.unit}
              onInput={(event) => changePerson({ unit: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      {!person.unidentified && (
        <Field id={idOf('person.post')} label={i18n.t('entry.post')} error={errorOf('person.post')} optional>
          {(wiring) => (
            <input
              class="input"
              {...wiring}
              autocomplete="off"
              maxLength={ENTRY_LIMITS.post}
              value={person.post}
              onInput={(event) => changePerson({ post: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      <Choice
        type="checkbox"
        name="isLeader"
        checked={person.isLeader}
        onChange={(isLeader) => changePerson({ isLeader })}
      >
        {i18n.t('entry.isLeader')}
      </Choice>
      <Field id={idOf('person.identity')} label={i18n.t('entry.identity')} error={errorOf('person.identity')}>
        {(wiring) => (
          <Pick
            wiring={wiring}
            list={IDENTITIES}
            {...(kind === ''
              ? {}
              : {
                  first: {
                    codes: USUAL[kind],
                    label: i18n.t('entry.identityUsual'),
                    restLabel: i18n.t('entry.identityOther'),
                  },
                })}
            value={person.identity}
            onPick={(identity) =>
              changePerson({ identity, ...(identity === 'leader' ? { isLeader: true } : {}) })
            }
          />
        )}
      </Field>
      <Field
        id={idOf('person.relationToParty')}
        label={i18n.t('entry.relation')}
        error={errorOf('person.relationToParty')}
      >
        {(wiring) => (
          <Pick
            wiring={wiring}
            list={RELATIONS}
            value={person.relationToParty}
            onPick={(relationToParty) => changePerson({ relationToParty })}
          />
        )}
      </Field>
    </>
  );
}
