import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { MEETING_KINDS } from '../../shared/codes.ts';
import type { Me, PageSeen } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { NoSidecar, SignedOut } from '../look/state-notices.tsx';
import { useLive } from '../look/use-live.ts';
import { wordOf } from '../look/words.ts';
import { PanelHead } from '../panel/panel-head.tsx';
import { BriefCase } from './brief-case.tsx';
import { BriefList } from './brief-list.tsx';

type Meeting = Extract<PageSeen, { type: 'meeting' }>;

function Cases({ page }: { page: Meeting }) {
  const { meeting, hostMeetingId, cases } = page;
  const question = { meeting, ...(hostMeetingId === undefined ? {} : { hostMeetingId }) };
  const badges = useLive(
    `agenda:${meeting}:${hostMeetingId}:${cases.join()}`,
    ['case', 'session', 'link'],
    () => call('agendaBadges', { ...question, cases }),
  );
  /** Open case, or the list; `last` is where the list takes up again. */
  const [at, setAt] = useState<{ open: boolean; last: number }>({ open: cases.length === 1, last: 0 });
  const body = useRef<HTMLDivElement>(null);
  const moved = useRef(false);

  const open = (index: number) => {
    moved.current = true;
    setAt({ open: true, last: index });
  };
  const close = () => {
    moved.current = true;
    setAt({ open: false, last: at.last });
  };

  useEffect(() => {
    if (!moved.current) return;
    scrollTo(0, 0);
    body.current?.querySelector<HTMLElement>(at.open ? '[data-heading]' : '[data-current]')?.focus();
  }, [at]);

  const caseNumber = cases[at.last];
  return (
    <div ref={body}>
      {at.open && caseNumber !== undefined ? (
        <BriefCase
          key={caseNumber}
          question={{ ...question, caseNumber }}
          index={at.last}
          count={cases.length}
          onGo={open}
          onList={close}
        />
      ) : (
        <BriefList cases={cases} badges={badges.value} start={at.last} onOpen={open} />
      )}
    </div>
  );
}

/** A meeting page: its cases, and the brief of the one chosen. */
export function BriefPanel({ meeting, me }: { meeting: Meeting; me: Me }) {
  return (
    <>
      <PanelHead title={i18n.t('brief.title')} me={me}>
        <p class="small">{wordOf(MEETING_KINDS, meeting.meeting)}</p>
      </PanelHead>
      <main class="brief">
        {me.sidecarUrl === undefined ? (
          <NoSidecar />
        ) : !me.person ? (
          <SignedOut title={i18n.t('panel.signedOut')} text={i18n.t('popup.signedOut')} />
        ) : (
          <Cases key={me.person.staffCode} page={meeting} />
        )}
      </main>
    </>
  );
}
