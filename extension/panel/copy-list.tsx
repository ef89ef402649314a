import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnEntry } from '../../shared/api.ts';
import { ENTRY_KINDS } from '../../shared/codes.ts';
import { Button } from '../look/button.tsx';
import { shortTime } from '../look/time.ts';
import { wordOf } from '../look/words.ts';

const STEP = 6;

/** One's former entries, to copy whom and how from; never what was said. */
export function CopyList({ own, onPick }: { own: readonly OwnEntry[]; onPick(entry: OwnEntry): void }) {
  const [open, setOpen] = useState(false);
  const [shown, setShown] = useState(STEP);
  if (own.length === 0) return null;
  return (
    <div class="copy">
      <button
        type="button"
        class="button quiet"
        aria-expanded={open}
        onClick={() => setOpen((before) => !before)}
      >
        {i18n.t('entry.copyFrom')}
      </button>
      {open && (
        <>
          <p class="small">{i18n.t('entry.copyHint')}</p>
          <ul class="answers">
            {own.slice(0, shown).map((former) => {
              const { id, receivedAt, entry } = former;
              const { unidentified, name, unit } = entry.person;
              const who = unidentified ? i18n.t('entry.unidentified') : name;
              return (
                <li key={id}>
                  <Button
                    onPress={() => {
                      setOpen(false);
                      onPick(former);
                    }}
                  >
                    <span>
                      {who} {unit}
                      <small>
                        {shortTime(receivedAt)} · {wordOf(ENTRY_KINDS, entry.kind)}
                      </small>
                    </span>
                  </Button>
                </li>
              );
            })}
          </ul>
          {shown < own.length && (
            <Button look="quiet" onPress={() => setShown((count) => count + STEP)}>
              {i18n.t('panel.linesMore', [String(own.length - shown)])}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
