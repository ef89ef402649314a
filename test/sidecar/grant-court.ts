/** People who ask for grants and decide on them, and the way a grant goes, for the tests of it. */
import { expect } from 'vitest';
import type { GrantItem, RecordOutcome } from '../../shared/api.ts';
import { PASSWORD, STAFF_CSV } from '../world/people.ts';
import type { Client, TestCourt } from './test-court.ts';

/** Beside the court's people: an administrator, another one, and the party secretary. */
export const GRANT_STAFF = `${STAFF_CSV}1302021,许文博,审管办,科员,干警、院管理员,xuwb,${PASSWORD}
1302022,郭卫东,院领导,党组书记,干警、党组书记,guowd,${PASSWORD}
1302023,罗小曼,办公室,科员,干警、院管理员,luoxm,${PASSWORD}
1302024,丁一宁,民一庭,内勤,干警、部门管理员,dingyn,${PASSWORD}
`;

/** The list without these roles for this person. */
export const staffWithout = (code: string, role: string, csv = GRANT_STAFF): string =>
  csv
    .split('\n')
    .map((line) => (line.startsWith(`${code},`) ? line.replace(`、${role}`, '') : line))
    .join('\n');

export const idOf = async (answer: Response): Promise<string> => {
  expect(answer.status, await answer.clone().text()).toBe(201);
  return ((await answer.json()) as RecordOutcome).id;
};

export const grantsOf = async (client: Client): Promise<GrantItem[]> =>
  (await client.get<{ grants: GrantItem[] }>('/v1/grants')).grants;

export const ask = async (client: Client, of: { entryNumber: number } | { caseNumber: string }, hours = 4) =>
  idOf(await client.file('grant-request', { ...of, reason: '上级来函核实。', hours }));

/** Asked by the administrator, approved by the president, countersigned by a custodian. @returns its id */
export async function grantInForce(
  court: TestCourt,
  of: { entryNumber: number } | { caseNumber: string },
  { hours = 4, asks = 'xuwb', approves = 'liangzp', second = 'heqy' } = {},
): Promise<string> {
  const grantId = await ask(await court.as(asks), of, hours);
  const decided = await (await court.as(approves)).file('grant-decision', { grantId, decision: 'approve' });
  expect(decided.status, await decided.clone().text()).toBe(201);
  const countersigned = await (await court.as(second)).file('grant-countersign', { grantId });
  expect(countersigned.status, await countersigned.clone().text()).toBe(201);
  return grantId;
}

export const openUnder = (client: Client, grantId: string, entryId: string, id?: string) =>
  client.file('opening', { entryId, purpose: 'grant', grantId }, id === undefined ? {} : { id });

export const readUnder = (client: Client, grantId: string, entryId: string, opening: string) =>
  client.request('GET', `/v1/grants/${grantId}/entries/${entryId}?opening=${opening}`);
