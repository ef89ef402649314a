import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Brief } from '../../shared/api.ts';
import { ENTRY_KINDS } from '../../shared/codes.ts';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { Mark, Notice } from '../look/notice.tsx';
import { Failed } from '../look/state-notices.tsx';
import { shortTime } from '../look/time.ts';
import { useLive } from '../look/use-live.ts';
import { listWords, wordOf } from '../look/words.ts';
import { missingOf } from '../panel/case-state.ts';
import { PeopleList } from '../panel/people-list.tsx';
import { BriefAnswer } from './brief-answer.tsx';
import type { BriefQuestion } from './brief-question.ts';

interface BriefCaseProps {
  question: BriefQuestion;
  index: number;
  count: number;
  onGo(index: number): void;
  onList(): void;
}

/** Keys for paging do not take the arrows from a text that is being written. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLInputElement ||
  target instanceof HTMLSelectElement;

function sheetWords(state: Brief['sheetFiled']): string {
  if (state === 'yes') return i18n.t('brief.sheetYes');
  return state === 'outdated' ? i18n.t('brief.sheetOutdated') : i18n.t('brief.sheetNo');
}

function Names({ title, names }: { title: string; names: string[] }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {names.length === 0 ? i18n.t('brief.noParties') : names.map((name) => <p key={name}>{name}</p>)}
      </dd>
    </div>
  );
}

function Facts({ brief }: { brief: Brief }) {
  const { counts, gate, upstream, recusals } = brief;
  const missing = missingOf(gate);
  const numbers: [string, number][] = [
    [wordOf(ENTRY_KINDS, 'external'), counts.external],
    [wordOf(ENTRY_KINDS, 'internal'), counts.internal],
    [wordOf(ENTRY_KINDS, 'contact'), counts.contact],
    [i18n.t('brief.nilCount'), counts.nil],
  ];
  return (
    <>
      <dl class="counts" aria-label={i18n.t('brief.counts')}>
        {numbers.map(([word, number]) => (
          <div key={word}>
            <dt>{word}</dt>
            <dd>{number}</dd>
          </div>
        ))}
      </dl>
      {gate.caseUnknown || gate.people.length === 0 ? (
        <Notice tone="due" title={i18n.t('brief.gateUnknown')} />
      ) : gate.open ? (
        <p>
          <Mark icon="done">{i18n.t('brief.gateComplete')}</Mark>
        </p>
      ) : (
        <Notice tone="due" title={i18n.t('brief.gateIncomplete', [String(missing.length)])}>
          <PeopleList people={missing} myCode={undefined} />
        </Notice>
      )}
      <dl class="facts">
        <div>
          <dt>{i18n.t('brief.sheet')}</dt>
          <dd>{sheetWords(brief.sheetFiled)}</dd>
        </div>
        <div>
          <dt>{i18n.t('brief.upstream')}</dt>
          <dd>{i18n.t('brief.upstreamText', [String(upstream.sent), String(upstream.received)])}</dd>
        </div>
        <div>
          <dt>{i18n.t('brief.recusals')}</dt>
          <dd>
            {i18n.t('brief.recusalsText', [String(recusals.noRecusal), String(recusals.recused.length)])}
            {recusals.recused.length > 0 && <p>{listWords(recusals.recused)}</p>}
          </dd>
        </div>
        <Names title={i18n.t('brief.parties')} names={brief.parties} />
        <Names title={i18n.t('brief.agents')} names={brief.agents} />
      </dl>
    </>
  );
}

/** One case before it is deliberated: counts and states, no content; then the member's own answer. */
export function BriefCase({ question, index, count, onGo, onList }: BriefCaseProps) {
  const { caseNumber, meeting, hostMeetingId } = question;
  const brief = useLive(`brief:${caseNumber}:${meeting}:${hostMeetingId}`, ['case', 'session', 'link'], () =>
    call('brief', question),
  );

  useEffect(() => {
    const page = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'ArrowLeft' && index > 0) onGo(index - 1);
      else if (event.key === 'ArrowRight' && index < count - 1) onGo(index + 1);
      else if (event.key === 'Escape' && count > 1) onList();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', page);
    return () => removeEventListener('keydown', page);
  }, [index, count, onGo, onList]);

  const value = brief.value?.value;
  return (
    <article aria-label={caseNumber}>
      {count > 1 && (
        <nav class="pager" aria-label={i18n.t('brief.agenda')}>
          <Button look="quiet" onPress={onList}>
            {i18n.t('brief.toList')}
          </Button>
          <span class="small">{i18n.t('brief.position', [String(index + 1), String(count)])}</span>
          <span class="buttons">
            <Button
              icon="back"
              label={i18n.t('brief.previous')}
              busy={index === 0}
              onPress={() => onGo(index - 1)}
            >
              {''}
            </Button>
            <Button
              icon="next"
              label={i18n.t('brief.next')}
              busy={index === count - 1}
              onPress={() => onGo(index + 1)}
            >
              {''}
            </Button>
          </span>
        </nav>
      )}
      <h2 tabIndex={-1} data-heading>
        {caseNumber}
      </h2>
      {value ? (
        <>
          <p class="small">{value.cause}</p>
          {brief.value?.stale && (
            <Notice icon="offline" tone="due" live>
              <p>{i18n.t('common.staleSince', [shortTime(brief.value.fetchedAt)])}</p>
            </Notice>
          )}
          {value.known ? (
            <Facts brief={value} />
          ) : (
            <Notice title={i18n.t('brief.gateUnknown')}>
              <p>{i18n.t('brief.notKnown')}</p>
            </Notice>
          )}
          <BriefAnswer question={question} mine={value.mine} onFiled={brief.again} />
        </>
      ) : brief.error !== undefined ? (
        <Failed error={brief.error} again={brief.again} />
      ) : (
        <p role="status">{i18n.t('common.loading')}</p>
      )}
    </article>
  );
}
