import { i18n } from '#i18n';
import type { CaseView } from '../../shared/api.ts';
import { Mark } from '../look/notice.tsx';
import { PrintButton } from '../look/print-button.tsx';
import { shortTime } from '../look/time.ts';

/** Whether the sheet is in the case file, and how far the report upstream has come. */
export function FilingState({ view }: { view: CaseView }) {
  const current = view.filings.find((filing) => filing.current);
  const { sent, received } = view.counts;
  return (
    <section class="part">
      <h2>{i18n.t('panel.filing')}</h2>
      <p>
        {current ? (
          <Mark icon="done">{i18n.t('panel.filedAt', [shortTime(current.filedAt), current.by])}</Mark>
        ) : view.filings.length > 0 ? (
          <Mark icon="turn" tone="due">
            {i18n.t('panel.filedOutdated')}
          </Mark>
        ) : (
          <Mark icon="sheet">{i18n.t('panel.filedNot')}</Mark>
        )}
      </p>
      {current && <p class="small">{current.fileName}</p>}
      {view.myRoles.length > 0 && (
        <div class="buttons">
          <PrintButton
            what={{ sheetOf: view.caseNumber }}
            fileName={i18n.t('print.sheetFile', [view.caseNumber])}
            look="quiet"
          >
            {i18n.t('print.sheet')}
          </PrintButton>
        </div>
      )}
      <p>
        <Mark icon="send">
          {sent === 0
            ? i18n.t('panel.upstreamNone')
            : i18n.t('panel.upstreamCounts', [String(received), String(sent - received)])}
        </Mark>
      </p>
    </section>
  );
}
