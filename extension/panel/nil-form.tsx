import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { stageOf } from '../../shared/codes.ts';
import { NIL_QUESTIONS } from '../../shared/nil-questions.ts';
import type { NilDeclarationBody } from '../../shared/records/nil-declaration.ts';
import type { Me } from '../link/calls.ts';
import { Button } from '../look/button.tsx';
import { Choice } from '../look/choice.tsx';
import { FieldGroup } from '../look/field.tsx';
import { Notice } from '../look/notice.tsx';
import { language } from '../look/words.ts';
import type { Outcome } from './done.tsx';
import { FormNotices } from './form-notices.tsx';
import { ScreenHead } from './screen-head.tsx';
import { Signature } from './signature.tsx';
import { SignedForm } from './signed-form.tsx';
import { useFiling } from './use-filing.ts';

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
  const filing = useFiling();

  async function sign() {
    const body: NilDeclarationBody = {
      caseNumber,
      questions: 1,
      affirmed: ['external', 'internal', 'contact', 'omission'],
      ...(stage === undefined ? {} : { stage }),
      declared: true,
    };
    const filed = await filing.file('nil-declaration', body);
    if (filed) onDone({ of: 'nil', result: filed });
  }

  const error = filing.tried && !affirmed ? i18n.t('nil.notAffirmed') : undefined;
  return (
    <div class="nil">
      <ScreenHead title={i18n.t('nil.title')} onBack={onBack} />
      <SignedForm
        filing={filing}
        missing={affirmed ? undefined : 'input'}
        onSign={sign}
        signature={<Signature name={me.person?.name} caseNumber={caseNumber} />}
        beside={
          <Button icon="pen" onPress={onEntry}>
            {i18n.t('nil.toEntry')}
          </Button>
        }
      >
        <FormNotices me={me} />
        {ownEntries > 0 && (
          <Notice>
            <p>{i18n.t('nil.own', [String(ownEntries)])}</p>
          </Notice>
        )}
        <p>{ownEntries > 0 ? i18n.t('nil.leadOther') : i18n.t('nil.lead')}</p>
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
        <p class="small">{i18n.t('nil.declare')}</p>
      </SignedForm>
    </div>
  );
}
