/**
 * Two courts with the same people, each of one role and of one of two departments, and one thing of every kind that somebody
 * might ask for: what the tests of the access matrix are asked of.
 */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { createKeyPair, publicHalf } from '../../extension/link/proof.ts';
import type { RecordOutcome } from '../../shared/api.ts';
import { ESCALATION_TARGETS } from '../../shared/codes.ts';
import type { ComplaintBody } from '../../shared/records/complaint.ts';
import type { EntryBody, Evidence } from '../../shared/records/entry.ts';
import { STAFF_ROLES, type StaffRole } from '../../shared/records/staff-list.ts';
import { publicKeyText } from '../../sidecar/crypto/court-key.ts';
import { PASSWORD } from '../world/people.ts';
import { entry, reading } from './examples.ts';
import { grantsOf } from './grant-court.ts';
import { type Client, startTestCourt, type TestCourt } from './test-court.ts';

export const DEPARTMENTS = ['民一庭', '民二庭'] as const;
export const AUTHOR = { code: '9001', name: '作者甲', department: '民一庭' };
/** What the author wrote, and nobody else: no refusal may hold any of it. */
export const CONTENT = '来电打听合议庭意见，未予答复，已告知正当渠道。';
const OWN_WORDS = '本人接到的一次询问，当场说明依法办理。';

export const CASES = {
  /** Names the author only. */
  foreign: '（2024）豫1302民初90001号',
  /** Names everybody as a member of the panel. */
  panel: '（2024）豫1302民初90002号',
  /** Names everybody as a clerk, who puts the sheet into the file. */
  filer: '（2024）豫1302民初90003号',
  /** Names the author, and nobody else has anything there. */
  strange: '（2024）豫1302民初90004号',
  /** Nobody has ever opened it. */
  random: '（2024）豫1302民初99999号',
  /** Its entries are read under grants. */
  granted: '（2024）豫1302民初90006号',
} as const;

export interface Somebody {
  label: string;
  role: StaffRole;
  code: string;
  name: string;
  department: string;
  account: string;
  client: Client;
  /** Their own entries, with and without a case, the file the first one shows, and a complaint. */
  own: { entry: string; lonely: string; file: string; complaint: string };
  /** An entry of the author about them, and what was asked for about it. */
  about: string;
  aboutNumber: number;
  aboutGrant: string;
  aboutDestruction: string;
  /** A complaint of the author about them. */
  aboutComplaint: string;
  /** Their own entry's number. */
  ownNumber: number;
  /** A grant in force that they asked for, and the opening they made under it. */
  granted?: { grant: string; opening: string };
  /** A grant they asked for or approved, and that nobody reads under. */
  signed?: string;
}

export interface AccessWorld {
  court: TestCourt;
  /** Another court; the same people are there as well, with the same numbers. */
  other: TestCourt;
  people: Somebody[];
  author: Client;
  /** Of the author: nobody has opened the first, every custodian the second. */
  foreign: { entry: string; lonely: string; file: string };
  opened: { entry: string; file: string };
  /** Of the author, in the case the grants are of: the first was opened under each, the second under none. */
  granted: { entry: string; unopened: string; file: string };
  /** Asked by the administrator: one waits for the president, one for a custodian, and one that nobody decides on. */
  requests: { asked: string; approved: string; kept: string };
  /** Of entries of the author: one the custodian has asked to be destroyed, and one nobody has. */
  doomed: { request: string; number: number };
  /** Of the author: one to the inspection, which every custodian has read, and one to the superior court. */
  complaints: { foreign: string; superior: string };
  /** Sheet filings of the author. */
  sheets: { strange: string; panel: string };
  /** The public half of a browser's key. */
  browserKey: Awaited<ReturnType<typeof publicHalf>>;
  at(who: Somebody, court: TestCourt): Promise<Client>;
  close(): Promise<void>;
}

const NAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许';
const ROSTER = STAFF_ROLES.flatMap((role, place) =>
  DEPARTMENTS.map((department, which) => {
    const number = place * DEPARTMENTS.length + which;
    return {
      label: `${role} of ${department}`,
      role,
      code: `80${String(number).padStart(2, '0')}`,
      name: `${NAMES[number]}某`,
      department,
      account: `p${number}`,
    };
  }),
);
const firstOf = (role: StaffRole) => ROSTER.find((one) => one.role === role)?.code ?? '';
/** Who asked for the grants and the destruction that wait. */
export const ADMINISTRATOR = firstOf('court-administrator');
export const CUSTODIAN = firstOf('custodian');
const COLLEAGUES = ['9002', '9003'].map((code, place) => ({ code, name: `同事${'乙丙'[place]}` }));
const STAFF = `工号,姓名,部门,职务,角色,账号,初始密码
${AUTHOR.code},${AUTHOR.name},${AUTHOR.department},员额法官,干警,author,${PASSWORD}
${COLLEAGUES.map(({ code, name }) => `${code},${name},${AUTHOR.department},员额法官,干警,c${code},${PASSWORD}`).join('\n')}
${ROSTER.map((one) => `${one.code},${one.name},${one.department},某职,${one.role},${one.account},${PASSWORD}`).join('\n')}
`;

