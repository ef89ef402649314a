import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Person, PolicyAnswer } from '../../shared/api.ts';
import { NATIONAL_POLICY, type Policy } from '../../shared/policy.ts';
import type { Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { SignOutButton } from '../look/session-buttons.tsx';
import { Failed, NoSidecar, SignedOut } from '../look/state-notices.tsx';
import { useLargeType } from '../look/use-large-type.ts';
import { useLive } from '../look/use-live.ts';
import { Watermark } from '../look/watermark.tsx';
import { LinkMark } from '../panel/panel-head.tsx';
import { Complain } from './complain.tsx';
import { Complaints } from './complaints.tsx';
import { Counts } from './counts.tsx';
import { Destructions } from './destructions.tsx';
import { Direct } from './direct.tsx';
import { DirectReports } from './direct-reports.tsx';
import { OwnFormPage, RecordPage } from './entry-page.tsx';
import { Escalations } from './escalations.tsx';
import { GrantedEntryView } from './granted-entry.tsx';
import { Grants } from './grants.tsx';
import { LogPage } from './log-page.tsx';
import { Mine } from './mine.tsx';
import { OwnEntryView, usePolicyAnswer } from './own-entry.tsx';
import { offeredTo, type Place, placesFor } from './places.ts';
import { hashOf, type Route } from './route.ts';
import { Screening } from './screening.tsx';
import { go, useRoute } from './use-route.ts';

function placeWords(place: Place): string {
  switch (place) {
    case 'record':
      return i18n.t('console.record');
    case 'mine':
      return i18n.t('console.mine');
    case 'screening':
      return i18n.t('console.screening');
    case 'escalations':
      return i18n.t('console.escalations');
    case 'grants':
      return i18n.t('grant.title');
    case 'destruction':
      return i18n.t('destroy.title');
    case 'counts':
      return i18n.t('counts.title');
    case 'log':
      return i18n.t('log.title');
    case 'complaints':
      return i18n.t('complaints.title');
    case 'direct-reports':
      return i18n.t('directReports.title');
    case 'complain':
      return i18n.t('complain.title');
    case 'direct':
      return i18n.t('direct.title');
  }
}

interface HeadProps {
  me: Me | undefined;
  route: Route;
  policy: Policy;
  answer: PolicyAnswer | undefined;
}

function Head({ me, route, policy, answer }: HeadProps) {
  const [large, turn] = useLargeType();
  const person = me?.person;
  return (
    <header class="desk-head">
      <strong>{i18n.t('console.title')}</strong>
      <nav aria-label={i18n.t('console.places')}>
        {offeredTo(person, policy, person && answer).map((view) => (
          <a
            key={view}
            href={hashOf({ view })}
            aria-current={view === route.view ? 'page' : undefined}
            onClick={(event) => {
              if (view !== 'direct') return;
              event.preventDefault();
              go({ view });
            }}
          >
            {placeWords(view)}
          </a>
        ))}
      </nav>
      <span class="desk-who">
        <span class="small">
          {person ? `${person.name} · ${person.department}` : i18n.t('common.notSignedIn')}
        </span>
        {me && <LinkMark link={me.link} />}
        <Button pressed={large} onPress={turn}>
          {i18n.t('common.largeType')}
        </Button>
        {person && <SignOutButton />}
      </span>
    </header>
  );
}

const isForm = (route: Route): boolean =>
  route.view === 'record' ||
  route.view === 'direct' ||
  route.view === 'complain' ||
  (route.view === 'mine' &&
    (route.act === 'supplement' || route.act === 'correction' || route.act === 'copy'));

function NobodyHere({ me, left }: { me: Me; left: boolean }) {
  return (
    <div class="page">
      {me.sidecarUrl === undefined ? (
        <NoSidecar />
      ) : (
        <SignedOut
          title={left ? i18n.t('console.leftTitle') : i18n.t('common.notSignedIn')}
          text={left ? i18n.t('console.left') : i18n.t('console.signedOut')}
          live
        />
      )}
    </div>
  );
}

function View({ me, route, person, policy }: { me: Me; route: Route; person: Person; policy: Policy }) {
  const { staffCode, department } = person;
  // As the sidecar: for whom a place is not, there is nothing there (济法发〔2021〕17号 四(五)).
  if (!placesFor(person, policy).includes(route.view))
    return <p class="page empty">{i18n.t('problem.not_found')}</p>;
  switch (route.view) {
    case 'screening':
      return <Screening me={me} staffCode={staffCode} id={route.id} />;
    case 'grants': {
      const { id, entryId } = route;
      if (id === undefined || entryId === undefined) return <Grants me={me} person={person} />;
      return (
        <GrantedEntryView key={`${id} ${entryId}`} me={me} person={person} grantId={id} entryId={entryId} />
      );
    }
    case 'destruction':
      return <Destructions me={me} person={person} />;
    case 'counts':
      return <Counts staffCode={staffCode} department={department} />;
    case 'log':
      return <LogPage staffCode={staffCode} />;
    case 'escalations':
      return <Escalations staffCode={staffCode} />;
    case 'complaints':
      return <Complaints me={me} staffCode={staffCode} id={route.id} />;
    case 'direct-reports':
      return <DirectReports staffCode={staffCode} />;
    case 'mine': {
      const { id, act } = route;
      if (id === undefined) return <Mine me={me} staffCode={staffCode} />;
      return (
        <OwnEntryView
          key={id}
          me={me}
          staffCode={staffCode}
          id={id}
          act={act === 'link' || act === 'escalate' ? act : undefined}
        />
      );
    }
    case 'record':
    case 'direct':
    case 'complain':
      return null;
  }
}

function FormView({ me, route, writer }: { me: Me; route: Route; writer: string }) {
  const leave = () => go({ view: 'mine' });
  if (route.view === 'direct') return <Direct key={writer} me={me} writer={writer} onLeave={leave} />;
  if (route.view === 'complain')
    return <Complain key={writer} me={me} writer={writer} entryId={route.id} onLeave={leave} />;
  const { id, act } = route.view === 'mine' ? route : {};
  if (id !== undefined && (act === 'supplement' || act === 'correction' || act === 'copy'))
    return <OwnFormPage key={`${writer} ${id} ${act}`} me={me} writer={writer} id={id} act={act} />;
  return <RecordPage key={writer} me={me} />;
}

/**
 * The console: recording without a case page, one's own records, the custodians' screening, what was put to me, figures, and the
 * ways to complain and to report past one's own court.
 */
export function Console() {
  const me = useLive('me', ['session', 'link'], () => call('me'));
  const route = useRoute();
  const person = me.value?.person;
  const answer = usePolicyAnswer(person?.staffCode);
  const policy = answer?.policy ?? NATIONAL_POLICY;
  // A form stays open through a lost session, as on the case page; all else goes from the page with the session.
  const writer = useRef<string | undefined>(undefined);
  if (person) writer.current = person.staffCode;

  const where = hashOf(route);
  const before = useRef(where);
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    if (before.current === where) return;
    before.current = where;
    scrollTo(0, 0);
    main.current?.querySelector<HTMLElement>('[data-heading]')?.focus();
  }, [where]);

  return (
    <>
      <Head me={me.value} route={route} policy={policy} answer={answer} />
      <main ref={main} class="desk">
        {me.value === undefined ? (
          me.error === undefined ? (
            <p class="page" role="status">
              {i18n.t('common.loading')}
            </p>
          ) : (
            <div class="page">
              <Failed error={me.error} again={me.again} />
            </div>
          )
        ) : isForm(route) && writer.current !== undefined ? (
          <FormView me={me.value} route={route} writer={writer.current} />
        ) : person ? (
          <View key={person.staffCode} me={me.value} route={route} person={person} policy={policy} />
        ) : (
          <NobodyHere me={me.value} left={writer.current !== undefined} />
        )}
      </main>
      {person && <Watermark name={person.name} staffCode={person.staffCode} />}
    </>
  );
}
