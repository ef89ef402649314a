import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { call } from '../link/client.ts';
import { Button } from './button.tsx';
import { pdfOf, saveFile } from './save-file.ts';
import { errorWords } from './words.ts';

interface PrintButtonProps {
  /** What is printed. */
  what: { proofOf: string } | { sheetOf: string };
  /** What the file is called. */
  fileName: string;
  look?: 'plain' | 'quiet';
  /** What the button says. */
  children: string;
}

/** Has the sidecar print something and hands it to the person; what came of it is said beside the button. */
export function PrintButton({ what, fileName, look = 'plain', children }: PrintButtonProps) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  async function print() {
    setBusy(true);
    setSaid(i18n.t('print.busy'));
    try {
      const { base64 } = await call('printed', what);
      saveFile(pdfOf(base64), fileName);
      setSaid(i18n.t('print.done'));
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Button look={look} icon="sheet" busy={busy} onPress={print}>
        {children}
      </Button>
      <span class="small" role="status">
        {said}
      </span>
    </>
  );
}

/** 打印记录证明: what was recorded and when, for its author (R22). */
export function PrintProof({ entryId, number = entryId.slice(-8) }: { entryId: string; number?: string }) {
  return (
    <PrintButton what={{ proofOf: entryId }} fileName={i18n.t('print.proofFile', [number])}>
      {i18n.t('print.proof')}
    </PrintButton>
  );
}
