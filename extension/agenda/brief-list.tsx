import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { AgendaBadge } from '../../shared/api.ts';
import { comparable } from '../../shared/text.ts';
import { Mark } from '../look/notice.tsx';

interface BriefListProps {
  cases: string[];
  badges: AgendaBadge[] | undefined;
  start: number;
  onOpen(index: number): void;
}

function Badge({ badge }: { badge: AgendaBadge }) {
  const state =
    badge.state === 'complete' ? (
      <Mark icon="done">{i18n.t('agenda.complete')}</Mark>
    ) : badge.state === 'incomplete' ? (
      <Mark icon="due" tone="due">
        {i18n.t('agenda.incomplete')}
      </Mark>
    ) : (
      <Mark icon="open">{i18n.t('agenda.unknown')}</Mark>
    );
  const mine =
    badge.mine === 'recuse'
      ? i18n.t('brief.mineRecuse')
      : badge.mine === 'no-recusal'
        ? i18n.t('brief.mineNo')
        : i18n.t('brief.mineNone');
  return (
    <span class="badge small">
      {state}
      {badge.entries > 0 && <span>{i18n.t('agenda.entries', [String(badge.entries)])}</span>}
      <span>{mine}</span>
    </span>
  );
}

/** The agenda's cases as the page has them: one tab stop, arrows move, Enter opens. */
export function BriefList({ cases, badges, start, onOpen }: BriefListProps) {
  const [at, setAt] = useState(start);
  const list = useRef<HTMLUListElement>(null);
  const byNumber = new Map(badges?.map((badge) => [comparable(badge.caseNumber), badge]));

  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: cases.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(to, 0), cases.length - 1);
    setAt(next);
    list.current?.querySelectorAll<HTMLElement>('button')[next]?.focus();
  };

  if (cases.length === 0) return <p>{i18n.t('brief.none')}</p>;
  return (
    <section>
      <div class="part-head">
        <h2>{i18n.t('brief.agenda')}</h2>
        <span class="small">{i18n.t('brief.count', [String(cases.length)])}</span>
      </div>
      <p class="small">{i18n.t('brief.agendaHint')}</p>
      <ul class="agenda" ref={list} onKeyDown={move}>
        {cases.map((caseNumber, index) => {
          const badge = byNumber.get(comparable(caseNumber));
          return (
            <li key={caseNumber}>
              <button
                type="button"
                class="button"
                tabIndex={index === at ? 0 : -1}
                data-current={index === at ? '' : undefined}
                onFocus={() => setAt(index)}
                onClick={() => onOpen(index)}
              >
                <b>{caseNumber}</b>
                {badge && <Badge badge={badge} />}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
