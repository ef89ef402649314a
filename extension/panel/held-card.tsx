import { i18n } from '#i18n';
import { MEETING_KINDS } from '../../shared/codes.ts';
import type { HoldReason } from '../link/calls.ts';
import { Button } from '../look/button.tsx';
import { Notice } from '../look/notice.tsx';
import { OptionsButton } from '../look/session-buttons.tsx';
import { shortTime } from '../look/time.ts';
import { wordOf } from '../look/words.ts';
import { type CaseState, missingOf } from './case-state.ts';
import { DueChoice } from './due-choice.tsx';
import { PeopleList } from './people-list.tsx';
import { RemindButton } from './remind-button.tsx';
import type { StateCardProps } from './screen.ts';

function whyWords(why: HoldReason['why']): string {
  switch (why) {
    case 'gate':
      return i18n.t('panel.heldGate');
    case 'offline':
      return i18n.t('panel.heldOffline');
    case 'api-mismatch':
      return i18n.t('panel.heldMismatch');
    case 'no-sidecar':
      return i18n.t('panel.heldNoSidecar');
    case 'signed-out':
      return i18n.t('panel.heldSignedOut');
    case 'case-unread':
      return i18n.t('panel.unreadText');
    case 'case-changed':
      return i18n.t('panel.heldCaseChanged');
    case 'no-person':
      return i18n.t('panel.heldNoPerson');
    case 'unexpected':
      return i18n.t('panel.heldUnexpected');
  }
}

type Held = Extract<CaseState, { is: 'held' }>;

/** A submission was held: which meeting, who is missing, what to do, and the way out. */
export function HeldCard({
  state,
  me,
  view,
  draftAt,
  go,
  again,
}: Omit<StateCardProps, 'state'> & { state: Held }) {
  const { held, gate, mineDue } = state;
  const missing = gate ? missingOf(gate) : [];
  return (
    <>
      <Notice tone="held" title={i18n.t('panel.heldTitle', [wordOf(MEETING_KINDS, held.meeting)])} live>
        <p class="small">{i18n.t('panel.heldAt', [shortTime(held.at)])}</p>
        <p>{whyWords(held.reason.why)}</p>
        {gate && <PeopleList people={missing} myCode={me.person?.staffCode} />}
        {missing.some((person) => person.standing === 'unknown-person') && (
          <p class="small">{i18n.t('panel.unknownWayOut')}</p>
        )}
        {gate && (
          <RemindButton
            caseNumber={view?.caseNumber}
            gate={gate}
            main={!mineDue}
            myCode={me.person?.staffCode}
          />
        )}
        {held.reason.why === 'no-sidecar' && (
          <div class="buttons">
            <OptionsButton />
          </div>
        )}
        {!view && (
          <div class="buttons">
            <Button onPress={again}>{i18n.t('common.retry')}</Button>
          </div>
        )}
        <p class="small">{i18n.t('panel.heldWayOut')}</p>
        {!mineDue && view && (
          <div class="buttons">
            <Button look="quiet" icon="pen" onPress={() => go('entry')}>
              {i18n.t('panel.record')}
            </Button>
          </div>
        )}
      </Notice>
      {(mineDue || !view) && <DueChoice draftAt={draftAt} go={go} />}
    </>
  );
}
