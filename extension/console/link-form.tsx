import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnEntry } from '../../shared/api.ts';
import { parseCaseNumber } from '../../shared/case-number.ts';
import { STAGES, type Stage } from '../../shared/codes.ts';
import type { CaseLinkBody } from '../../shared/records/case-link.ts';
import { SignButton } from '../look/button.tsx';
import { Pick } from '../look/choice.tsx';
import { Field } from '../look/field.tsx';
import { type Filed, useFiling } from './use-filing.ts';

/** Says to which case an entry belongs that was made without one; once said, it stays there. */
export function LinkForm({ own, onDone }: { own: OwnEntry; onDone(filed: Filed): void }) {
  const [caseNumber, setCaseNumber] = useState('');
  const [stage, setStage] = useState<Stage | ''>(own.entry.stage ?? '');
  const [tried, setTried] = useState(false);
  const filing = useFiling();
  const form = useRef<HTMLFormElement>(null);

  const parsed = parseCaseNumber(caseNumber, { currentYear: new Date().getFullYear() });
  const errors = {
    caseNumber: tried && !parsed.ok ? i18n.t('console.caseNumberUnread') : undefined,
    stage: tried && stage === '' ? i18n.t('console.choose') : undefined,
  };

  async function sign() {
    setTried(true);
    if (!parsed.ok || stage === '') {
      form.current?.querySelector<HTMLElement>(parsed.ok ? 'select' : 'input')?.focus();
      return;
    }
    const body: CaseLinkBody = { entryId: own.id, caseNumber: caseNumber.trim(), stage };
    const filed = await filing.file('case-link', body);
    if (filed) onDone(filed);
  }

  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()} autocomplete="off" noValidate>
      <p>{i18n.t('console.linkText')}</p>
      <Field
        id="link-case"
        label={i18n.t('console.case')}
        hint={i18n.t('console.caseNumberHint')}
        error={errors.caseNumber}
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
      <Field id="link-stage" label={i18n.t('console.stage')} error={errors.stage}>
        {(wiring) => (
          <Pick wiring={wiring} list={STAGES} value={stage} onPick={(code: Stage) => setStage(code)} />
        )}
      </Field>
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
