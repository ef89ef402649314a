/** Direct reports as a browser would seal them, and blanks as every browser sends them. */
import { v7 as uuid } from 'uuid';
import type { DirectKey } from '../../shared/direct-key.ts';
import { type DirectReport, filledUp } from '../../shared/direct-report.ts';
import { sealTo } from '../../shared/sealed-envelope.ts';
import { COURT } from '../world/people.ts';
import type { TestCourt } from './test-court.ts';

export const SECRET = {
  name: '欧阳铁山',
  text: '副院长欧阳铁山在电梯里要求把本案改判，身份证411302197001011234，已录音。',
  id: '411302197001011234',
};

export const report = (changes: Partial<DirectReport> = {}): DirectReport => ({
  v: 1,
  id: uuid(),
  kind: 'direct-report',
  court: COURT.code,
  text: SECRET.text,
  about: SECRET.name,
  author: { name: '李明华', staffCode: '1302001', department: '民一庭' },
  at: new Date().toISOString(),
  ...changes,
});

/** The key a court seals to, and over how many bytes. */
export function sealingOf({ config }: TestCourt): { key: DirectKey; bytes: number } {
  const key = config.superior?.directKey;
  if (!key) throw new Error('this court has no superior to report to');
  return { key, bytes: config.policy.directReport.bytes };
}

export async function sealed(court: TestCourt, what: DirectReport | undefined): Promise<string> {
  const { key, bytes } = sealingOf(court);
  return sealTo(key, filledUp(what, bytes));
}
