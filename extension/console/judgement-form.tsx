import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { SCREENING_RESULTS, type ScreeningResult } from '../../shared/codes.ts';
import type { EntryReturnBody, ScreeningBody } from '../../shared/records/screening.ts';
import { Button, SignButton } from '../look/button.tsx';
import { Choice } from '../look/choice.tsx';
import { FieldGroup } from '../look/field.tsx';
import { wordOf } from '../look/words.ts';
import { ReasonField, reasonFits, reasonOf } from './reason-field.tsx';
import { type Filed, useFiling } from './use-filing.ts';
import { useTyped } from './use-typed.ts';

const REASON_MAX = 1000;
const NOTE_MAX = 500;
const RESULTS = Object.keys(SCREENING_RESULTS) as ScreeningResult[];

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
  const [tried, setTried] = useState(false);
  const reason = useTyped(`screening:${entryId}`);
  const filing = useFiling();
  const form = useRef<HTMLFormElement>(null);

  async function sign() {
    setTried(true);
    if (result === undefined || !reasonFits(reason.text, REASON_MAX)) {
      form.current?.querySelector<HTMLElement>(result === undefined ? 'input' : 'textarea')?.focus();
      return;
    }
    const body: ScreeningBody = { entryId, result, reason: reasonOf(reason.text) };
    const filed = await filing.file('screening', body);
    if (!filed) return;
    await reason.drop();
    onDone({ did: 'screening', result, filed });
  }

  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()} autocomplete="off" noValidate>
      <FieldGroup
        id="screening-result"
        label={i18n.t('console.result')}
        hint={i18n.t('console.resultHint')}
        error={tried && result === undefined ? i18n.t('console.choose') : undefined}
      >
        <div class="choices cards results">
          {RESULTS.map((one) => (
            <Choice
              key={one}
              type="radio"
              name="result"
              value={one}
              checked={result === one}
              onChange={() => setResult(one)}
            >
              <b>{wordOf(SCREENING_RESULTS, one)}</b>
              <small>{resultWords(one)}</small>
            </Choice>
          ))}
        </div>
      </FieldGroup>
      <ReasonField
        id="screening-reason"
        label={i18n.t('console.reason')}
        hint={i18n.t('console.reasonHint')}
        max={REASON_MAX}
        text={reason.text}
        onType={reason.type}
        tried={tried}
      />
      <p class="said" role="status">
        {filing.said}
      </p>
      <div class="buttons">
        <SignButton busy={filing.busy} onPress={sign}>
          {filing.busy ? i18n.t('common.submitting') : i18n.t('common.sign')}
        </SignButton>
        <Button icon="turn" onPress={toReturn}>
          {i18n.t('console.doReturn')}
        </Button>
      </div>
    </form>
  );
}

function ReturnForm({ entryId, onDone, onCancel }: FormProps & { onCancel(): void }) {
  const [tried, setTried] = useState(false);
  const note = useTyped(`return:${entryId}`);
  const filing = useFiling();
  const form = useRef<HTMLFormElement>(null);

  async function sign() {
    setTried(true);
    if (!reasonFits(note.text, NOTE_MAX)) {
      form.current?.querySelector('textarea')?.focus();
      return;
    }
    const body: EntryReturnBody = { entryId, note: reasonOf(note.text) };
    const filed = await filing.file('entry-return', body);
    if (!filed) return;
    await note.drop();
    onDone({ did: 'return', filed });
  }

  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()} autocomplete="off" noValidate>
      <p>{i18n.t('console.returnText')}</p>
      <ReasonField
        id="return-note"
        label={i18n.t('console.returnNote')}
        hint={i18n.t('console.returnNoteHint')}
        max={NOTE_MAX}
        text={note.text}
        onType={note.type}
        tried={tried}
      />
      <p class="said" role="status">
        {filing.said}
      </p>
      <div class="buttons">
        <SignButton busy={filing.busy} onPress={sign}>
          {filing.busy ? i18n.t('common.submitting') : i18n.t('console.signReturn')}
        </SignButton>
        <Button onPress={onCancel}>{i18n.t('common.cancel')}</Button>
      </div>
    </form>
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
