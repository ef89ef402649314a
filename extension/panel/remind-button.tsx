import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { GateDecision } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { SignButton } from '../look/button.tsx';
import { errorWords, refusalWords } from '../look/words.ts';
import { missingOf } from './case-state.ts';
import { fileSigned, type SignedWhere } from './file-signed.ts';

interface RemindButtonProps {
  caseNumber: string | undefined;
  gate: GateDecision;
  /** The main action of the card, or a second one beside the person's own statement. */
  main: boolean;
  myCode?: string | undefined;
}

/** Asks those who have not stated; not those whom the staff list does not know, and not oneself. */
export function RemindButton({ caseNumber, gate, main, myCode }: RemindButtonProps) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const [sent, setSent] = useState(false);
  const askable = missingOf(gate).filter(
    ({ standing, staffCode }) => standing !== 'unknown-person' && staffCode !== myCode,
  );
  if (askable.length === 0 || caseNumber === undefined) return null;

  async function remind(where: SignedWhere) {
    setBusy(true);
    try {
      const draft = { type: 'reminder', body: { caseNumber, meeting: gate.meeting } };
      const outcome = await fileSigned(where, { act: 'record', draft });
      if (outcome.outcome === 'refused') {
        setSaid(refusalWords(outcome.problem));
        // A reminder is made by one press; a refused one need not wait to be mended.
        call('takeBack', outcome.id).catch(() => undefined);
      } else {
        setSent(true);
        setSaid(outcome.outcome === 'filed' ? i18n.t('panel.reminded') : i18n.t('panel.remindQueued'));
      }
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div>
      <div class="buttons">
        <SignButton
          look={main ? 'main' : 'plain'}
          icon={sent ? 'check' : 'bell'}
          busy={busy || sent}
          onPress={() => remind('here')}
          onCovered={() => remind('window')}
        >
          {busy ? i18n.t('panel.reminding') : sent ? i18n.t('panel.remindSent') : i18n.t('panel.remind')}
        </SignButton>
      </div>
      <p class="said" role="status">
        {said}
      </p>
    </div>
  );
}
