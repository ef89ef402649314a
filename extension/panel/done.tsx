import { i18n } from '#i18n';
import type { FileOutcome } from '../link/calls.ts';
import { Button } from '../look/button.tsx';
import { Notice } from '../look/notice.tsx';
import { PrintProof } from '../look/print-button.tsx';

export interface Outcome {
  of: 'entry' | 'supplement' | 'nil' | 'escalation';
  result: Exclude<FileOutcome, { outcome: 'refused' }>;
  /** The entry that was filed or supplemented. */
  entryId?: string;
  ofCase?: boolean;
  /** Stays in the case, and is not reported on the platform. */
  fileOnly?: boolean;
  /** The case was affected: it goes up at once. */
  urgent?: boolean;
}

function title({ of, result }: Outcome): string {
  if (result.outcome !== 'filed') return i18n.t('entry.queuedTitle');
  const seq = String(result.seq);
  switch (of) {
    case 'entry':
      return i18n.t('entry.filedTitle', [seq]);
    case 'supplement':
      return i18n.t('entry.supplementedTitle', [seq]);
    case 'nil':
      return i18n.t('nil.filedTitle', [seq]);
    case 'escalation':
      return i18n.t('escalate.filedTitle', [seq]);
  }
}

/** What happens next. */
function text({ of, result, ofCase = true, fileOnly = false, urgent = false }: Outcome): string {
  if (of === 'nil') return result.outcome === 'filed' ? i18n.t('nil.filedText') : i18n.t('nil.queuedText');
  if (result.outcome !== 'filed') return i18n.t('entry.queuedText');
  if (of === 'escalation') return i18n.t('escalate.filedText');
  if (of === 'supplement') return i18n.t('entry.supplementedText');
  const where = ofCase ? i18n.t('entry.filedText') : i18n.t('entry.filedNoCase');
  if (fileOnly) return `${where}${i18n.t('entry.filedFileOnly')}`;
  return `${where}${urgent ? i18n.t('entry.filedUrgent') : i18n.t('entry.filedReport')}`;
}

interface DoneProps {
  outcome: Outcome;
  onBack(): void;
  /** Present where another entry can be begun at once. */
  onAgain?: (() => void) | undefined;
}

/** After signing: what happens next, and who can see it. */
export function Done({ outcome, onBack, onAgain }: DoneProps) {
  const { of, result, entryId } = outcome;
  const filed = result.outcome === 'filed';
  const isEntry = of === 'entry' || of === 'supplement';
  return (
    <section class="done">
      <Notice tone="blue" icon={filed ? 'done' : 'clock'} live>
        <h2 tabIndex={-1} data-heading>
          {title(outcome)}
        </h2>
        <p>{text(outcome)}</p>
        {isEntry && <p>{i18n.t('entry.seen')}</p>}
        <p class="small">{i18n.t('entry.receipt', [result.id])}</p>
      </Notice>
      <div class="buttons">
        <Button look="main" onPress={onBack}>
          {i18n.t('common.back')}
        </Button>
        {isEntry && filed && entryId !== undefined && <PrintProof entryId={entryId} />}
        {isEntry && onAgain && (
          <Button icon="pen" onPress={onAgain}>
            {i18n.t('entry.again')}
          </Button>
        )}
      </div>
    </section>
  );
}
