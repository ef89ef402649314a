/** Every route that gives out what somebody disclosed, and somebody to whom it does. */
import type { CaseView, OwnComplaint } from '../../shared/api.ts';
import { CASE } from './examples.ts';
import { GRANT_STAFF, grantInForce, idOf, openUnder } from './grant-court.ts';
import { type RecordingCourt, startRecordingCourt } from './recording-court.ts';
import type { Client } from './test-court.ts';

/** Stands in everything that is disclosed here. */
export const SECRET = '受托打探合议意见一事';

const NOW = Date.parse('2026-11-25T02:00:00.000Z');

export interface ContentRoute {
  /** As in the table of routes. */
  pattern: string;
  path: string;
  /** To whom it is given. */
  account: string;
}

export interface ContentCourt extends RecordingCourt {
  routes: ContentRoute[];
}

/** Whether an answer holds anything somebody disclosed. */
export async function holdsContent({ pattern }: ContentRoute, answer: Response): Promise<boolean> {
  if (answer.status !== 200) return false;
  if (pattern === '/v1/own-complaints')
    return ((await answer.clone().json()) as { complaints: OwnComplaint[] }).complaints.length > 0;
  if (pattern !== '/v1/cases/:number') return true;
  return ((await answer.clone().json()) as CaseView).counts.ownEntries > 0;
}

export async function startContentCourt(): Promise<ContentCourt> {
  const here = await startRecordingCourt(NOW, {}, GRANT_STAFF);
  const { court, limh, heqy, evidence } = here;
  const id = await here.file(here.body({ content: SECRET, evidence: [evidence] }));
  const escalated = await limh.file('escalation', { to: 'president', entryId: id, reason: SECRET });
  await idOf(escalated);
  const complaint = { to: 'inspection', kind: 'retaliation', text: SECRET };
  const complained = await idOf(await limh.file('complaint', complaint));
  await idOf(await heqy.file('opening', { entryId: id, purpose: 'screening' }));
  const grantId = await grantInForce(court, { entryNumber: (await here.own(id)).seq });
  const opening = await idOf(await openUnder(await court.as('xuwb'), grantId, id));
  const of = (pattern: string, account: string, path = pattern): ContentRoute => ({ pattern, path, account });
  const caseOf = (rest = '') => `/v1/cases/${encodeURIComponent(CASE)}${rest}`;
  return {
    ...here,
    routes: [
      of('/v1/entries', 'limh'),
      of('/v1/entries/:id', 'limh', `/v1/entries/${id}`),
      of('/v1/entries/:id/proof.pdf', 'limh', `/v1/entries/${id}/proof.pdf`),
      of('/v1/cases/:number', 'limh', caseOf()),
      of('/v1/cases/:number/sheet.pdf', 'limh', caseOf('/sheet.pdf')),
      of('/v1/evidence/:hash', 'limh', `/v1/evidence/${evidence.hash}`),
      of('/v1/escalations', 'liangzp'),
      of('/v1/screening', 'heqy'),
      of('/v1/screening/:id', 'heqy', `/v1/screening/${id}`),
      of('/v1/own-complaints', 'limh'),
      of('/v1/complaints', 'heqy'),
      of('/v1/complaints/:id', 'heqy', `/v1/complaints/${complained}`),
      of('/v1/grants/:id/entries/:entryId', 'xuwb', `/v1/grants/${grantId}/entries/${id}?opening=${opening}`),
    ],
  };
}

/** Leaves of the access log, by outcome. */
export function accessLeaves({ court }: RecordingCourt): { given: number; refused: number } {
  const count = court.sidecar.store.db
    .prepare<[string], number>('select count(*) from access_log where outcome = ?')
    .pluck();
  return { given: count.get('given') ?? 0, refused: count.get('refused') ?? 0 };
}

export const get = async (here: RecordingCourt, route: ContentRoute, account = route.account) =>
  ((await here.court.as(account)) as Client).request('GET', route.path);
