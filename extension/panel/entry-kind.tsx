import { i18n } from '#i18n';
import { ENTRY_KINDS, type EntryKind, STAGES } from '../../shared/codes.ts';
import { Choice, Pick } from '../look/choice.tsx';
import { Field, FieldGroup } from '../look/field.tsx';
import { wordOf } from '../look/words.ts';
import { type EntryPart, idOf } from './entry-parts.ts';

function explained(kind: EntryKind): string {
  if (kind === 'external') return i18n.t('entry.external');
  return kind === 'internal' ? i18n.t('entry.internal') : i18n.t('entry.contact');
}

/** What it was, never whether it was unlawful, and at which stage of the case. */
export function EntryKindPart({ draft, change, errorOf, pageStage }: EntryPart & { pageStage: string }) {
  const kindError = errorOf('kind');
  return (
    <>
      <FieldGroup
        id={idOf('kind')}
        label={i18n.t('entry.kind')}
        hint={i18n.t('entry.kindHint')}
        error={kindError}
      >
        <div class="choices cards">
          {(Object.keys(ENTRY_KINDS) as EntryKind[]).map((kind) => (
            <Choice
              key={kind}
              type="radio"
              name="kind"
              value={kind}
              checked={draft.kind === kind}
              invalid={kindError !== undefined}
              onChange={() => change({ kind })}
            >
              <b>{wordOf(ENTRY_KINDS, kind)}</b>
              <small>{explained(kind)}</small>
            </Choice>
          ))}
        </div>
      </FieldGroup>
      <Field
        id={idOf('stage')}
        label={i18n.t('entry.stage')}
        hint={pageStage === '' ? undefined : i18n.t('entry.stageRead', [pageStage])}
        error={errorOf('stage')}
      >
        {(wiring) => (
          <Pick wiring={wiring} list={STAGES} value={draft.stage} onPick={(stage) => change({ stage })} />
        )}
      </Field>
    </>
  );
}
