import { useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { type DraftPresent, ENTRY_LIMITS } from '../../shared/entry-draft.ts';
import { Button } from '../look/button.tsx';
import { Choice } from '../look/choice.tsx';
import { FieldGroup } from '../look/field.tsx';
import { type EntryPart, idOf } from './entry-parts.ts';
import { WithoutHidden } from './typed-field.tsx';

const NOBODY: DraftPresent = { name: '', unit: '', confirmed: false };

/** 在场人员 of what was said; that nobody else was there is an answer too. */
export function PresentPart({ draft, change, errorOf, gapOf }: EntryPart) {
  const rows = draft.present;
  const box = useRef<HTMLDivElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const noneChoice = () => document.querySelector<HTMLElement>('input[name="present"][value="none"]');
  const invalid = errorOf('present') !== undefined;
  const put = (index: number, patch: Partial<DraftPresent>) =>
    change({ present: (rows ?? []).map((row, at) => (at === index ? { ...row, ...patch } : row)) });
  function add() {
    change({ present: [...(rows ?? []), NOBODY] });
    setTimeout(() => box.current?.querySelector<HTMLElement>('li:last-child input')?.focus());
  }
  return (
    <FieldGroup
      id={idOf('present')}
      label={i18n.t('entry.present')}
      hint={rows && rows.length > 0 ? i18n.t('entry.presentHint') : undefined}
      error={errorOf('present')}
    >
      <div class="choices row">
        <Choice
          type="radio"
          name="present"
          value="none"
          checked={rows?.length === 0}
          invalid={invalid}
          onChange={() => change({ present: [] })}
        >
          {i18n.t('entry.presentNone')}
        </Choice>
        <Choice
          type="radio"
          name="present"
          value="some"
          checked={rows !== null && rows.length > 0}
          invalid={invalid}
          onChange={add}
        >
          {i18n.t('entry.presentSome')}
        </Choice>
      </div>
      {rows && rows.length > 0 && (
        <div ref={box}>
          <ul class="rows">
            {rows.map((row, index) => {
              const number = String(index + 1);
              // A row is its place.
              return (
                <li key={index}>
                  <input
                    class="input"
                    aria-label={i18n.t('entry.presentName', [number])}
                    placeholder={i18n.t('entry.name')}
                    value={row.name}
                    aria-invalid={invalid && row.name.trim() === '' ? 'true' : undefined}
                    onInput={(event) => put(index, { name: event.currentTarget.value })}
                  />
                  <input
                    class="input"
                    aria-label={i18n.t('entry.presentUnit', [number])}
                    placeholder={i18n.t('entry.presentUnitWord')}
                    value={row.unit}
                    onInput={(event) => put(index, { unit: event.currentTarget.value })}
                  />
                  <Choice
                    type="checkbox"
                    name={`confirmed-${index}`}
                    checked={row.confirmed}
                    onChange={(confirmed) => put(index, { confirmed })}
                  >
                    {i18n.t('entry.presentConfirmed')}
                  </Choice>
                  <Button
                    look="quiet"
                    label={i18n.t('entry.presentRemove', [number])}
                    onPress={() => {
                      change({ present: rows.filter((_, at) => at !== index) });
                      // With the last row its button is gone too; the answer "nobody" is then chosen.
                      (rows.length > 1 ? addButton.current : noneChoice())?.focus();
                    }}
                  >
                    {i18n.t('common.remove')}
                  </Button>
                </li>
              );
            })}
          </ul>
          <WithoutHidden
            gap={gapOf('present')}
            onAgree={(clean) =>
              change({
                present: rows.map((row) => ({ ...row, name: clean(row.name), unit: clean(row.unit) })),
              })
            }
          />
          {rows.length < ENTRY_LIMITS.present && (
            <Button buttonRef={addButton} onPress={add}>
              {i18n.t('entry.presentAdd')}
            </Button>
          )}
        </div>
      )}
    </FieldGroup>
  );
}
