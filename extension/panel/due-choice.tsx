import { i18n } from '#i18n';
import { Icon } from '../look/icon.tsx';
import { shortTime } from '../look/time.ts';
import type { Screen } from './screen.ts';

interface DueChoiceProps {
  draftAt: string | undefined;
  go(screen: Screen): void;
}

/** The two answers, of one size: neither is the one wanted. */
export function DueChoice({ draftAt, go }: DueChoiceProps) {
  return (
    <div class="due-choice">
      <button type="button" class="button" onClick={() => go('entry')}>
        <Icon name="pen" />
        <span>
          <b>{i18n.t('panel.record')}</b>
          <small>
            {draftAt === undefined
              ? i18n.t('panel.recordHint')
              : i18n.t('panel.recordDraft', [shortTime(draftAt)])}
          </small>
        </span>
      </button>
      <button type="button" class="button" onClick={() => go('nil')}>
        <Icon name="check" />
        <span>
          <b>{i18n.t('panel.declareNil')}</b>
          <small>{i18n.t('panel.declareNilHint')}</small>
        </span>
      </button>
    </div>
  );
}
