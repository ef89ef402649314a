import { useMemo, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnEntry } from '../../shared/api.ts';
import type { EntryDraft } from '../../shared/entry-draft.ts';
import {
  entryHints,
  type HintEntry,
  hintWords,
  type ReadyEntry,
  readyForHints,
} from '../../shared/entry-hints.ts';
import type { HintsPolicy } from '../../shared/policy.ts';
import { Button } from '../look/button.tsx';
import { Notice } from '../look/notice.tsx';
import { language } from '../look/words.ts';

interface HintsProps {
  draft: EntryDraft;
  caseNumber: string | undefined;
  staffCode: string | undefined;
  policy: HintsPolicy | undefined;
  /** The author's own entries: what others wrote must not be probed by writing much the same. */
  own: readonly OwnEntry[];
  now: string;
}

const namesOf = ({ name, unit }: { name: string; unit: string }, leader?: { name: string }): string[] =>
  [name, unit, leader?.name ?? ''].filter((words) => words !== '');

function readyOwn({ id, seq, receivedAt, entry }: OwnEntry, authorCode: string): ReadyEntry {
  return readyForHints({
    id,
    number: String(seq),
    authorCode,
    caseNumber: entry.caseNumber,
    content: entry.content,
    names: namesOf(entry.person, entry.person.leader),
    recordedAt: receivedAt,
  });
}

/** Hints at padding and poor entries before filing (R66): each explained, none refuses, one press dismisses them. */
export function HintsCard({ draft, caseNumber, staffCode, policy, own, now }: HintsProps) {
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const former = useMemo(
    () => (staffCode === undefined ? [] : own.map((entry) => readyOwn(entry, staffCode))),
    [own, staffCode],
  );
  const { content, person } = draft;
  const names = namesOf(person, person.leader).join('\n');
  // The month, and with it a burst, changes no sooner than the day.
  const day = now.slice(0, 10);
  const hints = useMemo(() => {
    if (!policy || staffCode === undefined || content.trim() === '') return [];
    const entry: HintEntry = {
      authorCode: staffCode,
      caseNumber,
      content,
      names: names.split('\n'),
      recordedAt: now,
    };
    return entryHints(entry, former, policy);
    // `now` goes on; its day is what counts.
  }, [content, names, former, policy, staffCode, caseNumber, day]);
  const shown = hints.filter(({ code }) => !dismissed.includes(code));
  return (
    <div class="hints" role="status">
      {shown.length > 0 && (
        <Notice title={i18n.t('entry.hints')}>
          {shown.map((hint) => (
            <p key={hint.code} class="small">
              {hintWords(hint, language)}
            </p>
          ))}
          <div class="buttons">
            <Button onPress={() => setDismissed(hints.map(({ code }) => code))}>
              {i18n.t('entry.hintsDismiss')}
            </Button>
          </div>
        </Notice>
      )}
    </div>
  );
}
