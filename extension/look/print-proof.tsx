import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { call } from '../link/client.ts';
import { Button } from './button.tsx';
import { savePdf } from './save-pdf.ts';
import { errorWords } from './words.ts';

/** 打印记录证明: what was recorded and when, as a PDF for its author (R22). */
export function PrintProof({ entryId, look = 'plain' }: { entryId: string; look?: 'plain' | 'quiet' }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  async function print() {
    setBusy(true);
    setSaid(i18n.t('entry.printing'));
    try {
      const { base64 } = await call('printed', { proofOf: entryId });
      savePdf(base64, i18n.t('entry.proofFile', [entryId.slice(-8)]));
      setSaid(i18n.t('entry.printed'));
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Button look={look} icon="sheet" busy={busy} onPress={print}>
        {i18n.t('entry.print')}
      </Button>
      <span class="small" role="status">
        {said}
      </span>
    </>
  );
}
