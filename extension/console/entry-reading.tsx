import { i18n } from '#i18n';
import type { Policy } from '../../shared/policy.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import { entryRows } from '../panel/entry-rows.ts';
import { EvidenceList } from './evidence-list.tsx';
import { Told } from './told.tsx';

/** Long ones have a line of their own. */
const WIDE: readonly string[] = ['content', 'conduct', 'present', 'omission', 'lateReason'];

/** An entry to be read: every field that applies to it, as its recorder filed it. */
export function EntryReading({
  entry,
  policy,
  opening,
}: {
  entry: EntryBody;
  policy: Policy | undefined;
  /** Under a grant, what its files are read by. */
  opening?: string;
}) {
  return (
    <div class="reading">
      {entryRows(entry, policy).map(({ title, rows }) => (
        <section key={title}>
          <h2>{title}</h2>
          <dl>
            {rows.map(({ field, label, value }) => (
              <div key={field} class={WIDE.includes(field) ? 'wide' : undefined}>
                <dt>{label}</dt>
                <dd>
                  <Told text={value} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <section>
        <h2>{i18n.t('fields.evidence')}</h2>
        <EvidenceList files={entry.evidence} opening={opening} />
      </section>
    </div>
  );
}
