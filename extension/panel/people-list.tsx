import { i18n } from '#i18n';
import { CASE_ROLES } from '../../shared/codes.ts';
import type { GateDecision } from '../link/calls.ts';
import type { IconName } from '../look/icon.tsx';
import { Mark, type Tone } from '../look/notice.tsx';
import { shortDay } from '../look/time.ts';
import { listWords, wordOf } from '../look/words.ts';

type GatePerson = GateDecision['people'][number];

const DAY_MS = 86_400_000;

/** A statement holds to the end of day D + n; in between lie n whole days and a part of one. */
function freshDays({ statedAt, holdsUntil }: GatePerson): string {
  if (statedAt === undefined || holdsUntil === undefined) return '';
  return String(Math.floor((Date.parse(holdsUntil) - Date.parse(statedAt)) / DAY_MS));
}

export function standingWords(person: GatePerson): { icon: IconName; tone: Tone; words: string } {
  switch (person.standing) {
    case 'stated':
      return { icon: 'done', tone: 'plain', words: i18n.t('panel.stated') };
    case 'not-stated':
      return { icon: 'open', tone: 'due', words: i18n.t('panel.notStated') };
    case 'stale':
      return { icon: 'clock', tone: 'due', words: i18n.t('panel.stale', [freshDays(person)]) };
    case 'panel-changed':
      return { icon: 'turn', tone: 'due', words: i18n.t('panel.panelChanged') };
    case 'stage-changed':
      return { icon: 'turn', tone: 'due', words: i18n.t('panel.stageChanged') };
    case 'newer-entry':
      return { icon: 'turn', tone: 'due', words: i18n.t('panel.newerEntry') };
    case 'unknown-person':
      return { icon: 'nobody', tone: 'due', words: i18n.t('panel.unknownPerson') };
  }
}

/** Who has stated and who has not: the state in words beside each name. */
export function PeopleList({ people, myCode }: { people: GatePerson[]; myCode: string | undefined }) {
  return (
    <ul class="people">
      {people.map((person) => {
        const { icon, tone, words } = standingWords(person);
        const me = person.staffCode !== undefined && person.staffCode === myCode;
        return (
          <li key={`${person.name} ${person.staffCode ?? ''}`}>
            <span>
              <b>{person.name}</b>
              <span class="small">
                {' '}
                {me && `${i18n.t('panel.you')} · `}
                {listWords(person.roles.map((role) => wordOf(CASE_ROLES, role)))}
              </span>
            </span>
            <Mark icon={icon} tone={tone}>
              {words}
              {person.standing === 'stated' && person.holdsUntil !== undefined && (
                <span class="small"> {i18n.t('panel.until', [shortDay(person.holdsUntil)])}</span>
              )}
            </Mark>
          </li>
        );
      })}
    </ul>
  );
}
