import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnEntry, PolicyAnswer } from '../../shared/api.ts';
import { ENTRY_KINDS } from '../../shared/codes.ts';
import type { Policy } from '../../shared/policy.ts';
import type { Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Icon, type IconName } from '../look/icon.tsx';
import { Notice } from '../look/notice.tsx';
import { PrintProof } from '../look/print-button.tsx';
import { ReceiptButton } from '../look/receipt-button.tsx';
import { useLive } from '../look/use-live.ts';
import { wordOf } from '../look/words.ts';
import { EscalationForm } from '../panel/escalation-form.tsx';
import type { Filed } from '../panel/use-filing.ts';
import { DestroyedNotice } from './destroyed-notice.tsx';
import { LateMark, numberOf, StateMark, UpstreamMark } from './entry-marks.tsx';
import { ReaderList } from './entry-readers.tsx';
import { EntryReading } from './entry-reading.tsx';
import { EventList, ReadingList } from './history.tsx';
import { LinkForm } from './link-form.tsx';
import { LiveNotes, useOwnEntry } from './mine.tsx';
import { hashOf, type OwnAct } from './route.ts';
import { go } from './use-route.ts';

/** The court's policy, for its own codes; without it national words stand. */
export const usePolicy = (staffCode: string | undefined): Policy | undefined =>
  usePolicyAnswer(staffCode)?.policy;

/** With what this court offers beside it. */
export function usePolicyAnswer(staffCode: string | undefined): PolicyAnswer | undefined {
  const ask = staffCode === undefined ? undefined : () => call('policy');
  return useLive(`policy:${staffCode}`, ['session'], ask).value?.value;
}

function Act({ id, act, icon, children }: { id: string; act: OwnAct; icon: IconName; children: string }) {
  return (
    <a class="button" href={hashOf({ view: 'mine', id, act })}>
      <Icon name={icon} />
      {children}
    </a>
  );
}

function Acts({ own, court }: { own: OwnEntry; court: string | undefined }) {
  const { id, entry } = own;
  return (
    <div class="buttons acts">
      {own.state !== 'returned' && (
        <Act id={id} act="supplement" icon="pen">
          {i18n.t('console.doSupplement')}
        </Act>
      )}
      <Act id={id} act="correction" icon="turn">
        {i18n.t('console.doCorrect')}
      </Act>
      {entry.caseNumber === undefined && (
        <Act id={id} act="link" icon="clip">
          {i18n.t('console.doLink')}
        </Act>
      )}
      <Act id={id} act="copy" icon="sheet">
        {i18n.t('console.doCopy')}
      </Act>
      <Act id={id} act="escalate" icon="send">
        {i18n.t('escalate.title')}
      </Act>
      <a class="button" href={hashOf({ view: 'complain', id })}>
        <Icon name="due" />
        {i18n.t('complain.title')}
      </a>
      <PrintProof entryId={id} number={numberOf(court, own.seq)} />
      <ReceiptButton recordId={id} number={numberOf(court, own.seq)} />
    </div>
  );
}

/** What one act came to, in the words of that act. */
function filedWords(act: 'link' | 'escalate', filed: Filed): { title?: string; words: string } {
  if (filed.outcome === 'queued') return { words: i18n.t('console.queued') };
  return act === 'link'
    ? { words: i18n.t('console.linked') }
    : { title: i18n.t('escalate.filedTitle', [String(filed.seq)]), words: i18n.t('escalate.filedText') };
}

interface OwnEntryViewProps {
  me: Me;
  staffCode: string;
  id: string;
  act: 'link' | 'escalate' | undefined;
}

/** One own entry: how it reads now, how it read before, what has happened to it, and what may be done with it. */
export function OwnEntryView({ me, staffCode, id, act }: OwnEntryViewProps) {
  const live = useOwnEntry(staffCode, id);
  const policy = usePolicy(staffCode);
  const [said, setSaid] = useState<ReturnType<typeof filedWords>>();
  const court = me.court?.code;
  const own = live.value?.value;
  const back = (
    <a class="button quiet back" href={hashOf(act ? { view: 'mine', id } : { view: 'mine' })}>
      <Icon name="back" />
      {act ? i18n.t('console.backToEntry') : i18n.t('console.mine')}
    </a>
  );
  if (!own) {
    return (
      <div class="page">
        {back}
        <h1 tabIndex={-1} data-heading>
          {i18n.t('console.oneEntry')}
        </h1>
        <LiveNotes live={live} />
      </div>
    );
  }

  const done = (filed: Filed) => {
    if (act) setSaid(filedWords(act, filed));
    go({ view: 'mine', id });
  };
  const { caseNumber } = own.entry;
  const kind = wordOf(ENTRY_KINDS, own.entry.kind);
  return (
    <div class="page thing">
      <article>
        {back}
        <h1 tabIndex={-1} data-heading>
          {act === undefined
            ? `${kind} · ${numberOf(court, own.seq)}`
            : act === 'link'
              ? i18n.t('console.doLink')
              : i18n.t('escalate.title')}
        </h1>
        {said !== undefined && (
          <Notice icon="done" tone="blue" live {...(said.title === undefined ? {} : { title: said.title })}>
            <p>{said.words}</p>
          </Notice>
        )}
        <LiveNotes live={live} />
        {act === 'link' ? (
          <div class="narrow">
            <LinkForm own={own} onDone={done} />
          </div>
        ) : act === 'escalate' ? (
          <div class="narrow">
            <EscalationForm
              about={{ entryId: id, ...(caseNumber === undefined ? {} : { caseNumber }) }}
              me={me}
              onDone={done}
            />
          </div>
        ) : (
          <>
            <p class="marks">
              <StateMark state={own.state} />
              <UpstreamMark upstream={own.upstream} />
              <LateMark lateness={own.lateness} />
            </p>
            {own.state === 'returned' && (
              <Notice tone="due" icon="turn" title={i18n.t('console.returnedTitle')}>
                {own.returnNote !== undefined && <p class="note">{own.returnNote}</p>}
                <div class="buttons">
                  <a class="button main" href={hashOf({ view: 'mine', id, act: 'supplement' })}>
                    {i18n.t('console.doSupplement')}
                  </a>
                </div>
              </Notice>
            )}
            {own.destroyed ? (
              <DestroyedNotice destroyed={own.destroyed} />
            ) : (
              <>
                <Acts own={own} court={court} />
                <EntryReading entry={own.entry} policy={policy} />
              </>
            )}
          </>
        )}
      </article>
      <aside>
        <section class="side-part">
          <h2>{i18n.t('console.happened')}</h2>
          <EventList
            events={own.events.map((event) =>
              event.type === 'entry-return' && own.returnNote !== undefined && event.seq === lastReturn(own)
                ? { ...event, note: own.returnNote }
                : event,
            )}
            history={own.history}
            upstream={own.upstream}
          />
          <p class="small">{i18n.t('console.happenedHint')}</p>
        </section>
        <ReaderList own={own} />
        <ReadingList entry={own.entry} history={own.history} destroyed={own.destroyed} policy={policy} />
      </aside>
    </div>
  );
}

const lastReturn = (own: OwnEntry): number | undefined =>
  own.events.findLast(({ type }) => type === 'entry-return')?.seq;
