/** One stay on a meeting's page: its agenda is told, its rows are marked, its shell stands. */
import type { HostProfile } from '../../shared/host-profile.ts';
import { markRows } from '../agenda/marks.ts';
import { ask } from './background.ts';
import { native } from './native.ts';
import { readMeeting } from './read.ts';
import { confirmed, type Place } from './recognise.ts';
import { selectAll } from './select.ts';
import type { Visit, VisitHelp } from './visit-kind.ts';

const MOST_CASES = 500;

export function visitMeeting(profile: HostProfile, place: Place, help: VisitHelp): Visit {
  const { meetingId } = place.ids;
  let drift: string[] = ['meeting.probe'];
  let told: string | undefined;
  let question: Parameters<typeof askMarks>[0] | undefined;

  const marks = markRows(help.words, help.signal);

  async function askMarks(asked: {
    meeting: 'judges-conference' | 'adjudication-committee';
    cases: string[];
  }) {
    const badges = await ask('agendaBadges', {
      ...asked,
      ...(meetingId ? { hostMeetingId: meetingId } : {}),
    });
    // A later question has its own answer.
    if (question === asked) marks.answer(badges ?? []);
  }

  function look(): boolean {
    if (native(document, 'readyState') === 'loading' || !confirmed(profile, place, document)) return false;
    const read = readMeeting(profile, document);
    drift = read.drift;
    const { meeting } = read;
    if (meeting === undefined) return false;
    marks.rows(read.rows);
    const cases = [...new Set(read.rows.map((row) => row.caseNumber))].slice(0, MOST_CASES);
    const now = JSON.stringify([meeting, cases]);
    if (now === told) return true;
    told = now;
    question = { meeting, cases };
    void help
      .arrive({ type: 'meeting', meeting, cases, ...(meetingId ? { hostMeetingId: meetingId } : {}) })
      .then((heard) => {
        if (!heard && told === now) told = undefined;
      });
    if (cases.length > 0) void askMarks(question);
    return true;
  }

  return {
    look,
    told: () => Promise.resolve(),
    caseNumber: () => undefined,
    watched() {
      help.drifted(drift);
      // A sorted or turned page of the agenda brings new rows; only their table is watched.
      watchTable(profile.meeting?.rows ?? '', look, help.signal);
    },
    gateControls: () => [],
    meetingMissing() {},
    askGate: async () => 'hold',
    attach: async () => ({ ok: false, code: 'no-recipe' }),
    refresh() {
      look();
      if (question && question.cases.length > 0) void askMarks(question);
    },
  };
}

function watchTable(rows: string, look: () => void, signal: AbortSignal): void {
  const table = rows === '' ? undefined : selectAll(document, rows)[0]?.parentElement;
  if (!table) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(look, 200);
  });
  observer.observe(table, { childList: true });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(timer);
  });
}
