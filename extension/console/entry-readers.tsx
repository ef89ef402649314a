import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnEntryWithReaders } from '../../shared/api.ts';
import { Button } from '../look/button.tsx';
import { shortTime } from '../look/time.ts';

/** The rest is shown when somebody wants it. */
const FIRST = 8;

type Reader = OwnEntryWithReaders['readers'][number];

function readerWords({ by, how }: Reader): string {
  switch (how) {
    case 'opening':
      return i18n.t('console.wayOpening', [by]);
    case 'grant':
      return i18n.t('console.wayGrant', [by]);
    case 'reading':
      return i18n.t('console.wayReading', [by]);
    case 'file':
      return i18n.t('console.wayFile', [by]);
    case 'sheet':
      return i18n.t('console.waySheet', [by]);
  }
}

/** Who else has read an own entry, newest first; who was refused, as a number. */
export function ReaderList({ own }: { own: OwnEntryWithReaders }) {
  const [all, showAll] = useState(false);
  const { readers, refused } = own;
  return (
    <section class="side-part">
      <h2>{i18n.t('console.readers')}</h2>
      {readers.length === 0 ? (
        <p>{i18n.t('console.readersNone')}</p>
      ) : (
        <ol class="events">
          {(all ? readers : readers.slice(0, FIRST)).map((reader, place) => (
            <li key={`${reader.at} ${reader.by} ${reader.how} ${place}`}>
              <span class="time small">{shortTime(reader.at)}</span>
              <p>{readerWords(reader)}</p>
            </li>
          ))}
        </ol>
      )}
      {!all && readers.length > FIRST && (
        <Button look="quiet" onPress={() => showAll(true)}>
          {i18n.t('console.readersAll', [String(readers.length)])}
        </Button>
      )}
      {refused > 0 && <p>{i18n.t('console.readersRefused', [String(refused)])}</p>}
      <p class="small">{i18n.t('console.readersHint')}</p>
    </section>
  );
}
