import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Person, PolicyAnswer } from '../../shared/api.ts';
import type { Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { isCustodian, isTurnedTo } from '../look/roles.ts';
import { SignOutButton } from '../look/session-buttons.tsx';
import { Failed, NoSidecar, SignedOut } from '../look/state-notices.tsx';
import { useLargeType } from '../look/use-large-type.ts';
import { useLive } from '../look/use-live.ts';
import { Watermark } from '../look/watermark.tsx';
import { LinkMark } from '../panel/panel-head.tsx';
import { Complain } from './complain.tsx';
import { Complaints } from './complaints.tsx';
import { Direct } from './direct.tsx';
import { DirectReports } from './direct-reports.tsx';
import { OwnFormPage, RecordPage } from './entry-page.tsx';
import { Escalations } from './escalations.tsx';
import { Mine } from './mine.tsx';
import { OwnEntryView } from './own-entry.tsx';
import { hashOf, type Route } from './route.ts';
import { Screening } from './screening.tsx';
import { go, useRoute } from './use-route.ts';

interface Place {
  route: Route;
  words: string;
}

function placesFor(person: Person | undefined, answer: PolicyAnswer | undefined): Place[] {
  return [
    { route: { view: 'record' }, words: i18n.t('console.record') },
    { route: { view: 'mine' }, words: i18n.t('console.mine') },
    ...(person && isCustodian(person)
      ? [{ route: { view: 'screening' } as const, words: i18n.t('console.screening') }]
      : []),
    ...(person && isTurnedTo(person)
      ? [{ route: { view: 'escalations' } as const, words: i18n.t('console.escalations') }]
      : []),
    ...(person && isCustodian(person)
      ? [{ route: { view: 'complaints' } as const, words: i18n.t('complaints.title') }]
      : []),
    ...(person && isCustodian(person) && answer?.takesDirectReports
      ? [{ route: { view: 'direct-reports' } as const, words: i18n.t('directReports.title') }]
      : []),
    { route: { view: 'complain' }, words: i18n.t('complain.title') },
    ...(answer?.direct ? [{ route: { view: 'direct' } as const, words: i18n.t('direct.title') }] : []),
  ];
}

function Head({ me, route }: { me: Me | undefined; route: Route }) {
  const [large, turn] = useLargeType();
  const person = me?.person;
  const policy = useLive(
    `policy:${person?.staffCode}`,
    ['session'],
    person === undefined ? undefined : () => call('policy'),
  );
  return (
    <header class="desk-head">
      <strong>{i18n.t('console.title')}</strong>
      <nav aria-label={i18n.t('console.places')}>
        {placesFor(person, person && policy.value?.value).map(({ route: to, words }) => (
          <a
            key={to.view}
            href={hashOf(to)}
            aria-current={to.view === route.view ? 'page' : undefined}
            onClick={(event) => {
              if (to.view !== 'direct') return;
              event.preventDefault();
              go(to);
            }}
          >
            {words}
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

function View({ me, route, person }: { me: Me; route: Route; person: Person }) {
  const { staffCode } = person;
  switch (route.view) {
    case 'screening':
      // As the sidecar: for whoever is no custodian there is nothing here (济法发〔2021〕17号 四(五)).
      return isCustodian(person) ? (
        <Screening me={me} staffCode={staffCode} id={route.id} />
      ) : (
        <p class="page empty">{i18n.t('problem.not_found')}</p>
      );
    case 'escalations':
      return <Escalations staffCode={staffCode} />;
    case 'complaints':
      return isCustodian(person) ? (
        <Complaints me={me} staffCode={staffCode} id={route.id} />
      ) : (
        <p class="page empty">{i18n.t('problem.not_found')}</p>
      );
    case 'direct-reports':
      return isCustodian(person) ? (
        <DirectReports staffCode={staffCode} />
      ) : (
        <p class="page empty">{i18n.t('problem.not_found')}</p>
      );
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
 * The console: recording without a case page, one's own records, the custodians' screening, what was put to me, and the ways to
 * complain and to report past one's own court.
 */
export function Console() {
  const me = useLive('me', ['session', 'link'], () => call('me'));
  const route = useRoute();
  const person = me.value?.person;
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
      <Head me={me.value} route={route} />
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
          <View key={person.staffCode} me={me.value} route={route} person={person} />
        ) : (
          <NobodyHere me={me.value} left={writer.current !== undefined} />
        )}
      </main>
      {person && <Watermark name={person.name} staffCode={person.staffCode} />}
    </>
  );
}
