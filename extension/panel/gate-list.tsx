import { i18n } from '#i18n';
import { MEETING_KINDS } from '../../shared/codes.ts';
import type { GateDecision } from '../link/calls.ts';
import { listWords, wordOf } from '../look/words.ts';
import { PeopleList } from './people-list.tsx';

/** Gates that ask the same of the same people are shown once. */
function alike(gates: GateDecision[]): { meetings: string[]; people: GateDecision['people'] }[] {
  const groups = new Map<string, { meetings: string[]; people: GateDecision['people'] }>();
  for (const gate of gates) {
    const key = JSON.stringify(gate.people);
    const group = groups.get(key) ?? { meetings: [], people: gate.people };
    group.meetings.push(wordOf(MEETING_KINDS, gate.meeting));
    groups.set(key, group);
  }
  return [...groups.values()];
}

interface GateListProps {
  gates: GateDecision[];
  myCode: string;
  /** Closed at first, where the card above already says who is missing. */
  folded: boolean;
}

export function GateList({ gates, myCode, folded }: GateListProps) {
  if (gates.length === 0) return null;
  const lists = alike(gates).map(({ meetings, people }) => (
    <div key={meetings.join()}>
      <p class="small">{listWords(meetings)}</p>
      {people.length === 0 ? (
        <p class="small">{i18n.t('panel.gateNobody')}</p>
      ) : (
        <PeopleList people={people} myCode={myCode} />
      )}
    </div>
  ));
  return (
    <section class="part">
      {folded ? (
        <details class="folded">
          <summary>{i18n.t('panel.gates')}</summary>
          {lists}
        </details>
      ) : (
        <>
          <h2>{i18n.t('panel.gates')}</h2>
          {lists}
        </>
      )}
    </section>
  );
}
