import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Colleague } from '../../shared/api.ts';
import { call } from '../link/client.ts';
import type { Wiring } from '../look/field.tsx';

const WAIT_MS = 250;
const LONGEST_QUERY = 60;

interface ColleagueNameProps {
  wiring: Wiring;
  value: string;
  onType(value: string): void;
  onPick(colleague: Colleague): void;
}

/**
 * A name typed, or picked from the staff list by name, pinyin or initials: a combobox with a list as WAI-ARIA describes
 * it. The list is an offer; any name may be typed.
 */
export function ColleagueName({ wiring, value, onType, onPick }: ColleagueNameProps) {
  const [people, setPeople] = useState<Colleague[]>([]);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const [said, setSaid] = useState('');
  /** What is asked for; typing alone asks, a name that was picked or copied does not. */
  const [query, setQuery] = useState('');
  const listId = useId();
  const composing = useRef(false);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const asked = query.trim();
    if (asked === '' || asked.length > LONGEST_QUERY) {
      setOpen(false);
      return;
    }
    let current = true;
    const timer = setTimeout(() => {
      call('colleagues', asked).then(
        (found) => {
          if (!current) return;
          setPeople(found);
          setAt(-1);
          setOpen(found.length > 0);
          setSaid(
            found.length > 0
              ? i18n.t('entry.colleaguesFound', [String(found.length)])
              : i18n.t('entry.colleaguesNone'),
          );
        },
        () => {
          if (!current) return;
          setOpen(false);
          setSaid(i18n.t('entry.colleaguesAway'));
        },
      );
    }, WAIT_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query]);

  useEffect(() => {
    if (open) list.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const optionId = (index: number) => `${listId}-${index}`;
  function pick(colleague: Colleague) {
    setOpen(false);
    setQuery('');
    setSaid(i18n.t('entry.colleaguePicked', [colleague.name, colleague.department]));
    onPick(colleague);
  }
  function onKey(event: KeyboardEvent) {
    if (event.isComposing) return;
    if (event.key === 'Escape' && open) {
      setOpen(false);
      event.preventDefault();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (people.length === 0) return;
      event.preventDefault();
      if (!open) setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((before) =>
        before < 0 && step < 0 ? people.length - 1 : (before + step + people.length) % people.length,
      );
    } else if (event.key === 'Enter' && open) {
      const colleague = people[at];
      if (colleague) {
        event.preventDefault();
        pick(colleague);
      }
    } else if (event.key === 'Tab') setOpen(false);
  }

  return (
    <div class="combobox">
      <input
        class="input"
        {...wiring}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={listId}
        aria-activedescendant={open && at >= 0 ? optionId(at) : undefined}
        autocomplete="off"
        value={value}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={(event) => {
          composing.current = false;
          setQuery(event.currentTarget.value);
        }}
        onInput={(event) => {
          onType(event.currentTarget.value);
          if (!composing.current) setQuery(event.currentTarget.value);
        }}
        onKeyDown={onKey}
        onBlur={() => setOpen(false)}
      />
      <div id={listId} role="listbox" aria-label={i18n.t('entry.colleagues')} hidden={!open} ref={list}>
        {people.map((colleague, index) => (
          <div
            key={colleague.staffCode}
            id={optionId(index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            // Before the field loses the focus, and with it the list.
            onMouseDown={(event) => {
              event.preventDefault();
              pick(colleague);
            }}
          >
            <b>{colleague.name}</b>
            <span class="small">
              {colleague.department} · {colleague.post}
            </span>
          </div>
        ))}
      </div>
      <p class="unseen" role="status">
        {said}
      </p>
    </div>
  );
}
