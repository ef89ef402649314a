/** Bodies of records as a judge would file them; tests change what they test. */
import type { CaseReadingBody } from '../../shared/records/case-reading.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import type { NilDeclarationBody } from '../../shared/records/nil-declaration.ts';

export const CASE = '（2024）豫1302民初123号';

export const reading = (changes: Partial<CaseReadingBody> = {}): CaseReadingBody => ({
  caseNumber: CASE,
  cause: '民间借贷纠纷',
  stage: '一审',
  parties: ['原告：张建军', '被告：河南恒润商贸有限公司'],
  agents: ['马晓东（河南宛都律师事务所）'],
  people: [
    { role: 'handling-judge', name: '李明华' },
    { role: 'presiding-judge', name: '王秀兰' },
    { role: 'panel-member', name: '李明华' },
    { role: 'panel-member', name: '赵国强' },
    { role: 'clerk', name: '周雨桐' },
  ],
  host: { profile: 'trial-system', profileVersion: 1, caseId: '2024130200000123' },
  ...changes,
});

export const entry = (changes: Partial<EntryBody> = {}): EntryBody => ({
  caseNumber: CASE,
  kind: 'external',
  stage: 'first',
  person: {
    unidentified: false,
    name: '刘某某',
    unit: '某县人民政府办公室',
    unitClass: 'government',
    post: '科长',
    isLeader: false,
    identity: 'leader-staff',
    relationToParty: 'friend',
  },
  occurredAt: new Date(Date.now() - 3_600_000).toISOString(),
  place: '办公室（电话）',
  atWorkplace: true,
  manner: 'phone',
  conduct: ['EXT-1', 'EXT-3'],
  content: '来电询问本案何时开庭，并称被告是县里重点企业，希望“关照”。当场说明依法办理，不便透露。',
  handling: ['refused', 'proper-channel'],
  effect: 'no',
  evidence: [],
  declared: true,
  ...changes,
});

export const nil = (changes: Partial<NilDeclarationBody> = {}): NilDeclarationBody => ({
  caseNumber: CASE,
  questions: 1,
  affirmed: ['external', 'internal', 'contact', 'omission'],
  declared: true,
  ...changes,
});
