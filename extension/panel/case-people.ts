/** Parties and agents as the host's page words them, as somebody to name in a contact. */
import { type DraftPerson, ENTRY_LIMITS } from '../../shared/entry-draft.ts';

export interface CasePerson {
  /** As the page has it. */
  words: string;
  fills: Pick<DraftPerson, 'name'> & Partial<DraftPerson>;
}

/** 原告：张建军; 被告（反诉原告）: 李四. Known words only, or a name behind which its office stands would be cut off. */
const ROLE =
  /^[^：:]{0,8}(?:告人?|第三人|上诉人|申请人|执行人|自诉人|申诉人|代表人|代理人|辩护人|被害人|异议人|利害关系人)[^：:]{0,12}[：:]\s*/;
/** 马晓东（河南宛都律师事务所） 代理：原告 */
const FOR_WHOM = /\s+(?:代理|辩护)[：:].*$/;
/** 马晓东（河南宛都律师事务所） */
const UNIT = /^(.+?)\s*[（(]([^（）()]+)[）)]\s*$/;

function split(words: string): { name: string; unit: string } {
  const plain = words.replace(FOR_WHOM, '').replace(ROLE, '').trim();
  const [, name = plain, unit = ''] = UNIT.exec(plain) ?? [];
  return { name, unit };
}

/** Everybody once, in the page's order; whose name no record holds is left to be typed. */
export function casePeople(parties: readonly string[], agents: readonly string[]): CasePerson[] {
  const seen = new Set<string>();
  const once = ({ fills }: CasePerson): boolean => {
    const fresh = fills.name !== '' && fills.name.length <= ENTRY_LIMITS.name && !seen.has(fills.name);
    seen.add(fills.name);
    return fresh;
  };
  return [
    ...parties.map((words): CasePerson => {
      // What stands in brackets behind a party is a role or a former name, and no unit.
      const { name } = split(words);
      return { words, fills: { name, identity: 'party', relationToParty: 'self' } };
    }),
    ...agents.map((words): CasePerson => {
      const { name, unit } = split(words);
      const lawyer = /律师事务所/.test(unit);
      return {
        words,
        fills: {
          name,
          relationToParty: 'agent',
          ...(unit === '' || unit.length > ENTRY_LIMITS.unit ? {} : { unit }),
          ...(lawyer ? { unitClass: 'law-firm' as const, identity: 'lawyer' as const } : {}),
        },
      };
    }),
  ].filter(once);
}
