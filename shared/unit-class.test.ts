import { expect, it } from 'vitest';
import { unitClassOf } from './unit-class.ts';

const OWN = '南阳市宛城区人民法院';

it.each([
  ['某县人民政府办公室', 'government'],
  ['中共某县委政法委', 'party'],
  ['某县县委办公室', 'party'],
  ['某市人大常委会', 'congress'],
  ['某市政协', 'cppcc'],
  ['某县纪委监委', 'supervision'],
  ['某县人民检察院', 'procuratorate'],
  ['某县公安局', 'police'],
  ['某县司法局', 'justice'],
  ['某县教育局', 'government'],
  ['河南宛都律师事务所', 'law-firm'],
  ['河南恒润商贸有限公司', 'enterprise'],
  ['某某资产评估有限公司', 'intermediary'],
  ['南阳市建筑业协会', 'social'],
  ['南阳师范学院', 'institution'],
  [`${OWN}民一庭`, 'court-own'],
  ['本院', 'court-own'],
  ['南阳市中级人民法院', undefined],
  ['个体', undefined],
  ['', undefined],
])('takes %j for %s', (unit, unitClass) => expect(unitClassOf(unit, OWN)).toBe(unitClass));
