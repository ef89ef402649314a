import { expect, it } from 'vitest';
import type { CaseReadingBody } from '../../shared/records/case-reading.ts';
import { readingToFile } from './page-reading.ts';

const reading: CaseReadingBody = {
  caseNumber: '（2024）豫1302民初1号',
  cause: '',
  stage: '',
  parties: [],
  agents: [],
  people: [{ role: 'handling-judge', name: '张三' }],
  host: { profile: 'demo', profileVersion: 1 },
};

it('gives the reading of a page that was read in full', () => {
  expect(readingToFile({ type: 'case', reading })).toBe(reading);
});

it('gives none of a page that reported people it could not read', () => {
  expect(readingToFile({ type: 'case', reading, peopleUnread: true })).toBeUndefined();
});

it('gives none of a meeting page', () => {
  expect(readingToFile({ type: 'meeting', meeting: 'judges-conference', cases: [] })).toBeUndefined();
});
