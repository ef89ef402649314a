import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import {
  DUTY_BASES,
  ENTRY_KINDS,
  type EntryKind,
  FILE_ONLY_GROUNDS,
  IDENTITIES,
  STAGES,
} from '../../shared/codes.ts';
import { asksDutyBasis, asksStage, type EntryDraft, withKind } from '../../shared/entry-draft.ts';
import type { HelperResult } from '../../shared/kind-helper.ts';
import { Button } from '../look/button.tsx';
import { Choice, Pick } from '../look/choice.tsx';
import { Field, FieldGroup } from '../look/field.tsx';
import { Notice } from '../look/notice.tsx';
import { articleWords, language, wordOf } from '../look/words.ts';
import { withHelper } from './entry-draft.ts';
import { codesOf, type EntryPart, idOf } from './entry-parts.ts';
import { KindHelper } from './kind-helper.tsx';

function explained(kind: EntryKind): string {
  if (kind === 'external') return i18n.t('entry.external');
  return kind === 'internal' ? i18n.t('entry.internal') : i18n.t('entry.contact');
}

/** What the helper put into the form, in words. */
function suggested(draft: EntryDraft, { identity, dutyBasis, ground }: HelperResult): string[] {
  const said = (label: string, word: string) => `${label}${i18n.t('entry.colon')}${word}`;
  return [
    ...(identity === undefined ? [] : [said(i18n.t('entry.identity'), wordOf(IDENTITIES, identity))]),
    ...(dutyBasis === undefined || !asksDutyBasis(draft)
      ? []
      : [said(i18n.t('entry.dutyBasis'), wordOf(DUTY_BASES, dutyBasis))]),
    ...(ground === undefined ? [] : [said(i18n.t('entry.fileOnly'), wordOf(FILE_ONLY_GROUNDS, ground))]),
  ];
}

/** What it was, never whether it was unlawful, and at which stage of the case. */
export function EntryKindPart(part: EntryPart & { stageRead: string }) {
  const { draft, setting, change, apply, errorOf, stageRead } = part;
  const [asking, setAsking] = useState(false);
  const [found, setFound] = useState<{ result: HelperResult; before: EntryDraft }>();
  const group = useRef<HTMLDivElement>(null);
  const kindError = errorOf('kind');
  const result = found?.result.kind === draft.kind ? found.result : undefined;

  /** The focus stays where the person is, on the card that is chosen. */
  const focusKind = (kind: string) =>
    setTimeout(() =>
      group.current?.querySelector<HTMLElement>(`input[value="${kind}"], .helper-start`)?.focus(),
    );
  function decided(answer: HelperResult) {
    setFound({ result: answer, before: draft });
    setAsking(false);
    apply((before) => withHelper(before, answer));
    focusKind(answer.kind);
  }
  function undo(before: EntryDraft) {
    const { kind, dutyBasis, fileOnly, person } = before;
    const { identity, isLeader, unitClass, relationToParty } = person;
    apply((now) => ({
      ...now,
      kind,
      dutyBasis,
      fileOnly,
      person: { ...now.person, identity, isLeader, unitClass, relationToParty },
    }));
    setFound(undefined);
    focusKind('');
  }

  const prefilled = result ? suggested(draft, result) : [];
  return (
    <div ref={group}>
      <FieldGroup
        id={idOf('kind')}
        label={i18n.t('entry.kind')}
        hint={asking || result ? undefined : i18n.t('entry.kindHint')}
        error={kindError}
      >
        {asking ? (
          <KindHelper
            onResult={decided}
            onClose={() => {
              setAsking(false);
              focusKind('');
            }}
          />
        ) : (
          <>
            <button type="button" class="button quiet helper-start" onClick={() => setAsking(true)}>
              {result ? i18n.t('entry.helperAgain') : i18n.t('entry.helperStart')}
            </button>
            <div class="choices cards">
              {codesOf(ENTRY_KINDS).map((kind) => (
                <Choice
                  key={kind}
                  type="radio"
                  name="kind"
                  value={kind}
                  checked={draft.kind === kind}
                  invalid={kindError !== undefined}
                  onChange={() => apply((before) => withKind(before, kind))}
                >
                  <b>{wordOf(ENTRY_KINDS, kind)}</b>
                  <small>{explained(kind)}</small>
                </Choice>
              ))}
            </div>
          </>
        )}
      </FieldGroup>
      <div class="after" role="status">
        {result && !asking && (
          <Notice tone="blue" title={i18n.t('entry.helperFound', [wordOf(ENTRY_KINDS, result.kind)])}>
            <p class="small">
              {language === 'zh' ? result.ruleZh : result.ruleEn}
              {i18n.t('entry.article', [articleWords(result.article)])}
            </p>
            {prefilled.length > 0 && (
              <>
                <p class="small">{i18n.t('entry.helperFilled')}</p>
                <ul class="filled small">
                  {prefilled.map((words) => (
                    <li key={words}>{words}</li>
                  ))}
                </ul>
              </>
            )}
            <Button look="quiet" icon="turn" onPress={() => found && undo(found.before)}>
              {i18n.t('entry.helperUndo')}
            </Button>
          </Notice>
        )}
      </div>
      {asksStage(draft, setting.ofCase) && (
        <Field
          id={idOf('stage')}
          label={i18n.t('entry.stage')}
          hint={stageRead === '' ? undefined : i18n.t('entry.stageRead', [stageRead])}
          error={errorOf('stage')}
        >
          {(wiring) => (
            <Pick wiring={wiring} list={STAGES} value={draft.stage} onPick={(stage) => change({ stage })} />
          )}
        </Field>
      )}
    </div>
  );
}
