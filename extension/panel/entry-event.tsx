import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { MANNERS } from '../../shared/codes.ts';
import {
  asksLateReason,
  asksMedium,
  asksPresent,
  ENTRY_LIMITS,
  type EntryDraft,
  type EntryTime,
  instantToBeijing,
  timeOf,
} from '../../shared/entry-draft.ts';
import { Button } from '../look/button.tsx';
import { Choice, Pick } from '../look/choice.tsx';
import { Field, FieldGroup } from '../look/field.tsx';
import { Mark } from '../look/notice.tsx';
import { shortDay } from '../look/time.ts';
import { type EntryPart, idOf } from './entry-parts.ts';
import { PresentPart } from './entry-present.tsx';
import { TypedField } from './typed-field.tsx';

/** What follows from the time: working time by the court's calendar, and by when a contact is recorded. */
function TimeWords({ time }: { time: EntryTime }) {
  const { workingTime, holidaysKnown, due, late } = time;
  const words = workingTime ? i18n.t('entry.workingTime') : i18n.t('entry.notWorkingTime');
  return (
    <>
      <p class="small">
        <Mark icon="clock">
          {words}
          {!holidaysKnown && i18n.t('entry.holidaysUnknown')}
        </Mark>
      </p>
      {due !== undefined && (
        <p class="small">
          <Mark icon={late ? 'due' : 'info'} tone={late ? 'due' : 'plain'}>
            {late ? i18n.t('entry.dueLate', [shortDay(due)]) : i18n.t('entry.dueBy', [shortDay(due)])}
          </Mark>
        </p>
      )}
    </>
  );
}

/** Ready words: what a busy person would type, one press instead. */
function Ready({ words, onPick }: { words: string[]; onPick(words: string): void }) {
  return (
    <div class="chips">
      {words.map((ready) => (
        <Button key={ready} onPress={() => onPick(ready)}>
          {ready}
        </Button>
      ))}
    </div>
  );
}

/** When, in which manner, and where. */
export function EntryEventPart(part: EntryPart) {
  const { draft, setting, change, apply, errorOf, gapOf } = part;
  const [filled, setFilled] = useState(false);
  const time = timeOf(draft, setting);

  /** A call in working time is taken in the office, unless somebody says otherwise. */
  function happened(patch: Partial<EntryDraft>) {
    const after = { ...draft, ...patch };
    const untold = after.place === '' && after.atWorkplace === null;
    const atDesk = after.manner === 'phone' && untold && timeOf(after, setting)?.workingTime === true;
    if (atDesk) setFilled(true);
    change({ ...patch, ...(atDesk ? { place: i18n.t('entry.placePhone'), atWorkplace: true } : {}) });
  }
  const stillFilled = filled && draft.place === i18n.t('entry.placePhone') && draft.atWorkplace === true;
  const mediumWords = draft.manner === 'email' ? i18n.t('entry.mediumMail') : i18n.t('entry.mediumPhone');

  return (
    <>
      <h3>{i18n.t('entry.whenWhere')}</h3>
      <Field id={idOf('when')} label={i18n.t('entry.when')} error={errorOf('when')}>
        {(wiring) => (
          <>
            <div class="with-button">
              <input
                class="input"
                type="datetime-local"
                {...wiring}
                max={instantToBeijing(setting.now)}
                value={draft.when}
                onInput={(event) => happened({ when: event.currentTarget.value })}
              />
              <Button onPress={() => happened({ when: instantToBeijing(new Date().toISOString()) })}>
                {i18n.t('entry.justNow')}
              </Button>
            </div>
            <div class="derived" role="status">
              {time && <TimeWords time={time} />}
            </div>
          </>
        )}
      </Field>
      {asksLateReason(draft, setting) && (
        <TypedField
          field="lateReason"
          label={i18n.t('entry.lateReason')}
          hint={i18n.t('entry.lateReasonHint')}
          lines={{ max: ENTRY_LIMITS.lateReason }}
          value={draft.lateReason}
          onType={(lateReason) => change({ lateReason })}
          errorOf={errorOf}
          gapOf={gapOf}
        >
          {draft.lateReason === '' && (
            <Ready
              words={[i18n.t('entry.lateUnknowing'), i18n.t('entry.lateAway')]}
              onPick={(lateReason) => change({ lateReason })}
            />
          )}
        </TypedField>
      )}
      <Field id={idOf('manner')} label={i18n.t('entry.manner')} error={errorOf('manner')}>
        {(wiring) => (
          <Pick
            wiring={wiring}
            list={MANNERS}
            value={draft.manner}
            onPick={(manner) => happened({ manner })}
          />
        )}
      </Field>
      {asksMedium(draft) && (
        <TypedField
          field="medium"
          label={i18n.t('entry.medium')}
          hint={i18n.t('entry.mediumHint')}
          value={draft.medium}
          onType={(medium) => change({ medium })}
          errorOf={errorOf}
          gapOf={gapOf}
        >
          {draft.medium === '' && <Ready words={[mediumWords]} onPick={(medium) => change({ medium })} />}
        </TypedField>
      )}
      {asksPresent(draft) && <PresentPart {...part} />}
      <TypedField
        field="place"
        label={i18n.t('entry.place')}
        hint={stillFilled ? undefined : i18n.t('entry.placeHint')}
        value={draft.place}
        onType={(place) => change({ place })}
        errorOf={errorOf}
        gapOf={gapOf}
      />
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
      <div role="status">
        {stillFilled && (
          <p class="small beside">
            {i18n.t('entry.placeFilled')}
            <Button
              look="quiet"
              onPress={() => {
                setFilled(false);
                apply((before) => ({ ...before, place: '', atWorkplace: null }));
              }}
            >
              {i18n.t('entry.placeUnfill')}
            </Button>
          </p>
        )}
      </div>
    </>
  );
}
