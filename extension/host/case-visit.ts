/** One stay on one case's page: it is read and told, its shell stands, its gate is kept, files are put into its file. */

import type { MeetingKind } from '../../shared/codes.ts';
import type { HostProfile } from '../../shared/host-profile.ts';
import type { AttachOutcome, PageSeen } from '../link/calls.ts';
import { attachFile, browserTools, type FileToAttach } from './attach.ts';
import { ask, extensionHere } from './background.ts';
import { native } from './native.ts';
import { peopleUnread, readCase } from './read.ts';
import { confirmed, type Place } from './recognise.ts';
import { domReady } from './settle.ts';
import type { Visit, VisitHelp } from './visit-kind.ts';

export function visitCase(profile: HostProfile, place: Place, help: VisitHelp): Visit {
  const { shell, arrive, drifted } = help;
  let told: string | undefined;
  let telling: Promise<void> = Promise.resolve();
  let caseNumber: string | undefined;
  let drift: string[] = ['case.probe'];
  let { stale } = help;
  /** The page has come together: what is missing now is not only late. */
  let settled = false;

  /** @returns false while the page is not there, or still shows the case that was open before */
  function look(): boolean {
    // Of a page that is still coming in, part of the panel would be read for the whole.
    if (native(document, 'readyState') === 'loading' || !confirmed(profile, place, document)) return false;
    const { reading, drift: missing } = readCase(profile, place.ids, document);
    drift = missing;
    caseNumber = undefined;
    const unread = peopleUnread(drift);
    if (!reading || reading.caseNumber === stale || (unread && !settled)) return false;
    caseNumber = reading.caseNumber;
    const now = JSON.stringify([reading, unread]);
    if (now === told) return true;
    told = now;
    if (settled) drifted(drift);
    telling = telling.then(async () => {
      // Told again at the next look when nobody heard it.
      const seen: PageSeen = { type: 'case', reading, ...(unread ? { peopleUnread: true } : {}) };
      if (!(await arrive(seen)) && told === now) told = undefined;
    });
    return true;
  }

  function sayHeld(word: 'shell_caseUnread' | 'shell_notChecked'): void {
    const here = shell();
    here.show({ mood: 'held', count: 0 });
    here.say(word);
  }

  return {
    look,
    told: () => telling,
    caseNumber: () => caseNumber,
    gateControls: () => profile.case.gate.controls,
    meetingMissing: () => drifted(['gate.meeting']),

    watched() {
      settled = true;
      // After so long it is no text left over: two addresses lead to one case.
      stale = undefined;
      look();
      drifted(drift);
    },

    async askGate(meeting: MeetingKind, byPerson: boolean) {
      await domReady(help.signal);
      // The people of the case may have changed on this page since it was read.
      if (!look() || peopleUnread(drift)) {
        sayHeld('shell_caseUnread');
        return 'hold';
      }
      await telling;
      const answer = await ask('askGate', { meeting, byPerson });
      if (!answer) {
        if (extensionHere()) sayHeld('shell_notChecked');
        else help.gone();
        return 'hold';
      }
      const here = shell();
      here.say(undefined);
      if (answer.verdict === 'pass') return 'pass';
      if (!here.open(byPerson)) sayHeld('shell_notChecked');
      return 'hold';
    },

    async attach(file: FileToAttach): Promise<AttachOutcome> {
      const recipe = profile.case.attach;
      if (!recipe) return { ok: false, code: 'no-recipe' };
      // The panel made the sheet of the case it was told of: if the page shows another by now, it is not filed here.
      const before = told;
      if (!look() || told !== before) return { ok: false, code: 'unexpected' };
      return attachFile(recipe, place.ids, file, browserTools());
    },

    refresh() {},
  };
}
