/** Markup in every text a person can type: filed to the letter, and text wherever it is shown. */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Brief, CaseView, RecordOutcome } from '../../shared/api.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import type { RecordEnvelope } from '../../shared/records/record.ts';
import { logIsSilentOn, problemOf } from './answers.ts';
import { CASE, entry, reading } from './examples.ts';
import { storedRecord } from './stored.ts';
import { type Client, startTestCourt, type TestCourt } from './test-court.ts';

const EVIL = `<script>alert(1)</script><img src=x onerror='a()'>&"{{7*7}}`;
/** One of its own for each field, so that one field cannot stand for another. */
const evil = (field: string, max = 60) => `${field}${EVIL}`.slice(0, max);

const person = entry().person;
const ENTRY_TEXTS: Record<string, Partial<EntryBody>> = {
  name: { person: { ...person, name: evil('name') } },
  unit: { person: { ...person, unit: evil('unit') } },
  post: { person: { ...person, post: evil('post') } },
  place: { place: evil('place') },
  content: { content: `${evil('content')}\n=cmd|' /C calc'!A0` },
};
const READING_TEXTS = {
  cause: evil('cause'),
  stage: evil('stage'),
  parties: [evil('party')],
  agents: [evil('agent')],
  people: [...reading().people, { role: 'clerk' as const, name: evil('clerk') }],
  host: { profile: evil('profile'), profileVersion: 1, caseId: evil('caseId') },
};

const flat = (text: string) => text.replace(/\s/gu, '');

describe('markup', () => {
  const lines: string[] = [];
  let court: TestCourt;
  let limh: Client;
  const at = (path = '') => `/v1/cases/${encodeURIComponent(CASE)}${path}`;
  beforeAll(async () => {
    court = await startTestCourt({}, { logLines: lines });
    limh = await court.as('limh');
    expect((await limh.file('case-reading', reading(READING_TEXTS))).status).toBe(201);
  });
  afterAll(() => court.close());

  const stored = (id: string): RecordEnvelope =>
    JSON.parse(storedRecord(court.sidecar, id).toString('utf8')) as RecordEnvelope;

  it.each(Object.entries(ENTRY_TEXTS))('in an entry’s %s is filed to the letter', async (_, change) => {
    const body = entry(change);
    const answer = await limh.file('entry', body);
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as RecordOutcome;
    expect(stored(id).body).toEqual(body);
  });

  it('in a file’s name and type is filed to the letter', async () => {
    const bytes = Buffer.from('材料');
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
    const sent = await limh.request('PUT', `/v1/evidence/${hash}`, bytes, { 'content-type': 'text/html' });
    expect(sent.status).toBe(201);
    const named = (name: string) => [{ hash, name, mediaType: evil('text/html;'), bytes: bytes.length }];
    // No file's name holds a folder.
    expect((await limh.file('entry', entry({ evidence: named(evil('../file')) }))).status).toBe(400);
    const evidence = named(evil('file').replaceAll('/', ''));
    const answer = await limh.file('entry', entry({ evidence }));
    expect(answer.status).toBe(201);
    expect((stored(((await answer.json()) as RecordOutcome).id).body as EntryBody).evidence).toEqual(
      evidence,
    );
  });

  it('in a recusal’s reason is filed to the letter', async () => {
    const body = {
      caseNumber: CASE,
      meeting: 'adjudication-committee',
      statement: 'recuse',
      reason: evil('reason'),
    };
    const answer = await (await court.as('chensy')).file('recusal', body);
    expect(answer.status).toBe(201);
    expect(stored(((await answer.json()) as RecordOutcome).id).body).toEqual(body);
  });

  it('comes back as JSON that nothing takes for a page', async () => {
    for (const path of [at(), at('/gate?meeting=judges-conference'), '/v1/records', '/v1/duties']) {
      const answer = await limh.request('GET', path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    const view = await limh.get<CaseView>(at());
    expect(view.cause).toBe(READING_TEXTS.cause);
    expect(view.lines.map((line) => line.summary)).toContain(`${evil('content')}`.slice(0, 60));
    const brief = await (await court.as('chensy')).get<Brief>(at('/brief?meeting=adjudication-committee'));
    expect([brief.cause, brief.parties, brief.agents]).toEqual([
      READING_TEXTS.cause,
      READING_TEXTS.parties,
      READING_TEXTS.agents,
    ]);
  });

  it('is not echoed by a refusal', async () => {
    for (const number of [EVIL, '<b>']) {
      const told = await problemOf(await limh.request('GET', `/v1/cases/${encodeURIComponent(number)}`));
      expect(JSON.stringify(told)).not.toContain('<');
    }
  });

  it('is printed on the sheet as what was typed', async () => {
    const answer = await limh.request('GET', at('/sheet.pdf'));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment\b/);
    const pdf = new Uint8Array(await answer.arrayBuffer());
    const text = flat(execFileSync('pdftotext', ['-raw', '-', '-'], { input: pdf, encoding: 'utf8' }));
    for (const field of ['name', 'unit', 'post', 'place', 'content', 'cause', 'party', 'agent', 'clerk']) {
      expect(text).toContain(flat(evil(field)));
    }
    // A PDF can hold scripts and actions of its own.
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw).not.toMatch(/\/JavaScript|\/JS\b|\/OpenAction|\/Launch|\/URI\b/);
  });

  it('does not reach the log', () => {
    logIsSilentOn(lines, ['<script>', 'onerror', 'calc']);
  });
});
