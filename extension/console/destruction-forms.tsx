/** The two acts of a destruction by law, by two people. */
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { DestructionRequestBody } from '../../shared/records/destruction.ts';
import { storable } from '../../shared/text.ts';
import { Button } from '../look/button.tsx';
import { Choice } from '../look/choice.tsx';
import { Field, FieldGroup } from '../look/field.tsx';
import { ReasonField, reasonFits, reasonOf } from '../panel/reason-field.tsx';
import { SignedForm } from '../panel/signed-form.tsx';
import { type Filed, useFiling } from '../panel/use-filing.ts';
import { useTyped } from '../panel/use-typed.ts';
import { recordNumberTyped } from './record-number.ts';

const GROUND_MAX = 500;
const DOCUMENT_MAX = 80;

export function DestructionForm({
  court,
  onDone,
  onCancel,
}: {
  court: string | undefined;
  onDone(filed: Filed): void;
  onCancel(): void;
}) {
  const [number, setNumber] = useState('');
  const [named, setNamed] = useState('');
  const ground = useTyped('destruction-request');
  const filing = useFiling();
  const recordNumber = recordNumberTyped(number, court);
  const document = storable(named).trim();

  async function sign() {
    if (recordNumber === undefined) return;
    const body: DestructionRequestBody = { recordNumber, ground: reasonOf(ground.text), document };
    const filed = await filing.file('destruction-request', body);
    if (!filed) return;
    await ground.drop();
    onDone(filed);
  }

  return (
    <SignedForm
      filing={filing}
      missing={
        recordNumber === undefined
          ? '#destroy-number'
          : !reasonFits(ground.text, GROUND_MAX)
            ? 'textarea'
            : document === ''
              ? '#destroy-document'
              : undefined
      }
      onSign={sign}
      beside={<Button onPress={onCancel}>{i18n.t('common.cancel')}</Button>}
    >
      <h2>{i18n.t('destroy.ask')}</h2>
      <Field
        id="destroy-number"
        label={i18n.t('destroy.number')}
        hint={i18n.t('destroy.numberHint')}
        error={filing.tried && recordNumber === undefined ? i18n.t('grant.numberUnread') : undefined}
      >
        {(wiring) => (
          <input
            {...wiring}
            class="input"
            value={number}
            maxLength={40}
            onInput={(event) => setNumber(event.currentTarget.value)}
          />
        )}
      </Field>
      <ReasonField
        id="destroy-ground"
        label={i18n.t('destroy.ground')}
        hint={i18n.t('destroy.groundHint')}
        max={GROUND_MAX}
        typed={ground}
        tried={filing.tried}
      />
      <Field
        id="destroy-document"
        label={i18n.t('destroy.document')}
        hint={i18n.t('destroy.documentHint')}
        error={filing.tried && document === '' ? i18n.t('entry.errorRequired') : undefined}
      >
        {(wiring) => (
          <input
            {...wiring}
            class="input"
            value={named}
            maxLength={DOCUMENT_MAX}
            onInput={(event) => setNamed(event.currentTarget.value)}
          />
        )}
      </Field>
    </SignedForm>
  );
}

export function ApprovalForm({
  requestId,
  number,
  onDone,
  onCancel,
}: {
  requestId: string;
  number: string;
  onDone(filed: Filed): void;
  onCancel(): void;
}) {
  const [checked, setChecked] = useState(false);
  const filing = useFiling();
  async function sign() {
    const filed = await filing.file('destruction', { requestId });
    if (filed) onDone(filed);
  }
  return (
    <SignedForm
      filing={filing}
      missing={checked ? undefined : 'input'}
      onSign={sign}
      sign={i18n.t('destroy.signApproval')}
      beside={<Button onPress={onCancel}>{i18n.t('common.cancel')}</Button>}
    >
      <p>{i18n.t('destroy.approveText')}</p>
      <FieldGroup
        id="destroy-check"
        label={i18n.t('destroy.check')}
        error={filing.tried && !checked ? i18n.t('destroy.checkFirst') : undefined}
      >
        <Choice
          type="checkbox"
          name="destroy-checked"
          checked={checked}
          invalid={filing.tried && !checked}
          onChange={setChecked}
        >
          {i18n.t('destroy.checked', [number])}
        </Choice>
      </FieldGroup>
    </SignedForm>
  );
}
