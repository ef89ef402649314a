import { i18n } from '#i18n';
import { ESCALATION_TARGETS, type EscalationTarget } from '../../shared/codes.ts';
import type { EscalationBody } from '../../shared/records/escalation.ts';
import type { Me } from '../link/calls.ts';
import { type EscalationAbout, escalationKey } from './draft-keys.ts';
import { codesOf } from './entry-parts.ts';
import { ExplainedChoice } from './explained-choice.tsx';
import { FormNotices } from './form-notices.tsx';
import { ReasonField, reasonFits, reasonOf } from './reason-field.tsx';
import { Signature } from './signature.tsx';
import { SignedForm } from './signed-form.tsx';
import { useDraft } from './use-draft.ts';
import { type Filed, useFiling } from './use-filing.ts';

const REASON_MAX = 1000;

interface EscalationDraft {
  to: EscalationTarget | '';
  reason: string;
}

function restore(kept: unknown): EscalationDraft {
  const { to, reason } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const known = codesOf(ESCALATION_TARGETS).find((target) => target === to);
  return { to: known ?? '', reason: typeof reason === 'string' ? reason : '' };
}

function targetWords(target: EscalationTarget): string {
  switch (target) {
    case 'department-head':
      return i18n.t('escalate.toHead');
    case 'inspection':
      return i18n.t('escalate.toInspection');
    case 'president':
      return i18n.t('escalate.toPresident');
    case 'committee':
      return i18n.t('escalate.toCommittee');
  }
}

interface EscalationFormProps {
  about: EscalationAbout;
  me: Me;
  onDone(filed: Filed): void;
}

/** 逐级上报: a recorder under pressure turns to somebody above (R23). */
export function EscalationForm({ about, me, onDone }: EscalationFormProps) {
  const kept = useDraft<EscalationDraft>(
    { key: escalationKey(about), restore, empty: () => restore(undefined) },
    me.person !== undefined,
  );
  const filing = useFiling();
  const { draft, update } = kept;
  const { to, reason } = draft ?? restore(undefined);

  async function sign() {
    if (to === '') return;
    const body: EscalationBody = { ...about, to, reason: reasonOf(reason) };
    const filed = await filing.file('escalation', body);
    if (!filed) return;
    await kept.drop();
    onDone(filed);
  }

  return (
    <SignedForm
      filing={filing}
      missing={to === '' ? 'input' : reasonFits(reason, REASON_MAX) ? undefined : 'textarea'}
      onSign={sign}
      signature={<Signature name={me.person?.name} caseNumber={about.caseNumber} />}
    >
      <FormNotices me={me} kept={kept} />
      <p>{i18n.t('escalate.lead')}</p>
      <p class="small">{i18n.t('escalate.seen')}</p>
      <ExplainedChoice
        id="escalation-to"
        label={i18n.t('escalate.to')}
        error={filing.tried && to === '' ? i18n.t('entry.errorChoose') : undefined}
        name="escalation-to"
        list={ESCALATION_TARGETS}
        explain={targetWords}
        chosen={to}
        onChoose={(target) => update((before) => ({ ...before, to: target }))}
      />
      <ReasonField
        id="escalation-reason"
        label={i18n.t('escalate.reason')}
        hint={i18n.t('escalate.reasonHint')}
        max={REASON_MAX}
        typed={{
          text: reason,
          ready: draft !== undefined,
          type: (text) => update((before) => ({ ...before, reason: text })),
        }}
        tried={filing.tried}
      />
    </SignedForm>
  );
}
