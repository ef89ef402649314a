import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CaseView } from '../../shared/api.ts';
import { MEETING_KINDS } from '../../shared/codes.ts';
import { Button } from '../look/button.tsx';
import { Mark, Notice } from '../look/notice.tsx';
import { SignInButton } from '../look/session-buttons.tsx';
import { NoSidecar } from '../look/state-notices.tsx';
import { errorWords, wordOf } from '../look/words.ts';
import { missingOf } from './case-state.ts';
import { DueChoice } from './due-choice.tsx';
import { HeldCard } from './held-card.tsx';
import { PeopleList } from './people-list.tsx';
import { RemindButton } from './remind-button.tsx';
import type { StateCardProps } from './screen.ts';
import { SheetButton } from './sheet-button.tsx';

function dueWords(standing: NonNullable<CaseView['myStanding']>): string {
  switch (standing) {
    case 'stale':
      return i18n.t('panel.dueStale');
    case 'panel-changed':
      return i18n.t('panel.duePanelChanged');
    case 'stage-changed':
      return i18n.t('panel.dueStageChanged');
    case 'newer-entry':
      return i18n.t('panel.dueNewerEntry');
    default:
      return i18n.t('panel.dueText');
  }
}

/** The one thing this case needs next, with its one main action. */
export function StateCard(props: StateCardProps) {
  const { state, nonce, caseNumber, held, me, view, away, error, again, draftAt, go } = props;
  // Said here, because the card that asked for it is gone once it has worked.
  const [said, setSaid] = useState<string>();

  // What was held may go now; the person has to press the page's own button once more.
  const opened =
    held?.reason.why === 'gate' &&
    (state.is === 'sheet-due' || state.is === 'sheet-others' || state.is === 'ready');

  const record = (
    <div class="buttons">
      <Button icon="pen" onPress={() => go('entry')}>
        {i18n.t('panel.record')}
      </Button>
    </div>
  );
  const card = () => {
    switch (state.is) {
      case 'no-sidecar':
        return <NoSidecar />;
      case 'signed-out':
        return (
          <Notice tone={state.wasHeld ? 'held' : 'blue'} title={i18n.t('panel.signedOut')}>
            {state.wasHeld && <p>{i18n.t('panel.heldSignedOut')}</p>}
            <p>{i18n.t('panel.signedOutText')}</p>
            <div class="buttons">
              <SignInButton />
            </div>
          </Notice>
        );
      case 'reading':
        return <p role="status">{i18n.t('common.loading')}</p>;
      case 'unavailable':
        return (
          <>
            <Notice title={i18n.t('panel.unavailable')} live>
              <p>{errorWords(error)}</p>
              <div class="buttons">
                <Button onPress={again}>{i18n.t('common.retry')}</Button>
              </div>
            </Notice>
            <DueChoice draftAt={draftAt} go={go} />
          </>
        );
      case 'unread':
        return (
          <Notice tone="due" title={i18n.t('panel.unreadTitle')}>
            <p>{i18n.t('panel.unreadText')}</p>
            {record}
          </Notice>
        );
      case 'held':
        return <HeldCard {...props} state={state} />;
      case 'due': {
        const why = dueWords(state.standing);
        return (
          <>
            <Notice tone="due" title={i18n.t('panel.dueTitle')}>
              <p>{why}</p>
            </Notice>
            <DueChoice draftAt={draftAt} go={go} />
          </>
        );
      }
      case 'waiting':
        return (
          <Notice icon="clock" title={i18n.t('panel.waitingTitle', [String(state.missing)])}>
            <p>{i18n.t('panel.waitingText', [wordOf(MEETING_KINDS, state.gate.meeting)])}</p>
            <PeopleList people={missingOf(state.gate)} myCode={me.person?.staffCode} />
            <RemindButton caseNumber={view?.caseNumber} gate={state.gate} main />
            {record}
          </Notice>
        );
      case 'sheet-due':
        return (
          <Notice tone="due" icon="sheet" title={i18n.t('panel.sheetDueTitle')}>
            <p>{state.outdated ? i18n.t('panel.sheetOutdatedText') : i18n.t('panel.sheetDueText')}</p>
            {away ? (
              <p>{i18n.t('panel.sheetOffline')}</p>
            ) : (
              <SheetButton nonce={nonce} caseNumber={caseNumber} onSaid={setSaid} />
            )}
            {record}
          </Notice>
        );
      case 'sheet-others':
        return (
          <Notice icon="done" title={i18n.t('panel.sheetOthersTitle')}>
            <p>{i18n.t('panel.sheetOthersText')}</p>
            {record}
          </Notice>
        );
      case 'ready':
        return (
          <Notice tone="blue" icon="done" title={i18n.t('panel.readyTitle')}>
            <p>{i18n.t('panel.readyText')}</p>
            {record}
          </Notice>
        );
      case 'nothing':
        return (
          <Notice icon="done" title={i18n.t('panel.nothingTitle')}>
            <p>{i18n.t('panel.nothingText')}</p>
            {record}
          </Notice>
        );
    }
  };
  return (
    <section class="state" aria-label={i18n.t('panel.needs')} data-state={state.is}>
      {card()}
      {opened && (
        <p class="said">
          <Mark icon="done">{i18n.t('panel.heldOpen')}</Mark>
        </p>
      )}
      <p class="said" role="status">
        {said}
      </p>
    </section>
  );
}
