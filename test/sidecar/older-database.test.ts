/** A database of the release before: brought to the newest tables when it is opened, its views derived anew. */
import { createHash } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseView, OwnEntry } from '../../shared/api.ts';
import { verifyStore } from '../../sidecar/log/verify.ts';
import { databaseFile } from '../../sidecar/start.ts';
import { digestViews } from '../../sidecar/views/rebuild.ts';
import { COURT } from '../world/people.ts';
import { CASE, entry, nil, reading } from './examples.ts';
import { startTestCourt, type TestCourt } from './test-court.ts';

/** What came with each migration after the first, to be taken out again. */
const SINCE: readonly string[] = [
  'drop table entry',
  'drop table entry_event',
  'drop table evidence_use',
  'drop table escalation',
  'drop table evidence_part',
  'alter table case_file drop column stage_code',
  'alter table case_file drop column stage_since',
  'alter table sheet_line drop column scope',
  'alter table statement drop column entry_seq',
  "delete from kysely_migration where name > '0001_initial'",
];

describe('a database of the release before', () => {
  let court: TestCourt;
  beforeAll(async () => {
    court = await startTestCourt();
  }, 60_000);
  afterAll(() => court.close());

  it('keeps its log, gains the new tables, and answers as if it had always had them', async () => {
    const limh = await court.as('limh');
    const bytes = Buffer.from('%PDF-1.4\n%%EOF\n');
    const hash = createHash('sha256').update(bytes).digest('hex');
    await limh.request('PUT', `/v1/evidence/${hash}`, bytes, { 'content-type': 'application/pdf' });
    const file = { hash, name: '来函.pdf', mediaType: 'application/pdf', bytes: bytes.length };
    expect((await limh.file('case-reading', reading())).status).toBe(201);
    expect((await limh.file('entry', entry({ evidence: [file] }))).status).toBe(201);
    expect((await (await court.as('wangxl')).file('nil-declaration', nil())).status).toBe(201);
    const views = digestViews(court.sidecar.store);
    const head = court.sidecar.log.head(COURT.code);
    await court.stop();

    const db = new Sqlite(databaseFile(court.config));
    for (const line of SINCE) db.exec(line);
    db.close();

    await court.restart();
    expect(digestViews(court.sidecar.store)).toBe(views);
    expect(court.sidecar.log.head(COURT.code)).toEqual(head);
    expect(verifyStore(court.sidecar.store).faults).toEqual([]);
    const again = await court.as('limh');
    const { entries } = await again.get<{ entries: OwnEntry[] }>('/v1/entries');
    expect(entries).toHaveLength(1);
    expect((await again.get<CaseView>(`/v1/cases/${encodeURIComponent(CASE)}`)).lines).toHaveLength(2);
    expect((await again.request('GET', `/v1/evidence/${hash}`)).status).toBe(200);
  });
});
