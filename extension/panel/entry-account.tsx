import { i18n } from '#i18n';
import { CONDUCT, type CodeList, EFFECTS, HANDLINGS, parentConduct } from '../../shared/codes.ts';
import { conductOf, ENTRY_LIMITS, type EntryDraft, type FormPolicy } from '../../shared/entry-draft.ts';
import { Choice } from '../look/choice.tsx';
import { FieldGroup } from '../look/field.tsx';
import { wordOf } from '../look/words.ts';
import { codesOf, type EntryPart, idOf, turned } from './entry-parts.ts';
import { TypedField } from './typed-field.tsx';

/** The national codes of a kind, each followed by the court's own below it. */
function conductList(kind: EntryDraft['kind'], policy: FormPolicy | undefined): CodeList {
  const own = policy?.conduct ?? [];
  const national: CodeList = kind === '' ? {} : CONDUCT[kind];
  return Object.fromEntries(
    Object.entries(national).flatMap(([code, words]) => [
      [code, words],
      ...own.filter((one) => parentConduct(one.code) === code).map((one) => [one.code, one]),
    ]),
  );
}

/** What happened, what was done about it, and whether it told on the case. */
export function EntryAccountPart(props: EntryPart & { onAccountLeft(): void }) {
  const { draft, setting, change, errorOf, gapOf, onAccountLeft } = props;
  const list = conductList(draft.kind, setting.policy);
  const chosen = conductOf(draft, setting.policy);
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
          {codesOf(list).map((code) => (
            <div key={code} class={code.includes('.') ? 'below' : undefined}>
              <Choice
                type="checkbox"
                name="conduct"
                value={code}
                checked={chosen.includes(code)}
                invalid={errorOf('conduct') !== undefined}
                onChange={(on) => change({ conduct: turned(draft.conduct, code, on) })}
              >
                {wordOf(list, code)}
              </Choice>
            </div>
          ))}
        </div>
      </FieldGroup>
      <TypedField
        field="content"
        label={i18n.t('entry.content')}
        hint={i18n.t('entry.contentHint')}
        lines={{ max: ENTRY_LIMITS.content }}
        value={draft.content}
        onType={(content) => change({ content })}
        onLeave={onAccountLeft}
        errorOf={errorOf}
        gapOf={gapOf}
      />
      <FieldGroup id={idOf('handling')} label={i18n.t('entry.handling')} error={errorOf('handling')}>
        <div class="choices two">
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
