import { useId, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Colleague } from '../../shared/api.ts';
import { type EntryKind, IDENTITIES, RELATIONS, UNIT_CLASSES } from '../../shared/codes.ts';
import { asksDutyBasis, asksLeader, type DraftPerson, hasUnit } from '../../shared/entry-draft.ts';
import { nameLooksUnknown } from '../../shared/names.ts';
import { unitClassOf } from '../../shared/unit-class.ts';
import { Button } from '../look/button.tsx';
import { Choice, Pick } from '../look/choice.tsx';
import { Field } from '../look/field.tsx';
import type { CasePerson } from './case-people.ts';
import { ColleagueName } from './colleague-name.tsx';
import { withIdentity } from './entry-draft.ts';
import { DutyBasisPart, LeaderPart } from './entry-leader.tsx';
import { type EntryPart, idOf } from './entry-parts.ts';
import { TypedField, WithoutHidden } from './typed-field.tsx';

/** Identities usual for a kind come first (001 第11条); all others can be chosen too. */
const USUAL: Record<EntryKind, (keyof typeof IDENTITIES)[]> = {
  external: ['leader', 'leader-staff', 'leader-relative', 'organisation', 'delegate', 'cppcc-member'],
  internal: ['own-court', 'superior-court', 'retired', 'leader'],
  contact: ['party', 'lawyer', 'related', 'intermediary', 'acquaintance'],
};
/** So many of the case's people are offered as buttons; all of them in the list of the field. */
const OFFERED = 6;

interface EntryPersonProps extends EntryPart {
  court: string | undefined;
  /** Parties and agents of the case, offered for a contact. */
  people: CasePerson[];
}

/** The person recorded, as far as known. */
export function EntryPersonPart(props: EntryPersonProps) {
  const { draft, changePerson, errorOf, gapOf, court, people, ...rest } = props;
  const { person, kind } = draft;
  const part = { draft, changePerson, errorOf, gapOf, ...rest };
  const listId = useId();
  /** The class that was chosen by the unit's name. */
  const [inferred, setInferred] = useState('');
  const offered = kind === 'contact' && !person.unidentified && person.name === '' ? people : [];

  // A person typed anew is not the one picked from the staff list any more.
  const typeName = (name: string) => changePerson({ name, staffCode: '' });
  const unidentify = () =>
    changePerson({
      unidentified: true,
      staffCode: '',
      ...(person.unitClass === '' ? { unitClass: 'unknown' } : {}),
      ...(person.relationToParty === '' ? { relationToParty: 'unknown' } : {}),
    });
  const fill = (fills: Partial<DraftPerson>) => changePerson({ staffCode: '', ...fills });
  const pick = ({ name, department, post, staffCode }: Colleague) =>
    changePerson({
      ...withIdentity(person, person.identity || 'own-court'),
      name,
      post,
      staffCode,
      unit: `${court ?? ''}${department}`,
      unitClass: 'court-own',
      // 院庭长 are the leaders of a court.
      isLeader: person.isLeader || /院长|庭长/.test(post),
    });
  const colleague = kind === 'internal' || person.unitClass === 'court-own';
  const unknown = !person.unidentified && nameLooksUnknown(person.name);

  return (
    <>
      <h3>{i18n.t('entry.who')}</h3>
      <Choice
        type="checkbox"
        name="unidentified"
        checked={person.unidentified}
        onChange={(on) => (on ? unidentify() : changePerson({ unidentified: false }))}
      >
        {i18n.t('entry.unidentified')}
        <small>{i18n.t('entry.unidentifiedHint')}</small>
      </Choice>
      {!person.unidentified && (
        <>
          {colleague ? (
            <Field
              id={idOf('person.name')}
              label={i18n.t('entry.name')}
              hint={i18n.t('entry.nameColleague')}
              error={errorOf('person.name')}
            >
              {(wiring) => (
                <ColleagueName wiring={wiring} value={person.name} onType={typeName} onPick={pick} />
              )}
            </Field>
          ) : (
            <TypedField
              field="person.name"
              label={i18n.t('entry.name')}
              hint={person.identity === 'organisation' ? i18n.t('entry.nameOrganisation') : undefined}
              value={person.name}
              onType={(name) => {
                const known = people.find(({ fills }) => fills.name === name);
                if (known && kind === 'contact') fill({ ...known.fills });
                else typeName(name);
              }}
              list={kind === 'contact' && people.length > 0 ? listId : undefined}
              errorOf={errorOf}
              gapOf={gapOf}
            />
          )}
          {colleague && (
            <WithoutHidden gap={gapOf('person.name')} onAgree={(clean) => typeName(clean(person.name))} />
          )}
          {kind === 'contact' && (
            <datalist id={listId}>
              {people.map(({ words, fills }) => (
                <option key={words} value={fills.name}>
                  {words}
                </option>
              ))}
            </datalist>
          )}
          {offered.length > 0 && (
            <fieldset class="chips">
              <legend class="small">{i18n.t('entry.fromCase')}</legend>
              {offered.slice(0, OFFERED).map(({ words, fills }) => (
                <Button key={words} onPress={() => fill(fills)}>
                  {words}
                </Button>
              ))}
            </fieldset>
          )}
          <div role="status">
            {unknown && (
              <p class="small beside">
                {i18n.t('entry.nameUnknown')}
                <Button look="quiet" onPress={unidentify}>
                  {i18n.t('entry.nameUnknownYes')}
                </Button>
              </p>
            )}
          </div>
        </>
      )}
      {hasUnit(draft) && (
        <TypedField
          field="person.unit"
          label={i18n.t('entry.unit')}
          hint={i18n.t('entry.unitHint')}
          optional
          value={person.unit}
          onType={(unit) => changePerson({ unit })}
          onLeave={() => {
            const unitClass = person.unitClass === '' ? unitClassOf(person.unit, court) : undefined;
            if (unitClass === undefined) return;
            setInferred(unitClass);
            changePerson({ unitClass });
          }}
          errorOf={errorOf}
          gapOf={gapOf}
        />
      )}
      <Field
        id={idOf('person.unitClass')}
        label={i18n.t('entry.unitClass')}
        hint={
          inferred !== '' && person.unitClass === inferred ? i18n.t('entry.unitClassInferred') : undefined
        }
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
      {!person.unidentified && (
        <TypedField
          field="person.post"
          label={i18n.t('entry.post')}
          optional
          value={person.post}
          onType={(post) => changePerson({ post })}
          errorOf={errorOf}
          gapOf={gapOf}
        />
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
            onPick={(identity) => changePerson(withIdentity(person, identity))}
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
      {asksLeader(draft) && <LeaderPart {...part} />}
      {asksDutyBasis(draft) && <DutyBasisPart {...part} />}
    </>
  );
}
