/**
 * Who may not look (济法发〔2021〕17号 四(五)): the department's administrator, the office's other staff, IT, and the court's
 * administrator without a grant ask for an entry's content in every way there is, and get what they would get for an entry that
 * was never made. That they asked is in the access log, under the entry's number.
 */
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyStore } from '../../sidecar/log/verify.ts';
import { inShort, problemOf } from './answers.ts';
import { type RecordingCourt, startRecordingCourt } from './recording-court.ts';
import type { TestCourt } from './test-court.ts';

const NOW = Date.parse('2026-11-25T02:00:00.000Z');

describe('who may not look', () => {
  let here: RecordingCourt;
  let court: TestCourt;
  let id: string;
  beforeAll(async () => {
    here = await startRecordingCourt(NOW);
    ({ court } = here);
    id = await here.file(here.body({ content: '谁也不该在此处读到的一句话。', evidence: [here.evidence] }));
  }, 60_000);
  afterAll(() => court.close());

  const attempts = (actor: string) =>
    court.sidecar.store.db
      .prepare<[string], { action: string; subject: string; outcome: string }>(
        'select action, subject, outcome from access_log where actor = ? order by seq',
      )
      .all(actor);

  it.each([
    ['abuse 1, R48: the department’s administrator', 'fangxm'],
    ['R50: the inspection office’s other staff', 'hanmo'],
    ['R55: IT', 'jiangym'],
    ['R49: the court’s administrator without a grant', 'luojz'],
    ['the president', 'liangzp'],
    ['the party secretary', 'tangsz'],
    ['a colleague of the case', 'wangxl'],
  ])('%s', async (_, account) => {
    const client = await court.as(account);
    const { staffCode } = client.session.person;
    const told = async (answer: Response) => {
      const text = await answer.clone().text();
      return [inShort(await problemOf(answer)), text];
    };
    const ways = (entryId: string, hash: string) => [
      () => client.request('GET', `/v1/screening/${entryId}`),
      () => client.file('opening', { entryId, purpose: 'screening' }),
      () => client.request('GET', `/v1/entries/${entryId}`),
      () => client.request('GET', `/v1/entries/${entryId}/proof.pdf`),
      () => client.request('GET', `/v1/evidence/${hash}`),
    ];
    const none = uuid();
    const there = ways(id, here.evidence.hash);
    const nowhere = ways(none, 'f'.repeat(64));
    for (const [place, way] of there.entries()) {
      const answer = await told(await way());
      expect(answer[0]).toMatch(/^404 (not-found|entry-unknown)$/);
      expect(await told((await nowhere[place]?.()) ?? new Response())).toEqual(answer);
    }
    expect(attempts(staffCode)).toEqual(
      (
        [
          ['read-entry', id, none],
          ['read-entry', id, none],
          ['read-own-entry', id, none],
          ['print-own-entry', id, none],
          ['read-evidence', here.evidence.hash, 'f'.repeat(64)],
        ] as const
      ).flatMap(([action, ...subjects]) =>
        subjects.map((subject) => ({ action, subject, outcome: 'refused' })),
      ),
    );
    // Neither the author nor anybody else finds an opening that was refused.
    expect((await here.own(id)).events.map((event) => event.type)).toEqual(['entry']);
  });

  it('writes no text of an attempt into the log but numbers that could be a thing’s', async () => {
    const client = await court.as('hanmo');
    const { staffCode } = client.session.person;
    const words = encodeURIComponent('骂人的话');
    expect((await client.request('GET', `/v1/screening/${words}`)).status).toBe(404);
    expect(attempts(staffCode).at(-1)).toEqual({
      action: 'read-entry',
      subject: staffCode,
      outcome: 'refused',
    });
    expect(verifyStore(court.sidecar.store).faults).toEqual([]);
  });
});
