import { describe, expect, it } from 'vitest';
import { casePeople } from './case-people.ts';

describe('casePeople', () => {
  it('reads parties and agents as the page words them', () => {
    const people = casePeople(
      ['原告：张建军', '被告（反诉原告）: 河南恒润商贸有限公司', '王五'],
      [
        '马晓东（河南宛都律师事务所）',
        '原告代理人：李四 (法律援助中心)',
        '赵六',
        '孙七（某法律援助所） 代理：被告',
      ],
    );
    expect(people.map(({ fills }) => fills)).toEqual([
      { name: '张建军', identity: 'party', relationToParty: 'self' },
      { name: '河南恒润商贸有限公司', identity: 'party', relationToParty: 'self' },
      { name: '王五', identity: 'party', relationToParty: 'self' },
      {
        name: '马晓东',
        relationToParty: 'agent',
        unit: '河南宛都律师事务所',
        unitClass: 'law-firm',
        identity: 'lawyer',
      },
      { name: '李四', relationToParty: 'agent', unit: '法律援助中心' },
      { name: '赵六', relationToParty: 'agent' },
      { name: '孙七', relationToParty: 'agent', unit: '某法律援助所' },
    ]);
  });

  it('names everybody once, and nobody without a name or with one no record holds', () => {
    const people = casePeople(['原告：张三', '上诉人：张三', '原告：', `被告：${'长'.repeat(61)}`], ['张三']);
    expect(people.map(({ fills }) => fills.name)).toEqual(['张三']);
  });
});
