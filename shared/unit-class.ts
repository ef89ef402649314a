/** The class of a unit as its name tells it: a suggestion the form shows and the recorder may change. */
import type { UNIT_CLASSES } from './codes.ts';

type UnitClass = keyof typeof UNIT_CLASSES;

/** The more telling words first: 政法委 is of the party, 人大法工委 of the congress, a court's company an enterprise. */
const WORDS: readonly (readonly [RegExp, UnitClass])[] = [
  [/律师事务所|律所/, 'law-firm'],
  [/评估|鉴定|拍卖|会计师事务所|审计事务所|破产管理/, 'intermediary'],
  [/公司|集团|银行|厂$/, 'enterprise'],
  [/检察院/, 'procuratorate'],
  [/监委|监察委|纪委监委/, 'supervision'],
  [/公安|派出所|交警/, 'police'],
  [/司法(局|厅|部|所)/, 'justice'],
  [/人大|人民代表大会/, 'congress'],
  [/政协|政治协商/, 'cppcc'],
  [/协会|商会|学会|联合会|基金会|工会|妇联|团委/, 'social'],
  [/党委|政法委|纪委|组织部|宣传部|统战部|[省市县区州旗镇乡]委/, 'party'],
  [/政府|信访局|街道办|办事处|管委会/, 'government'],
  [/大学|学院|学校|中学|小学|医院|研究院|研究所/, 'institution'],
  [/[省市县区州旗].{0,12}局$/, 'government'],
];

/** @param court name of the recorder's own court */
export function unitClassOf(unit: string, court: string | undefined): UnitClass | undefined {
  const plain = unit.replace(/\s/g, '');
  if (plain === '本院' || (court !== undefined && plain.startsWith(court))) return 'court-own';
  // Which other court it is to this one, its name does not tell.
  if (/人民法院|法院/.test(plain)) return undefined;
  return WORDS.find(([pattern]) => pattern.test(plain))?.[1];
}
