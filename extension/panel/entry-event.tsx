import { i18n } from '#i18n';
import { MANNERS } from '../../shared/codes.ts';
import { ENTRY_LIMITS, instantToBeijing } from '../../shared/entry-check.ts';
import { Choice, Pick } from '../look/choice.tsx';
import { Field, FieldGroup } from '../look/field.tsx';
import { type EntryPart, idOf } from './entry-parts.ts';

/** When, where and in which manner. */
export function EntryEventPart({ draft, change, errorOf, now }: EntryPart & { now: string }) {
  return (
    <>
      <h3>{i18n.t('entry.whenWhere')}</h3>
      <Field id={idOf('when')} label={i18n.t('entry.when')} error={errorOf('when')}>
        {(wiring) => (
          <input
            class="input"
            type="datetime-local"
            {...wiring}
            max={instantToBeijing(now)}
            value={draft.when}
            onInput={(event) => change({ when: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field
        id={idOf('place')}
        label={i18n.t('entry.place')}
        hint={i18n.t('entry.placeHint')}
        error={errorOf('place')}
      >
        {(wiring) => (
          <input
            class="input"
            {...wiring}
            autocomplete="off"
            maxLength={ENTRY_LIMITS.place}
            value={draft.place}
            onInput={(event) => change({ place: event.currentTarget.value })}
          />
        )}
      </Field>
      <FieldGroup id={idOf('atWorkplace')} label={i18n.t('entry.atWorkplace')} error={errorOf('atWorkplace')}>
        <div class="choices row">
          {[true, false].map((at) => (
            <Choice
              key={String(at)}
              type="radio"
              name="atWorkplace"
              value={String(at)}
              checked={draft.atWorkplace === at}
              invalid={errorOf('atWorkplace') !== undefined}
              onChange={() => change({ atWorkplace: at })}
            >
              {at ? i18n.t('common.yes') : i18n.t('common.no')}
            </Choice>
          ))}
        </div>
      </FieldGroup>
      <Field id={idOf('manner')} label={i18n.t('entry.manner')} error={errorOf('manner')}>
        {(wiring) => (
          <Pick wiring={wiring} list={MANNERS} value={draft.manner} onPick={(manner) => change({ manner })} />
        )}
      </Field>
    </>
  );
}
