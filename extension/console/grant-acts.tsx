/** What may be done about a grant, each signed and each a record. */
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CodeList } from '../../shared/codes.ts';
import type {
  GrantCountersignBody,
  GrantDecisionBody,
  GrantWithdrawalBody,
} from '../../shared/records/grant.ts';
import { Button } from '../look/button.tsx';
import { ExplainedChoice } from '../panel/explained-choice.tsx';
import { ReasonField, reasonFits, reasonOf } from '../panel/reason-field.tsx';
import { SignedForm } from '../panel/signed-form.tsx';
import { type Filed, useFiling } from '../panel/use-filing.ts';
import { useTyped } from '../panel/use-typed.ts';

const NOTE_MAX = 500;

interface ActProps {
  grantId: string;
  onDone(filed: Filed): void;
  onCancel(): void;
}

const cancelButton = (onCancel: () => void) => <Button onPress={onCancel}>{i18n.t('common.cancel')}</Button>;

const DECISIONS = {
  approve: { zh: '批准', en: 'Approve' },
  refuse: { zh: '不批准', en: 'Refuse' },
} as const satisfies CodeList;

export function DecisionForm({ grantId, hours, onDone, onCancel }: ActProps & { hours: number }) {
  const [decision, setDecision] = useState<GrantDecisionBody['decision']>();
  const note = useTyped(`grant-decision:${grantId}`);
  const filing = useFiling();
  const needsNote = decision === 'refuse';
  const written = reasonFits(note.text, NOTE_MAX);
  const fits = written || (!needsNote && reasonOf(note.text) === '');

  async function sign() {
    if (decision === undefined) return;
    const body: GrantDecisionBody = {
      grantId,
      decision,
      ...(written ? { note: reasonOf(note.text) } : {}),
    };
    const filed = await filing.file('grant-decision', body);
    if (!filed) return;
    await note.drop();
    onDone(filed);
  }

  return (
    <SignedForm
      filing={filing}
      missing={decision === undefined ? 'input' : fits ? undefined : 'textarea'}
      onSign={sign}
      beside={cancelButton(onCancel)}
    >
      <ExplainedChoice
        id="grant-decision"
        label={i18n.t('grant.decision')}
        error={filing.tried && decision === undefined ? i18n.t('entry.errorChoose') : undefined}
        name="grant-decision"
        list={DECISIONS}
        explain={(code) =>
          code === 'approve' ? i18n.t('grant.approveText', [String(hours)]) : i18n.t('grant.refuseText')
        }
        chosen={decision}
        onChoose={setDecision}
        look="results"
      />
      <ReasonField
        id="grant-note"
        label={i18n.t('grant.note')}
        hint={needsNote ? i18n.t('grant.noteRefusal') : i18n.t('grant.noteHint')}
        max={NOTE_MAX}
        typed={note}
        tried={filing.tried && needsNote}
      />
    </SignedForm>
  );
}

export function CountersignForm({ grantId, onDone, onCancel }: ActProps) {
  const filing = useFiling();
  async function sign() {
    const body: GrantCountersignBody = { grantId };
    const filed = await filing.file('grant-countersign', body);
    if (filed) onDone(filed);
  }
  return (
    <SignedForm
      filing={filing}
      missing={undefined}
      onSign={sign}
      sign={i18n.t('grant.signCountersign')}
      beside={cancelButton(onCancel)}
    >
      <p>{i18n.t('grant.countersignText')}</p>
    </SignedForm>
  );
}

export function WithdrawalForm({ grantId, onDone, onCancel }: ActProps) {
  const filing = useFiling();
  async function sign() {
    const body: GrantWithdrawalBody = { grantId };
    const filed = await filing.file('grant-withdrawal', body);
    if (filed) onDone(filed);
  }
  return (
    <SignedForm
      filing={filing}
      missing={undefined}
      onSign={sign}
      sign={i18n.t('grant.signWithdraw')}
      beside={cancelButton(onCancel)}
    >
      <p>{i18n.t('grant.withdrawText')}</p>
    </SignedForm>
  );
}
