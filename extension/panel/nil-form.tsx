import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { stageOf } from '../../shared/codes.ts';
import { NIL_QUESTIONS } from '../../shared/nil-questions.ts';
import type { NilDeclarationBody } from '../../shared/records/nil-declaration.ts';
import type { Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Button, SignButton } from '../look/button.tsx';
import { Choice } from '../look/choice.tsx';
import { FieldGroup } from '../look/field.tsx';
import { Notice } from '../look/notice.tsx';
import { errorWords, language, refusalWords } from '../look/words.ts';
import type { Outcome } from './done.tsx';
import { FormNotices } from './form-notices.tsx';
import { ScreenHead } from './screen-head.tsx';

interface NilFormProps {
  caseNumber: string;
  stageWords: string;
  me: Me;
  ownEntries: number;
  onBack(): void;
  onEntry(): void;
  onDone(outcome: Outcome): void;
}

/** Each point in full, one affirmation for all of them, one signature. */
export function NilForm({ caseNumber, stageWords, me, ownEntries, onBack, onEntry, onDone }: NilFormProps) {
  const stage = stageOf(stageWords);
  const [affirmed, setAffirmed] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const box = useRef<HTMLDivElement>(null);

  async function sign() {
    setTried(true);
    setSaid(undefined);
    if (!affirmed) {
      box.current?.querySelector('input')?.focus();
      return;
    }
    setBusy(true);
    const body: NilDeclarationBody = {
      caseNumber,
      questions: 1,
      affirmed: ['external', 'internal', 'contact', 'omission'],
      ...(stage === undefined ? {} : { stage }),
      declared: true,
    };
    try {
      const outcome = await call('fileRecord', { type: 'nil-declaration', body });
      if (outcome.outcome !== 'refused') {
        onDone({ of: 'nil', result: outcome });
        return;
      }
      // It is signed anew by one press; a refused copy in the queue would be one too many.
      call('takeBack', outcome.id).catch(() => undefined);
      setSaid(`${i18n.t('nil.refused')} ${refusalWords(outcome.problem)}`);
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }

  const error = tried && !affirmed ? i18n.t('nil.notAffirmed') : undefined;
  return (
    <div class="nil">
      <ScreenHead title={i18n.t('nil.title')} onBack={onBack} />
      <FormNotices me={me} />
      {ownEntries > 0 && (
        <Notice>
          <p>{i18n.t('nil.own', [String(ownEntries)])}</p>
        </Notice>
      )}
      <p>{ownEntries > 0 ? i18n.t('nil.leadOther') : i18n.t('nil.lead')}</p>
      <div ref={box}>
        <FieldGroup
          id="nil-points"
          label={ownEntries > 0 ? i18n.t('nil.listOther', [String(ownEntries)]) : i18n.t('nil.list')}
          error={error}
        >
          <ol class="points">
            {NIL_QUESTIONS.map((question) => (
              <li key={question.id}>{question[language]}</li>
            ))}
          </ol>
          <Choice
            type="checkbox"
            name="affirmed"
            checked={affirmed}
            invalid={error !== undefined}
            onChange={setAffirmed}
          >
            <b>{i18n.t('nil.all')}</b>
          </Choice>
        </FieldGroup>
      </div>
      <p class="small">{i18n.t('nil.declare')}</p>
      <div class="buttons">
        <SignButton busy={busy} onPress={sign}>
          {busy ? i18n.t('common.submitting') : i18n.t('common.sign')}
        </SignButton>
        <Button icon="pen" onPress={onEntry}>
          {i18n.t('nil.toEntry')}
        </Button>
      </div>
      <p class="said" role="status">
        {said}
      </p>
    </div>
  );
}