export const DESTRUCTION = { ground: '依据生效裁定，应予销毁。', document: '宛法销〔2026〕7号' };

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const fileOf = (words: string) =>
  Buffer.from(`%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% ${words}\ntrailer<</Root 1 0 R>>\n%%EOF\n`);

export async function startAccessWorld(): Promise<AccessWorld> {
  let now = Date.parse('2026-08-20T02:00:00.000Z');
  const clock = () => now;
  const other = await startTestCourt(
    { court: { code: '豫1303', name: '另一法院' } },
    { clock, staffCsv: STAFF },
  );
  const subordinates = [{ court: other.config.court, publicKey: publicKeyText(other.sidecar.secrets.court) }];
  // Every office of the matrix is in force: custodians ask for grants as well, and each who may approves destructions.
  const policy = {
    grants: { custodians: 'granted' },
    destruction: { approvers: ['president', 'party-secretary', 'custodian'] },
  };
  const court = await startTestCourt({ subordinates, policy }, { clock, staffCsv: STAFF });

  const body = (changes: Partial<EntryBody> = {}): EntryBody =>
    entry({
      occurredAt: new Date(now - 3_600_000).toISOString(),
      content: CONTENT,
      caseNumber: CASES.foreign,
      ...changes,
    });
  const filed = async (client: Client, type: string, what: unknown): Promise<string> => {
    const answer = await client.file(type, what);
    expect(answer.status, `${type} ${await answer.clone().text()}`).toBe(201);
    return ((await answer.json()) as RecordOutcome).id;
  };
  const bring = async (client: Client, words: string): Promise<Evidence> => {
    const bytes = fileOf(words);
    const hash = sha256(bytes);
    const kept = await client.request('PUT', `/v1/evidence/${hash}`, bytes, {
      'content-type': 'application/pdf',
    });
    expect(kept.status).toBe(201);
    return { hash, name: '来函.pdf', mediaType: 'application/pdf', bytes: bytes.length };
  };
  const lonely = ({ caseNumber: _, stage: __, ...rest }: EntryBody) => rest;

  // A month that is over: three people of each department filed, so that its figures are told.
  for (const account of ['author', 'c9002', 'c9003']) await filed(await court.as(account), 'entry', body());
  for (const one of ROSTER.filter(({ department }) => department === DEPARTMENTS[1]).slice(0, 3))
    await filed(await court.as(one.account), 'entry', body({ content: OWN_WORDS }));
  now = Date.parse('2026-09-10T02:00:00.000Z');
  // Nobody's session lasts that long.
  await court.restart();

  const author = await court.as('author');
  const everybody = (role: 'panel-member' | 'clerk') => ROSTER.map(({ name }) => ({ role, name }));
  const handling = { role: 'handling-judge', name: AUTHOR.name } as const;
  for (const [caseNumber, people] of [
    [CASES.foreign, [handling]],
    [CASES.panel, [handling, ...everybody('panel-member')]],
    [CASES.filer, [handling, ...everybody('clerk')]],
    [CASES.strange, [handling]],
    [CASES.granted, [handling]],
  ] as const)
    await filed(author, 'case-reading', reading({ caseNumber, people: [...people] }));
  for (const caseNumber of [CASES.panel, CASES.filer, CASES.strange])
    await filed(author, 'entry', body({ caseNumber }));
  for (const to of Object.keys(ESCALATION_TARGETS))
    await filed(author, 'escalation', { to, reason: CONTENT });
  const [shut, open] = [await bring(author, 'shut'), await bring(author, 'open')];
  const foreign = {
    entry: await filed(author, 'entry', body({ evidence: [shut] })),
    lonely: await filed(author, 'entry', lonely(body())),
    file: shut.hash,
  };
  const opened = { entry: await filed(author, 'entry', body({ evidence: [open] })), file: open.hash };

  const complaint = (changes: Partial<ComplaintBody> = {}): ComplaintBody => ({
    to: 'inspection',
    kind: 'retaliation',
    text: CONTENT,
    ...changes,
  });
  const complaints = {
    foreign: await filed(author, 'complaint', complaint()),
    superior: await filed(author, 'complaint', complaint({ to: 'superior', name: AUTHOR.name })),
  };

  const numberOf = (id: string) =>
    court.sidecar.store.db.prepare<[string], number>('select seq from log where id = ?').pluck().get(id) ?? 0;
  const sheet = (caseNumber: string) => ({
    caseNumber,
    sheetHash: sha256(Buffer.from(caseNumber)),
    fileHash: sha256(Buffer.from(`${caseNumber}.pdf`)),
    bytes: 1,
    fileName: '一案一表.pdf',
    volume: 'confidential',
    host: { profile: 'trial-system', profileVersion: 1 },
  });
  const sheets = {
    strange: await filed(author, 'sheet-filing', sheet(CASES.strange)),
    panel: await filed(author, 'sheet-filing', sheet(CASES.panel)),
  };
  const shown = await bring(author, 'granted');
  const ofGrants = { caseNumber: CASES.granted };
  const granted = {
    entry: await filed(author, 'entry', body({ ...ofGrants, evidence: [shown] })),
    unopened: await filed(author, 'entry', body(ofGrants)),
    file: shown.hash,
  };
  const goes = [await filed(author, 'entry', body()), await filed(author, 'entry', body())] as const;

  const people: Somebody[] = [];
  for (const one of ROSTER) {
    const client = await court.as(one.account);
    const evidence = await bring(client, one.label);
    const person = { ...body().person, name: one.name, staffCode: one.code, unitClass: 'court-own' as const };
    const ownEntry = await filed(client, 'entry', body({ content: OWN_WORDS, evidence: [evidence] }));
    people.push({
      ...one,
      client,
      ownNumber: numberOf(ownEntry),
      aboutNumber: 0,
      aboutGrant: '',
      aboutDestruction: '',
      own: {
        entry: ownEntry,
        lonely: await filed(client, 'entry', lonely(body({ content: OWN_WORDS }))),
        file: evidence.hash,
        complaint: await filed(client, 'complaint', complaint({ text: OWN_WORDS })),
      },
      aboutComplaint: await filed(
        author,
        'complaint',
        complaint({ about: { name: one.name, staffCode: one.code } }),
      ),
      about: await filed(
        author,
        'entry',
        body({ kind: 'internal', conduct: ['INT-4'], person: { ...person, identity: 'own-court' } }),
      ),
    });
  }
  const holding = (role: StaffRole) => people.filter((one) => one.role === role);
  const [administrators, custodians] = [holding('court-administrator'), holding('custodian')];
  const approvers = [...holding('president'), ...holding('party-secretary')];
  const [administrator, president, first, second] = [administrators[0], approvers[0], ...custodians];
  if (!administrator || !president || !first || !second) throw new Error('an office is vacant');
  const asks = ({ client }: Somebody, of: { entryNumber: number } | { caseNumber: string }) =>
    filed(client, 'grant-request', { ...of, reason: '上级来函核实。', hours: 4 });
  const approve = ({ client }: Somebody, grantId: string) =>
    filed(client, 'grant-decision', { grantId, decision: 'approve' });
  const inForce = async (who: Somebody, of: { entryNumber: number } | { caseNumber: string }) => {
    const grantId = await asks(who, of);
    await approve(president, grantId);
    await filed((who === first ? second : first).client, 'grant-countersign', { grantId });
    return grantId;
  };
  for (const who of [...administrators, ...custodians]) {
    const grant = await inForce(who, ofGrants);
    const use = { entryId: granted.entry, purpose: 'grant', grantId: grant };
    who.granted = { grant, opening: await filed(who.client, 'opening', use) };
    expect((await grantsOf(who.client)).find((one) => one.id === grant)?.state).toBe('in-force');
    who.signed = await asks(who, { entryNumber: numberOf(foreign.entry) });
  }
  for (const who of custodians) {
    await who.client.get(`/v1/complaints/${complaints.foreign}`);
    const grantId = await inForce(who, { entryNumber: numberOf(opened.entry) });
    await filed(who.client, 'opening', { entryId: opened.entry, purpose: 'screening', grantId });
  }
  const entryNumber = numberOf(foreign.entry);
  for (const who of approvers) {
    who.signed = await asks(administrator, { entryNumber });
    await approve(who, who.signed);
  }
  for (const who of people) {
    who.aboutNumber = numberOf(who.about);
    const of = { entryNumber: who.aboutNumber };
    who.aboutGrant = await asks(who === administrator ? first : administrator, of);
    who.aboutDestruction = await filed((who === first ? second : first).client, 'destruction-request', {
      ...DESTRUCTION,
      recordNumber: who.aboutNumber,
    });
  }
  const requests = {
    asked: await asks(administrator, { entryNumber }),
    approved: await asks(administrator, { entryNumber }),
    kept: await asks(administrator, { entryNumber }),
  };
  await approve(president, requests.approved);
  const doomed = {
    request: await filed(first.client, 'destruction-request', {
      ...DESTRUCTION,
      recordNumber: numberOf(goes[0]),
    }),
    number: numberOf(goes[1]),
  };
  return {
    court,
    other,
    people,
    author,
    foreign,
    opened,
    granted,
    requests,
    doomed,
    complaints,
    sheets,
    browserKey: await publicHalf(await createKeyPair()),
    at: (who, at) => at.as(who.account),
    async close() {
      await court.close();
      await other.close();
    },
  };
}
