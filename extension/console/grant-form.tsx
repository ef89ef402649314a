import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { parseCaseNumber } from '../../shared/case-number.ts';
import type { GrantRequestBody } from '../../shared/records/grant.ts';
import { Button } from '../look/button.tsx';
import { Choice } from '../look/choice.tsx';
import { Field, FieldGroup } from '../look/field.tsx';
import { ReasonField, reasonFits, reasonOf } from '../panel/reason-field.tsx';
import { SignedForm } from '../panel/signed-form.tsx';
import { type Filed, useFiling } from '../panel/use-filing.ts';
import { useTyped } from '../panel/use-typed.ts';
import { recordNumberTyped } from './record-number.ts';

const REASON_MAX = 500;
const HOURS = [1, 2, 4, 8, 24, 72];
const USUAL_HOURS = 4;

/** Asks to read one entry, or those a case has now. */
export function GrantForm({
  court,
  maxHours,
  onDone,
  onCancel,
}: {
  court: string | undefined;
  maxHours: number;
  onDone(filed: Filed): void;
  onCancel(): void;
}) {
  const [of, setOf] = useState<'entry' | 'case'>('entry');
  const [number, setNumber] = useState('');
  const [caseNumber, setCaseNumber] = useState('');
  const [hours, setHours] = useState(Math.min(USUAL_HOURS, maxHours));
  const reason = useTyped('grant-request');
  const filing = useFiling();

  const entryNumber = recordNumberTyped(number, court);
  const parsed = parseCaseNumber(caseNumber, { currentYear: new Date().getFullYear() });
  const named = of === 'entry' ? entryNumber !== undefined : parsed.ok;
  const unread = filing.tried && !named;

  async function sign() {
    const asked = { reason: reasonOf(reason.text), hours };
    const body: GrantRequestBody =
      of === 'case'
        ? { ...asked, caseNumber: caseNumber.trim() }
        : { ...asked, entryNumber: entryNumber ?? 0 };
    const filed = await filing.file('grant-request', body);
    if (!filed) return;
    await reason.drop();
    onDone(filed);
  }

  return (
    <SignedForm
      filing={filing}
      missing={!named ? 'input.input' : reasonFits(reason.text, REASON_MAX) ? undefined : 'textarea'}
      onSign={sign}
      beside={<Button onPress={onCancel}>{i18n.t('common.cancel')}</Button>}
    >
      <h2>{i18n.t('grant.ask')}</h2>
      <FieldGroup id="grant-of" label={i18n.t('grant.of')}>
        <div class="choices">
          <Choice type="radio" name="grant-of" checked={of === 'entry'} onChange={() => setOf('entry')}>
            {i18n.t('grant.ofEntry')}
          </Choice>
          <Choice type="radio" name="grant-of" checked={of === 'case'} onChange={() => setOf('case')}>
            {i18n.t('grant.ofCase')}
          </Choice>
        </div>
      </FieldGroup>
      {of === 'entry' ? (
        <Field
          id="grant-number"
          label={i18n.t('grant.number')}
          hint={i18n.t('grant.numberHint')}
          error={unread ? i18n.t('grant.numberUnread') : undefined}
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
      ) : (
        <Field
          id="grant-case"
          label={i18n.t('fields.case')}
          hint={i18n.t('console.caseNumberHint')}
          error={unread ? i18n.t('console.caseNumberUnread') : undefined}
        >
          {(wiring) => (
            <input
              {...wiring}
              class="input"
              value={caseNumber}
              maxLength={60}
              onInput={(event) => setCaseNumber(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      <ReasonField
        id="grant-reason"
        label={i18n.t('grant.reason')}
        hint={i18n.t('grant.reasonHint')}
        max={REASON_MAX}
        typed={reason}
        tried={filing.tried}
      />
      <Field id="grant-hours" label={i18n.t('grant.hours')} hint={i18n.t('grant.hoursHint')}>
        {(wiring) => (
          <select
            {...wiring}
            class="input"
            value={String(hours)}
            onChange={(event) => setHours(Number(event.currentTarget.value))}
          >
            {[...HOURS.filter((each) => each < maxHours), maxHours].map((each) => (
              <option key={each} value={String(each)}>
                {i18n.t('grant.hourCount', [String(each)])}
              </option>
            ))}
          </select>
        )}
      </Field>
    </SignedForm>
  );
}
