import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { SCREENING_RESULTS, type ScreeningResult } from '../../shared/codes.ts';
import type { EntryReturnBody, ScreeningBody } from '../../shared/records/screening.ts';
import { Button } from '../look/button.tsx';
import { ExplainedChoice } from '../panel/explained-choice.tsx';
import { ReasonField, reasonFits, reasonOf } from '../panel/reason-field.tsx';
import { SignedForm } from '../panel/signed-form.tsx';
import { type Filed, useFiling } from '../panel/use-filing.ts';
import { useTyped } from '../panel/use-typed.ts';

const REASON_MAX = 1000;
const NOTE_MAX = 500;

function resultWords(result: ScreeningResult): string {
  switch (result) {
    case 'normal-duty':
      return i18n.t('console.resultNormalDuty');
    case 'inquiry':
      return i18n.t('console.resultInquiry');
    case 'violation':
      return i18n.t('console.resultViolation');
    case 'to-verify':
      return i18n.t('console.resultToVerify');
    case 'clue-transfer':
      return i18n.t('console.resultClueTransfer');
  }
}

export type Judged = { filed: Filed } & ({ did: 'screening'; result: ScreeningResult } | { did: 'return' });

interface FormProps {
  entryId: string;
  onDone(judged: Judged): void;
}

function Judgement({ entryId, onDone, toReturn }: FormProps & { toReturn(): void }) {
  const [result, setResult] = useState<ScreeningResult>();
  const reason = useTyped(`screening:${entryId}`);
  const filing = useFiling();

  async function sign() {
    if (result === undefined) return;
    const body: ScreeningBody = { entryId, result, reason: reasonOf(reason.text) };
    const filed = await filing.file('screening', body);
    if (!filed) return;
    await reason.drop();
    onDone({ did: 'screening', result, filed });
  }

  return (
    <SignedForm
      filing={filing}
      missing={result === undefined ? 'input' : reasonFits(reason.text, REASON_MAX) ? undefined : 'textarea'}
      onSign={sign}
      beside={
        <Button icon="turn" onPress={toReturn}>
          {i18n.t('console.doReturn')}
        </Button>
      }
    >
      <ExplainedChoice
        id="screening-result"
        label={i18n.t('console.result')}
        hint={i18n.t('console.resultHint')}
        error={filing.tried && result === undefined ? i18n.t('entry.errorChoose') : undefined}
        name="result"
        list={SCREENING_RESULTS}
        explain={resultWords}
        chosen={result}
        onChoose={setResult}
        look="results"
      />
      <ReasonField
        id="screening-reason"
        label={i18n.t('console.reason')}
        hint={i18n.t('console.reasonHint')}
        max={REASON_MAX}
        typed={reason}
        tried={filing.tried}
      />
    </SignedForm>
  );
}

function ReturnForm({ entryId, onDone, onCancel }: FormProps & { onCancel(): void }) {
  const note = useTyped(`return:${entryId}`);
  const filing = useFiling();

  async function sign() {
    const body: EntryReturnBody = { entryId, note: reasonOf(note.text) };
    const filed = await filing.file('entry-return', body);
    if (!filed) return;
    await note.drop();
    onDone({ did: 'return', filed });
  }

  return (
    <SignedForm
      filing={filing}
      missing={reasonFits(note.text, NOTE_MAX) ? undefined : 'textarea'}
      onSign={sign}
      sign={i18n.t('console.signReturn')}
      beside={<Button onPress={onCancel}>{i18n.t('common.cancel')}</Button>}
    >
      <p>{i18n.t('console.returnText')}</p>
      <ReasonField
        id="return-note"
        label={i18n.t('console.returnNote')}
        hint={i18n.t('console.returnNoteHint')}
        max={NOTE_MAX}
        typed={note}
        tried={filing.tried}
      />
    </SignedForm>
  );
}

/** A judgement of an opened entry, or its return to the author for completion: each is signed, and each a record. */
export function JudgementForm({ entryId, onDone }: FormProps) {
  const [returns, setReturns] = useState(false);
  return (
    <section class="judgement">
      <h2>{returns ? i18n.t('console.doReturn') : i18n.t('console.judge')}</h2>
      {returns ? (
        <ReturnForm entryId={entryId} onDone={onDone} onCancel={() => setReturns(false)} />
      ) : (
        <Judgement entryId={entryId} onDone={onDone} toReturn={() => setReturns(true)} />
      )}
    </section>
  );
}
