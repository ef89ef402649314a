import type { HostProfile } from '../../shared/host-profile.ts';
import type { ShellState } from '../link/calls.ts';
import { ask } from './background.ts';
import { visitCase } from './case-visit.ts';
import { visitMeeting } from './meeting-visit.ts';
import type { Place } from './recognise.ts';
import { domReady, settle } from './settle.ts';
import { createShell, type Shell } from './shell.ts';
import type { Visit, VisitHelp } from './visit-kind.ts';
import type { Words } from './words.ts';

export interface OpenVisit extends Visit {
  show(state: ShellState): void;
  open(): void;
  clickAgain(): void;
  sayUpdated(): void;
  /** The address changed, but not which page it is of. */
  again(): void;
  leave(): void;
}

/** A page that came as a document is looked at at once, one that is being rebuilt when it has been still. */
const QUIET_MS = { document: 100, route: 300 };

export interface Arrival {
  by: keyof typeof QUIET_MS;
  stale: string | undefined;
  words: Words;
  gone(): void;
}

export function openVisit(profile: HostProfile, place: Place, arrival: Arrival): OpenVisit {
  const life = new AbortController();
  const { signal } = life;
  const { words } = arrival;
  const reported = new Set<string>();
  let made: Shell | undefined;
  const shell = () => {
    made ??= createShell(words, signal);
    return made;
  };

  const help: VisitHelp = {
    words,
    signal,
    stale: arrival.stale,
    shell,
    gone: arrival.gone,
    async arrive(page) {
      const answer = await ask('pageArrived', page);
      if (!answer || signal.aborted) return false;
      const here = shell();
      here.panel(answer.nonce, answer.dock);
      here.show(answer.shell);
      return true;
    },
    drifted(all) {
      const fields = all.filter((field) => !reported.has(field));
      if (fields.length === 0) return;
      for (const field of fields) reported.add(field);
      void ask('pageDrift', { profile: profile.id, version: profile.version, fields });
    },
  };
  const visit = (place.type === 'case' ? visitCase : visitMeeting)(profile, place, help);

  let unwatch = (): void => {};
  function watch(by: Arrival['by']): void {
    unwatch();
    unwatch = settle({ quietMs: QUIET_MS[by], look: visit.look, done: visit.watched }, signal);
  }

  void domReady(signal).then(() => {
    if (signal.aborted) return;
    if (arrival.by === 'document') visit.look();
    watch(arrival.by);
  });

  return {
    ...visit,
    show: (state) => shell().show(state),
    open: () => void shell().open(true),
    clickAgain: () => shell().say('shell_clickAgain'),
    sayUpdated: () => made?.say('shell_updated', 'stay'),
    again: () => watch('route'),
    leave() {
      life.abort();
    },
  };
}
