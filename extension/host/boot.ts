/** The life of the script on one document: started once, one visit at a time, ended with the document. */
import type { HostProfile } from '../../shared/host-profile.ts';
import { ask, extensionHere } from './background.ts';
import { keepGate } from './gate.ts';
import { native } from './native.ts';
import { answerPageCalls, PageRefusal } from './page-calls.ts';
import { recognise } from './recognise.ts';
import { onRoute } from './route.ts';
import { type Arrival, type OpenVisit, openVisit } from './visit.ts';
import { takeWords, type Words } from './words.ts';

interface Running {
  here(): boolean;
  stop(): void;
}
/** Two injections of one build share their globals; what an older build left listens to this event. */
const guard = globalThis as { liuhen?: Running };
const TAKEOVER = 'liuhen:takeover';

export function boot(): void {
  if (guard.liuhen?.here()) return;
  guard.liuhen?.stop();
  native(document, 'dispatchEvent')(new Event(TAKEOVER));

  const life = new AbortController();
  const { signal } = life;
  let profile: HostProfile | undefined;
  let words: Words | undefined;
  let path: string | undefined;
  let visit: OpenVisit | undefined;
  let over = false;

  const leave = () => {
    visit?.leave();
    visit = undefined;
    path = undefined;
  };
  const stop = () => {
    leave();
    life.abort();
  };
  guard.liuhen = { here: () => extensionHere() && !signal.aborted, stop };
  // The page can send this event too, and then finds us still here.
  native(document, 'addEventListener')(TAKEOVER, () => !extensionHere() && stop(), { signal });

  /** The extension was replaced under the page. The gate stays held: the new one's rules hold behind it. */
  const gone = () => {
    over = true;
    visit?.sayUpdated();
  };
  const checkHere = () => {
    if (!over && !extensionHere()) gone();
    return !over;
  };

  const arrive = (by: Arrival['by']) => {
    if (!profile || !words || !checkHere()) return;
    if (location.pathname === path) {
      visit?.again();
      return;
    }
    const stale = visit?.caseNumber();
    const had = visit !== undefined;
    leave();
    path = location.pathname;
    const place = recognise(profile, path);
    if (place) visit = openVisit(profile, place, { by, stale, words, gone });
    else if (had) void ask('pageLeft');
  };

  keepGate(
    {
      controls: () => visit?.gateControls() ?? [],
      async ask(meeting, byPerson) {
        const asked = visit;
        if (!checkHere() || !asked) return 'hold';
        const verdict = await asked.askGate(meeting, byPerson);
        // An answer for a page that was left is no answer for the one that came after it.
        return asked === visit ? verdict : 'hold';
      },
      clickAgain: () => visit?.clickAgain(),
      meetingMissing: () => visit?.meetingMissing(),
    },
    signal,
  );

  const present = (): OpenVisit => {
    if (!visit) throw new PageRefusal('not-found');
    return visit;
  };
  let attaching: Promise<unknown> = Promise.resolve();
  answerPageCalls(
    {
      async shell(state) {
        present().show(state);
        return null;
      },
      async openPanel() {
        present().open();
        return null;
      },
      async lookAgain() {
        const here = present();
        here.look();
        await here.told();
        return null;
      },
      attachSheet(sheet) {
        // One after the other: the second of two equal ones then finds the first's file.
        const here = present();
        const outcome = attaching.then(() => here.attach(sheet));
        attaching = outcome;
        return outcome;
      },
      refreshAgenda() {
        present().refresh();
        return null;
      },
    },
    signal,
  );

  onRoute(() => arrive('route'), signal);
  native(document, 'addEventListener')(
    'visibilitychange',
    () => native(document, 'visibilityState') === 'visible' && checkHere(),
    { signal },
  );
  window.addEventListener(
    'pagehide',
    ({ isTrusted }) => {
      // One that the page makes up would take the gate's first layer away.
      if (!isTrusted) return;
      if (visit && extensionHere()) void ask('pageLeft');
      leave();
    },
    { signal },
  );
  window.addEventListener(
    'pageshow',
    ({ isTrusted, persisted }) => isTrusted && persisted && arrive('document'),
    { signal },
  );

  void (async () => {
    // Asked again when nobody answered: a worker that is just starting may miss the first.
    let bound = await ask('pageProfile');
    if (bound === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      bound = await ask('pageProfile');
    }
    if (!bound) return stop();
    profile = bound.profile;
    words = takeWords();
    arrive('document');
  })();
}
