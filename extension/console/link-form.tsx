import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnEntry } from '../../shared/api.ts';
import { parseCaseNumber } from '../../shared/case-number.ts';
import { STAGES, type Stage } from '../../shared/codes.ts';
import type { CaseLinkBody } from '../../shared/records/case-link.ts';
import { Pick } from '../look/choice.tsx';
import { Field } from '../look/field.tsx';
import { SignedForm } from '../panel/signed-form.tsx';
import { type Filed, useFiling } from '../panel/use-filing.ts';

/** Says to which case an entry belongs that was made without one; once said, it stays there. */
export function LinkForm({ own, onDone }: { own: OwnEntry; onDone(filed: Filed): void }) {
  const [caseNumber, setCaseNumber] = useState('');
  const [stage, setStage] = useState<Stage | ''>(own.entry.stage ?? '');
  const filing = useFiling();

  const parsed = parseCaseNumber(caseNumber, { currentYear: new Date().getFullYear() });
  const errors = {
    caseNumber: filing.tried && !parsed.ok ? i18n.t('console.caseNumberUnread') : undefined,
    stage: filing.tried && stage === '' ? i18n.t('entry.errorChoose') : undefined,
  };

  async function sign() {
    if (stage === '') return;
    const body: CaseLinkBody = { entryId: own.id, caseNumber: caseNumber.trim(), stage };
    const filed = await filing.file('case-link', body);
    if (filed) onDone(filed);
  }

  return (
    <SignedForm
      filing={filing}
      missing={!parsed.ok ? 'input' : stage === '' ? 'select' : undefined}
      onSign={sign}
    >
      <p>{i18n.t('console.linkText')}</p>
      <Field
        id="link-case"
        label={i18n.t('fields.case')}
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
      <Field id="link-stage" label={i18n.t('fields.stage')} error={errors.stage}>
        {(wiring) => (
          <Pick wiring={wiring} list={STAGES} value={stage} onPick={(code: Stage) => setStage(code)} />
        )}
      </Field>
    </SignedForm>
  );
}
