import { i18n } from '#i18n';
import type { FileOutcome } from '../link/calls.ts';
import { Button } from '../look/button.tsx';
import { Notice } from '../look/notice.tsx';

export interface Outcome {
  of: 'entry' | 'nil';
  result: Exclude<FileOutcome, { outcome: 'refused' }>;
}

function words({ of, result }: Outcome): [title: string, text: string] {
  if (result.outcome === 'filed') {
    const seq = String(result.seq);
    return of === 'entry'
      ? [i18n.t('entry.filedTitle', [seq]), i18n.t('entry.filedText')]
      : [i18n.t('nil.filedTitle', [seq]), i18n.t('nil.filedText')];
  }
  return of === 'entry'
    ? [i18n.t('entry.queuedTitle'), i18n.t('entry.queuedText')]
    : [i18n.t('nil.queuedTitle'), i18n.t('nil.queuedText')];
}

/** After signing: what happens next, and who can see it. */
export function Done({ outcome, onBack }: { outcome: Outcome; onBack(): void }) {
  const [title, text] = words(outcome);
  return (
    <section class="done">
      <Notice tone="blue" icon={outcome.result.outcome === 'filed' ? 'done' : 'clock'} live>
        <h2 tabIndex={-1} data-heading>
          {title}
        </h2>
        <p>{text}</p>
        {outcome.of === 'entry' && <p>{i18n.t('entry.seen')}</p>}
        <p class="small">{i18n.t('entry.receipt', [outcome.result.id])}</p>
      </Notice>
      <div class="buttons">
        <Button look="main" onPress={onBack}>
          {i18n.t('common.back')}
        </Button>
      </div>
    </section>
  );
}
