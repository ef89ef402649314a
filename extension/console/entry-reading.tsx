import { i18n } from '#i18n';
import type { Policy } from '../../shared/policy.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import { entryRows } from './entry-rows.ts';
import { EvidenceList } from './evidence-list.tsx';
import { Told } from './told.tsx';

/** An entry to be read: every field that applies to it, as its recorder filed it. */
export function EntryReading({ entry, policy }: { entry: EntryBody; policy: Policy | undefined }) {
  return (
    <div class="reading">
      {entryRows(entry, policy).map(({ title, rows }) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl>
            {rows.map(({ field, label, value }) => (
              <div key={field} class={field === 'content' ? 'wide' : undefined}>
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
        <h3>{i18n.t('console.evidence')}</h3>
        <EvidenceList files={entry.evidence} />
      </section>
    </div>
  );
}
