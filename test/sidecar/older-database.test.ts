/**
 * A database of an older release, without seals: brought to the newest tables when it is opened, its contents sealed, its
 * views derived anew.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseView, OwnEntry } from '../../shared/api.ts';
import { canonicalBytes, type Leaf, sha256 } from '../../sidecar/log/leaf.ts';
import { append, EMPTY_TREE, leafHash, root } from '../../sidecar/log/rfc6962.ts';
import { verifyStore } from '../../sidecar/log/verify.ts';
import { databaseFile } from '../../sidecar/start.ts';
import { digestViews } from '../../sidecar/views/rebuild.ts';
import { COURT } from '../world/people.ts';
import { CASE, entry, nil, reading } from './examples.ts';
import { storedFiles } from './stored.ts';
import { startTestCourt, type TestCourt } from './test-court.ts';

/** What came with each migration after the first, to be taken out again. */
const SINCE: readonly string[] = [
  'drop table filing_count',
  'drop table department_size',
  'drop table envelope_slot',
  'drop table complaint',
  'drop table complaint_reply',
  'drop table post_change',
  'drop index received_type',
  'drop table access_log',
  'drop table cosigned_checkpoint',
  'drop table tree_head',
  ...['cause', 'stage', 'parties', 'agents'].map(
    (column) => `alter table case_file add column ${column} text not null default ''`,
  ),
  'alter table case_file drop column reading_id',
  'drop table entry',
  'drop table entry_event',
  'drop table evidence_use',
  'drop table escalation',
  'drop table evidence_part',
  'drop table content_grant',
  'drop table grant_use',
  'drop table destruction',
  'drop index log_destruction',
  'alter table case_file drop column stage_code',
  'alter table case_file drop column stage_since',
  'alter table sheet_line drop column scope',
  'alter table statement drop column entry_seq',
  "delete from kysely_migration where name > '0001_initial'",
];

/** Rewrites the file as the first release would have left it: contents in the clear, leaves that name them. */
function makeOlder({ config, sidecar }: TestCourt, files: ReturnType<typeof storedFiles>): Buffer {
  const { vault } = sidecar;
  const db = new Sqlite(databaseFile(config));
  for (const table of ['log', 'content', 'evidence'])
    for (const act of ['update', 'delete']) db.exec(`drop trigger ${table}_no_${act}`);
  interface Kept {
    seq: number;
    leaf: Buffer;
    id: string;
    sealed: Buffer;
    kek: string;
    wrapped: Buffer;
  }
  const rows = db
    .prepare<[], Kept>(
      'select log.seq, log.leaf, content.* from log join content on content.id = log.id order by seq',
    )
    .all();
  let edge = EMPTY_TREE;
  for (const row of rows) {
    const plain = vault.open(COURT.code, row.id, row)?.plain ?? Buffer.alloc(0);
    const {
      commitment: _,
      files: __,
      ...named
    } = JSON.parse(row.leaf.toString('utf8')) as Leaf & {
      commitment: string;
      files?: string[];
    };
    const leaf = canonicalBytes({ ...named, v: 1, content: sha256(plain) });
    edge = append(edge, leafHash(leaf));
    db.prepare('update log set leaf = ?, leaf_hash = ? where seq = ?').run(leaf, leafHash(leaf), row.seq);
    db.prepare('update content set sealed = ? where id = ?').run(plain, row.id);
  }
  for (const { hash, data } of files)
    db.prepare('update evidence set sealed = ? where hash = ?').run(data, hash);
  for (const [table, column] of [
    ['content', 'bytes'],
    ['evidence', 'data'],
  ]) {
    db.exec(`alter table ${table} rename column sealed to ${column}`);
    db.exec(`alter table ${table} drop column kek`);
    db.exec(`alter table ${table} drop column wrapped`);
    db.exec(
      `create trigger ${table}_no_update before update on ${table} begin select raise(abort, '${table} is append-only'); end`,
    );
  }
  db.exec('alter table evidence drop column digest');
  db.exec(
    'create table log_head (court text not null primary key, size integer not null, root blob not null)',
  );
  db.prepare('insert into log_head values (?, ?, ?)').run(COURT.code, edge.size, root(edge));
  for (const line of SINCE) db.exec(line);
  db.close();
  return root(edge);
}

describe('a database of the release before', () => {
  let court: TestCourt;
  beforeAll(async () => {
    court = await startTestCourt();
  }, 60_000);
  afterAll(() => court.close());

  it('keeps its log, is sealed, gains the new tables, and answers as if it had always had them', async () => {
    const limh = await court.as('limh');
    const bytes = Buffer.from('%PDF-1.4\n来函一件\n%%EOF\n');
    const hash = createHash('sha256').update(bytes).digest('hex');
    await limh.request('PUT', `/v1/evidence/${hash}`, bytes, { 'content-type': 'application/pdf' });
    const file = { hash, name: '来函.pdf', mediaType: 'application/pdf', bytes: bytes.length };
    expect((await limh.file('case-reading', reading())).status).toBe(201);
    const said = entry({ evidence: [file], content: '托人打听何时开庭，称与院里熟。' });
    expect((await limh.file('entry', said)).status).toBe(201);
    expect((await (await court.as('wangxl')).file('nil-declaration', nil())).status).toBe(201);
    const views = digestViews(court.sidecar.store);
    const { size } = court.sidecar.log.head(COURT.code);
    const files = storedFiles(court.sidecar);
    await court.stop();
    const older = makeOlder(court, files);
    const readable = () => readFileSync(databaseFile(court.config));
    for (const text of ['托人打听何时开庭', '来函一件']) expect(readable().includes(text)).toBe(true);

    await court.restart();
    expect(digestViews(court.sidecar.store)).toBe(views);
    expect(court.sidecar.log.head(COURT.code)).toEqual({ size, root: older });
    const { store, vault } = court.sidecar;
    expect(verifyStore(store, { vault }).faults).toEqual([]);
    for (const text of ['托人打听何时开庭', '来函一件']) expect(readable().includes(text)).toBe(false);
    const again = await court.as('limh');
    const { entries } = await again.get<{ entries: OwnEntry[] }>('/v1/entries');
    expect(entries).toHaveLength(1);
    expect((await again.get<CaseView>(`/v1/cases/${encodeURIComponent(CASE)}`)).lines).toHaveLength(2);
    expect((await again.request('GET', `/v1/evidence/${hash}`)).status).toBe(200);
    // And it goes on as any other.
    expect((await again.file('entry', entry())).status).toBe(201);
    expect(verifyStore(store, { vault }).faults).toEqual([]);
  });
});
