import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { call } from '../link/client.ts';
import { Button } from './button.tsx';
import { saveFile } from './save-file.ts';
import { errorWords } from './words.ts';

/** 存证凭证: a proof file of a record in the court's log, for who filed it; it verifies years later without any server. */
export function ReceiptButton({ recordId, number }: { recordId: string; number: string }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  async function save() {
    setBusy(true);
    setSaid(undefined);
    try {
      const text = await call('receipt', recordId);
      saveFile(new Blob([text], { type: 'text/plain' }), `${i18n.t('log.receiptFile', [number])}.tlog-proof`);
      setSaid(i18n.t('log.receiptDone'));
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Button look="quiet" icon="lock" busy={busy} onPress={save}>
        {i18n.t('log.receipt')}
      </Button>
      <span class="small" role="status">
        {said}
      </span>
    </>
  );
}
