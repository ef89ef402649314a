import { expect, it } from 'vitest';
import type { CaseReadingBody } from '../../shared/records/case-reading.ts';
import { readingHash } from './reading-hash.ts';

const reading: CaseReadingBody = {
  caseNumber: '（2024）豫1302民初1号',
  cause: '民间借贷纠纷',
  stage: '一审',
  parties: ['甲', '乙'],
  agents: [],
  people: [{ role: 'handling-judge', name: '张三' }],
  host: { profile: 'demo', profileVersion: 1 },
};

it('does not see the order of keys, nor the profile', async () => {
  const stored: CaseReadingBody = {
    ...reading,
    people: [{ name: '张三', role: 'handling-judge' }],
    host: { profile: 'demo', profileVersion: 2 },
  };
  expect(await readingHash(stored)).toBe(await readingHash(reading));
});

it('sees a change of the panel, of parties and of the stage', async () => {
  const hashes = await Promise.all(
    [
      reading,
      { ...reading, stage: '二审' },
      { ...reading, parties: ['甲乙'] },
      { ...reading, people: [{ role: 'presiding-judge' as const, name: '张三' }] },
      { ...reading, people: [{ role: 'handling-judge' as const, name: '张三', staffCode: '001' }] },
    ].map(readingHash),
  );
  expect(new Set(hashes).size).toBe(5);
});
