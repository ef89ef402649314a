import { i18n } from '#i18n';
import { CONDUCT, EFFECTS, HANDLINGS } from '../../shared/codes.ts';
import { ENTRY_LIMITS } from '../../shared/entry-check.ts';
import { Choice } from '../look/choice.tsx';
import { Field, FieldGroup } from '../look/field.tsx';
import { wordOf } from '../look/words.ts';
import { type EntryPart, idOf } from './entry-parts.ts';

const codesOf = <T extends object>(list: T) => Object.keys(list) as (keyof T & string)[];

/** The list without the code, or with it. */
const turned = <T,>(list: T[], code: T, on: boolean): T[] =>
  on ? [...list.filter((item) => item !== code), code] : list.filter((item) => item !== code);

/** What happened, what was done about it, and whether it told on the case. */
export function EntryAccountPart({ draft, change, errorOf }: EntryPart) {
  const conduct = draft.kind === '' ? {} : CONDUCT[draft.kind];
  return (
    <>
      <h3>{i18n.t('entry.what')}</h3>
      <FieldGroup
        id={idOf('conduct')}
        label={i18n.t('entry.conduct')}
        hint={draft.kind === '' ? i18n.t('entry.conductFirst') : undefined}
        error={errorOf('conduct')}
      >
        <div class="choices">
          {codesOf(conduct).map((code) => (
            <Choice
              key={code}
              type="checkbox"
              name="conduct"
              value={code}
              checked={draft.conduct.includes(code)}
              invalid={errorOf('conduct') !== undefined}
              onChange={(on) => change({ conduct: turned(draft.conduct, code, on) })}
            >
              {wordOf(conduct, code)}
            </Choice>
          ))}
        </div>
      </FieldGroup>
      <Field
        id={idOf('content')}
        label={i18n.t('entry.content')}
        hint={i18n.t('entry.contentHint')}
        error={errorOf('content')}
      >
        {(wiring) => (
          <>
            <textarea
              class="input"
              {...wiring}
              maxLength={ENTRY_LIMITS.content}
              value={draft.content}
              onInput={(event) => change({ content: event.currentTarget.value })}
            />
            <p class="count small">
              {i18n.t('entry.count', [String(draft.content.length), String(ENTRY_LIMITS.content)])}
            </p>
          </>
        )}
      </Field>
      <FieldGroup id={idOf('handling')} label={i18n.t('entry.handling')} error={errorOf('handling')}>
        <div class="choices">
          {codesOf(HANDLINGS).map((code) => (
            <Choice
              key={code}
              type="checkbox"
              name="handling"
              value={code}
              checked={draft.handling.includes(code)}
              invalid={errorOf('handling') !== undefined}
              onChange={(on) => change({ handling: turned(draft.handling, code, on) })}
            >
              {wordOf(HANDLINGS, code)}
            </Choice>
          ))}
        </div>
      </FieldGroup>
      <FieldGroup
        id={idOf('effect')}
        label={i18n.t('entry.effect')}
        hint={draft.effect === 'yes' ? i18n.t('entry.effectYes') : undefined}
        error={errorOf('effect')}
      >
        <div class="choices row">
          {codesOf(EFFECTS).map((code) => (
            <Choice
              key={code}
              type="radio"
              name="effect"
              value={code}
              checked={draft.effect === code}
              invalid={errorOf('effect') !== undefined}
              onChange={() => change({ effect: code })}
            >
              {wordOf(EFFECTS, code)}
            </Choice>
          ))}
        </div>
      </FieldGroup>
    </>
  );
}
