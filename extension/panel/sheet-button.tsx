import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { SignButton } from '../look/button.tsx';
import { errorWords, refusalWords } from '../look/words.ts';
import { fileSigned, type SignedWhere } from './file-signed.ts';

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

  async function file(where: SignedWhere) {
    setBusy(true);
    onSaid('');
    try {
      const outcome = await fileSigned(where, { act: 'sheet', nonce, caseNumber });
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
      <SignButton icon="sheet" busy={busy} onPress={() => file('here')} onCovered={() => file('window')}>
        {busy ? i18n.t('panel.filingSheet') : i18n.t('panel.fileSheet')}
      </SignButton>
    </div>
  );
}
