import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ESCALATION_TARGETS, type EscalationTarget } from '../../shared/codes.ts';
import type { EscalationBody } from '../../shared/records/escalation.ts';
import { storable } from '../../shared/text.ts';
import type { Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { SignButton } from '../look/button.tsx';
import { Choice } from '../look/choice.tsx';
import { Field, FieldGroup } from '../look/field.tsx';
import { errorWords, refusalWords, wordOf } from '../look/words.ts';
import type { Outcome } from './done.tsx';
import { codesOf } from './entry-parts.ts';
import { FormNotices } from './form-notices.tsx';
import { ScreenHead } from './screen-head.tsx';
import { useDraft } from './use-draft.ts';

const REASON_MAX = 1000;

interface EscalationDraft {
  to: EscalationTarget | '';
  reason: string;
}

export const escalationKey = (caseNumber: string | undefined): string => `escalation:${caseNumber ?? ''}`;

function restore(kept: unknown): EscalationDraft {
  const { to, reason } = (typeof kept === 'object' && kept !== null ? kept : {}) as Record<string, unknown>;
  const known = codesOf(ESCALATION_TARGETS).find((target) => target === to);
  return { to: known ?? '', reason: typeof reason === 'string' ? reason : '' };
}

interface EscalateFormProps {
  caseNumber: string | undefined;
  me: Me;
  onBack(): void;
  onDone(outcome: Outcome): void;
}

/** 逐级上报: a recorder under pressure turns to somebody above (R23). */
export function EscalateForm({ caseNumber, me, onBack, onDone }: EscalateFormProps) {
  const kept = useDraft<EscalationDraft>(
    { key: escalationKey(caseNumber), restore, empty: () => restore(undefined) },
    me.person !== undefined,
  );
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const box = useRef<HTMLDivElement>(null);
  const { draft } = kept;
  if (!draft) {
    return (
      <>
        <ScreenHead title={i18n.t('escalate.title')} onBack={onBack} />
        <p role="status">{i18n.t('common.loading')}</p>
      </>
    );
  }
  const { to } = draft;
  const reason = storable(draft.reason).trim();
  const over = reason.length - REASON_MAX;
  const noTarget = tried && to === '' ? i18n.t('entry.errorChoose') : undefined;
  const badReason =
    over > 0
      ? i18n.t('entry.errorTooLong', [String(over), String(REASON_MAX)])
      : tried && reason === ''
        ? i18n.t('entry.errorRequired')
        : undefined;

  async function sign() {
    setTried(true);
    setSaid(undefined);
    if (to === '' || reason === '' || over > 0) {
      box.current?.querySelector<HTMLElement>(to === '' ? 'input[name="escalateTo"]' : 'textarea')?.focus();
      return;
    }
    setBusy(true);
    const body: EscalationBody = { to, reason, ...(caseNumber === undefined ? {} : { caseNumber }) };
    try {
      const outcome = await call('fileRecord', { type: 'escalation', body });
      if (outcome.outcome !== 'refused') {
        await kept.drop();
        onDone({ of: 'escalation', result: outcome });
        return;
      }
      call('takeBack', outcome.id).catch(() => undefined);
      setSaid(`${i18n.t('entry.refused')} ${refusalWords(outcome.problem)}`);
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div class="nil" ref={box}>
      <ScreenHead title={i18n.t('escalate.title')} onBack={onBack} />
      <FormNotices me={me} kept={kept} />
      <p>{i18n.t('escalate.lead')}</p>
      <FieldGroup id="escalate-to" label={i18n.t('escalate.to')} error={noTarget}>
        <div class="choices">
          {codesOf(ESCALATION_TARGETS).map((target) => (
            <Choice
              key={target}
              type="radio"
              name="escalateTo"
              value={target}
              checked={to === target}
              invalid={noTarget !== undefined}
              onChange={() => kept.update((before) => ({ ...before, to: target }))}
            >
              {wordOf(ESCALATION_TARGETS, target)}
            </Choice>
          ))}
        </div>
      </FieldGroup>
      <Field
        id="escalate-reason"
        label={i18n.t('escalate.reason')}
        hint={i18n.t('escalate.reasonHint')}
        error={badReason}
      >
        {(wiring) => (
          <textarea
            class="input"
            {...wiring}
            value={draft.reason}
            onInput={(event) => {
              const typed = event.currentTarget.value;
              kept.update((before) => ({ ...before, reason: typed }));
            }}
          />
        )}
      </Field>
      <p class="small">{i18n.t('escalate.seen')}</p>
      <div class="buttons">
        <SignButton busy={busy} onPress={sign}>
          {busy ? i18n.t('common.submitting') : i18n.t('common.sign')}
        </SignButton>
      </div>
      <p class="said" role="status">
        {said}
      </p>
    </div>
  );
}
