import { i18n } from '#i18n';
import type { OwnEntry } from '../../shared/api.ts';
import { ENTRY_LIMITS } from '../../shared/entry-draft.ts';
import { Notice } from '../look/notice.tsx';
import { shortTime } from '../look/time.ts';
import type { EntryPart } from './entry-parts.ts';
import type { RowChange } from './row-changes.ts';
import { TypedField } from './typed-field.tsx';

/** What is supplemented, what a custodian asked for, and why it is done (补充填报, 001 第19条). */
export function SupplementHead({
  of,
  kind,
  draft,
  change,
  errorOf,
  gapOf,
}: EntryPart & {
  of: OwnEntry;
  kind: 'supplement' | 'correction';
}) {
  const supplement = kind === 'supplement';
  return (
    <>
      <Notice icon="info">
        <p>{i18n.t('entry.supplementOf', [String(of.seq), shortTime(of.receivedAt)])}</p>
        <p class="small">{i18n.t('entry.supplementKeeps')}</p>
      </Notice>
      {of.returnNote !== undefined && (
        <Notice tone="due" title={i18n.t('entry.returned')}>
          <p>{of.returnNote}</p>
        </Notice>
      )}
      <TypedField
        field="reason"
        label={supplement ? i18n.t('entry.supplementReason') : i18n.t('entry.correctionReason')}
        hint={supplement ? i18n.t('entry.supplementReasonHint') : i18n.t('entry.correctionReasonHint')}
        lines={{ max: ENTRY_LIMITS.reason }}
        value={draft.reason}
        onType={(reason) => change({ reason })}
        errorOf={errorOf}
        gapOf={gapOf}
      />
    </>
  );
}

/** A long text is not told twice: that it changes is what counts here. */
const LONG = 60;
const short = (words: string): string => (words.length > LONG ? `${words.slice(0, LONG)}…` : words);

/** What will read otherwise once it is signed. */
export function Changes({ changes }: { changes: RowChange[] }) {
  return (
    <section class="changes" aria-live="polite">
      <h3>{i18n.t('entry.changes')}</h3>
      {changes.length === 0 && <p class="small">{i18n.t('entry.changesNone')}</p>}
      <dl>
        {changes.map(({ label, before, after }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <del>{short(before) || i18n.t('entry.nothing')}</del>
              <ins>{short(after) || i18n.t('entry.nothing')}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
