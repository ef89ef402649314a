import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { call } from '../link/client.ts';
import { SignButton } from '../look/button.tsx';
import { errorWords, refusalWords } from '../look/words.ts';

/** Prints the sheet, puts it into the case file and reads it back; says what came of it. */
export function SheetButton({
  nonce,
  caseNumber,
  onSaid,
}: {
  nonce: string;
  /** Of the case that is shown here. */
  caseNumber: string;
  onSaid(words: string): void;
}) {
  const [busy, setBusy] = useState(false);

  async function file() {
    setBusy(true);
    onSaid('');
    try {
      const outcome = await call('fileSheet', { nonce, caseNumber });
      if (outcome.outcome === 'refused') onSaid(refusalWords(outcome.problem));
      else onSaid(outcome.outcome === 'filed' ? i18n.t('panel.sheetFiled') : i18n.t('panel.sheetQueued'));
    } catch (error) {
      onSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div class="buttons">
      <SignButton icon="sheet" busy={busy} onPress={file}>
        {busy ? i18n.t('panel.filingSheet') : i18n.t('panel.fileSheet')}
      </SignButton>
    </div>
  );
}
