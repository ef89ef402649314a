import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnEntry } from '../../shared/api.ts';
import { ESCALATION_TARGETS, type EscalationTarget } from '../../shared/codes.ts';
import type { EscalationBody } from '../../shared/records/escalation.ts';
import { SignButton } from '../look/button.tsx';
import { Choice } from '../look/choice.tsx';
import { FieldGroup } from '../look/field.tsx';
import { wordOf } from '../look/words.ts';
import { ReasonField, reasonFits, reasonOf } from './reason-field.tsx';
import { type Filed, useFiling } from './use-filing.ts';
import { useTyped } from './use-typed.ts';

const REASON_MAX = 1000;
const TARGETS = Object.keys(ESCALATION_TARGETS) as EscalationTarget[];

function targetWords(target: EscalationTarget): string {
  switch (target) {
    case 'department-head':
      return i18n.t('console.toHead');
    case 'inspection':
      return i18n.t('console.toInspection');
    case 'president':
      return i18n.t('console.toPresident');
    case 'committee':
      return i18n.t('console.toCommittee');
  }
}

/** 逐级上报: who is under pressure turns to somebody above. */
export function EscalationForm({ own, onDone }: { own: OwnEntry; onDone(filed: Filed): void }) {
  const [to, setTo] = useState<EscalationTarget>();
  const [tried, setTried] = useState(false);
  const reason = useTyped(`escalation:${own.id}`);
  const filing = useFiling();
  const form = useRef<HTMLFormElement>(null);

  async function sign() {
    setTried(true);
    if (to === undefined || !reasonFits(reason.text, REASON_MAX)) {
      form.current?.querySelector<HTMLElement>(to === undefined ? 'input' : 'textarea')?.focus();
      return;
    }
    const { caseNumber } = own.entry;
    const body: EscalationBody = {
      to,
      entryId: own.id,
      reason: reasonOf(reason.text),
      ...(caseNumber === undefined ? {} : { caseNumber }),
    };
    const filed = await filing.file('escalation', body);
    if (!filed) return;
    await reason.drop();
    onDone(filed);
  }

  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()} autocomplete="off" noValidate>
      <p>{i18n.t('console.escalateText')}</p>
      <FieldGroup
        id="escalation-to"
        label={i18n.t('console.escalateTo')}
        error={tried && to === undefined ? i18n.t('console.choose') : undefined}
      >
        <div class="choices cards">
          {TARGETS.map((target) => (
            <Choice
              key={target}
              type="radio"
              name="to"
              value={target}
              checked={to === target}
              onChange={() => setTo(target)}
            >
              <b>{wordOf(ESCALATION_TARGETS, target)}</b>
              <small>{targetWords(target)}</small>
            </Choice>
          ))}
        </div>
      </FieldGroup>
      <ReasonField
        id="escalation-reason"
        label={i18n.t('console.escalateReason')}
        hint={i18n.t('console.escalateReasonHint')}
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
      </div>
    </form>
  );
}
