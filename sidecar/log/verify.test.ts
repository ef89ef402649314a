/** What an administrator with the file in hand could do to the log, and what the verifier says of it. */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASE, entry, nil, reading } from '../../test/sidecar/examples.ts';
import { startTestCourt, type TestCourt } from '../../test/sidecar/test-court.ts';
import { databaseFile } from '../start.ts';
import { SqliteStore } from '../store/sqlite.ts';
import { sha256 } from './leaf.ts';
import { leafHash } from './rfc6962.ts';
import { type Fault, verifyStore } from './verify.ts';

const COURT = '豫1302';
const SIZE = 8;

const TRIGGERS = ['log', 'content', 'evidence'].flatMap((table) => [
  `${table}_no_update`,
  `${table}_no_delete`,
]);

/** The byte in the middle becomes another. */
function flip(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  const middle = changed.length >> 1;
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  return changed;
}

const blob = (db: Sqlite.Database, sql: string): Buffer => {
  const value = db.prepare(sql).pluck().get();
  if (!Buffer.isBuffer(value)) throw new Error('no such row');
  return value;
};
const contentOf5 = 'content where id = (select id from log where seq = 5)';

const TAMPERING: [string, (db: Sqlite.Database) => void, [seq: number, what: Fault['what']][]][] = [
  ['nothing', () => {}, []],
  [
    'a byte of a content is another',
    (db) => {
      const bytes = flip(blob(db, `select sealed from ${contentOf5}`));
      db.prepare('update content set sealed = ? where id = (select id from log where seq = 5)').run(bytes);
    },
    [[5, 'content-differs']],
  ],
  [
    'a content is emptied',
    (db) => db.exec("update content set sealed = x'' where id = (select id from log where seq = 5)"),
    [[5, 'content-differs']],
  ],
  ['a content is gone', (db) => db.exec(`delete from ${contentOf5}`), [[5, 'content-missing']]],
  [
    'two contents changed places',
    (db) => {
      const [a, b] = [4, 5].map((seq) => db.prepare('select id from log where seq = ?').pluck().get(seq));
      const [of4, of5] = [a, b].map((id) =>
        db.prepare('select sealed from content where id = ?').pluck().get(id),
      );
      db.prepare('update content set sealed = ? where id = ?').run(of5, a);
      db.prepare('update content set sealed = ? where id = ?').run(of4, b);
    },
    [
      [4, 'content-differs'],
      [5, 'content-differs'],
    ],
  ],
  [
    'a byte of a leaf is another',
    (db) => {
      const leaf = blob(db, 'select leaf from log where seq = 5').toString('utf8');
      const changed = Buffer.from(leaf.replace('"seq":5', '"seq":4'));
      db.prepare('update log set leaf = ? where seq = 5').run(changed);
    },
    [
      [5, 'leaf-hash-differs'],
      [5, 'leaf-differs-from-row'],
      [0, 'head-root-differs'],
    ],
  ],
  [
    'a leaf is no leaf',
    (db) => db.prepare('update log set leaf = ? where seq = 5').run(Buffer.from('{}')),
    [
      [5, 'leaf-hash-differs'],
      [5, 'leaf-unreadable'],
      [0, 'head-root-differs'],
    ],
  ],
  [
    'the hash of a leaf is another',
    (db) =>
      db
        .prepare('update log set leaf_hash = ? where seq = 5')
        .run(flip(blob(db, 'select leaf_hash from log where seq = 5'))),
    [[5, 'leaf-hash-differs']],
  ],
  [
    'a record is rewritten with its leaf and its hash, as one would who knows how',
    (db) => {
      const content = flip(blob(db, `select sealed from ${contentOf5}`));
      const leaf = JSON.parse(blob(db, 'select leaf from log where seq = 5').toString('utf8'));
      const bytes = Buffer.from(JSON.stringify({ ...leaf, content: sha256(content) }));
      db.prepare('update content set sealed = ? where id = ?').run(content, leaf.id);
      db.prepare('update log set leaf = ?, leaf_hash = ? where seq = 5').run(bytes, leafHash(bytes));
    },
    [[0, 'head-root-differs']],
  ],
  [
    'a record is dropped with its content',
    (db) => db.exec(`delete from ${contentOf5}; delete from log where seq = 5`),
    [
      [5, 'number-missing'],
      [0, 'head-size-differs'],
    ],
  ],
  [
    'a record is dropped and its content stays',
    (db) => db.exec('delete from log where seq = 5'),
    [
      [5, 'number-missing'],
      [0, 'content-of-no-record'],
      [0, 'head-size-differs'],
    ],
  ],
  [
    'a record is dropped and the others close the gap',
    (db) =>
      db.exec(`delete from ${contentOf5}; delete from log where seq = 5;
               update log set seq = seq - 1 where seq > 5`),
    [
      [5, 'leaf-differs-from-row'],
      [6, 'leaf-differs-from-row'],
      [7, 'leaf-differs-from-row'],
      [0, 'head-size-differs'],
    ],
  ],
  [
    'two records changed places',
    (db) =>
      db.exec(
        'update log set seq = 99 where seq = 4; update log set seq = 4 where seq = 5; update log set seq = 5 where seq = 99',
      ),
    [
      [4, 'leaf-differs-from-row'],
      [5, 'leaf-differs-from-row'],
      [0, 'head-root-differs'],
    ],
  ],
  [
    'a record is back-dated',
    (db) => db.exec("update log set received_at = '2020-01-01T00:00:00.000Z' where seq = 5"),
    [[5, 'leaf-differs-from-row']],
  ],
  [
    'a record is somebody else’s',
    (db) => db.exec("update log set actor = '1302009' where seq = 5"),
    [[5, 'leaf-differs-from-row']],
  ],
  [
    'a record is of another type',
    (db) => db.exec("update log set type = 'reminder' where seq = 5"),
    [[5, 'leaf-differs-from-row']],
  ],
  [
    'the log is cut short',
    (db) =>
      db.exec(`delete from content where id in (select id from log where seq > 6);
               delete from log where seq > 6`),
    [[0, 'head-size-differs']],
  ],
  [
    'the log is cut short and the head says so',
    (db) =>
      db.exec(`delete from content where id in (select id from log where seq > 6);
               delete from log where seq > 6; update tree_head set size = 6 where log = 'disclosures'`),
    [
      [0, 'head-root-differs'],
      [0, 'head-note-differs'],
    ],
  ],
  [
    'the head is gone',
    (db) => db.exec("delete from tree_head where log = 'disclosures'"),
    [[0, 'head-missing']],
  ],
  [
    'the head’s root is another',
    (db) =>
      db
        .prepare("update tree_head set root = ? where log = 'disclosures'")
        .run(flip(blob(db, "select root from tree_head where log = 'disclosures'"))),
    [
      [0, 'head-root-differs'],
      [0, 'head-note-differs'],
    ],
  ],
  [
    'a content was put in that no record has',
    (db) =>
      db.prepare("insert into content values (?, ?, ?, 'k', x'00')").run(COURT, 'none', Buffer.from('{}')),
    [[0, 'content-of-no-record']],
  ],
  [
    'a record was put in behind the log',
    (db) =>
      db.exec(`insert into content select court, 'none', sealed, kek, wrapped from ${contentOf5};
               insert into log select court, ${SIZE + 1}, 'none', type, actor, received_at, leaf, leaf_hash
               from log where seq = 5`),
    [
      [SIZE + 1, 'leaf-differs-from-row'],
      [0, 'head-size-differs'],
    ],
  ],
  [
    'a byte of an evidence file is another',
    (db) => db.prepare('update evidence set sealed = ?').run(flip(blob(db, 'select sealed from evidence'))),
    [[0, 'evidence-differs']],
  ],
  [
    'a key is gone that nobody destroyed',
    (db) =>
      db.exec(`update content set kek = '', wrapped = x'' where id = (select id from log where seq = 5)`),
    [[5, 'destroyed-unrecorded']],
  ],
  [
    'the key of a file is gone that nobody destroyed',
    (db) => db.exec("update evidence set kek = '', wrapped = x''"),
    [[0, 'destroyed-unrecorded']],
  ],
  ['an evidence file is gone', (db) => db.exec('delete from evidence'), [[3, 'evidence-missing']]],
  [
    'an evidence file was exchanged for another, under its own hash',
    (db) =>
      db
        .prepare('update evidence set hash = ?, sealed = ?, digest = ?')
        .run('00', Buffer.from('另一份'), sha256(Buffer.from('另一份'))),
    [[3, 'evidence-missing']],
  ],
];

describe('verify', () => {
  let court: TestCourt;
  let original: string;
  beforeAll(async () => {
    court = await startTestCourt();
    const limh = await court.as('limh');
    await limh.file('case-reading', reading());
    const bytes = Buffer.from('来函的影印件');
    const hash = sha256(bytes);
    await limh.request('PUT', `/v1/evidence/${hash}`, bytes, { 'content-type': 'image/png' });
    const evidence = [{ hash, name: '来函.png', mediaType: 'image/png', bytes: bytes.length }];
    await limh.file('entry', entry({ evidence }));
    for (const account of ['wangxl', 'zhaogq'])
      await (await court.as(account)).file('nil-declaration', nil());
    await limh.file('clearance', { caseNumber: CASE, meeting: 'adjudication-committee' });
    await limh.file('reminder', { caseNumber: CASE, meeting: 'judges-conference' });
    await limh.file('entry', entry({ content: '又来电话。' }));
    await court.sidecar.close();
    original = databaseFile(court.config);
  });
  afterAll(() => rmSync(court.folder, { recursive: true, force: true }));

  it.each(TAMPERING)('%s', async (_, tamper, faults) => {
    const file = join(court.folder, 'copy.sqlite');
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
    copyFileSync(original, file);
    const db = new Sqlite(file);
    for (const trigger of TRIGGERS) db.exec(`drop trigger ${trigger}`);
    tamper(db);
    db.close();
    const store = await SqliteStore.open(file);
    const verified = verifyStore(store);
    store.close();
    expect(verified.faults).toEqual(
      faults.map(([seq, what]) => ({ court: COURT, log: 'disclosures', seq, what })),
    );
    expect(verified.logs.map(({ court, log }) => `${court} ${log}`)).toEqual([
      `${COURT} disclosures`,
      `${COURT} access`,
    ]);
  });

  it.each(TRIGGERS)('the database itself refuses as long as %s stands', (trigger) => {
    const file = join(court.folder, 'kept.sqlite');
    copyFileSync(original, file);
    const db = new Sqlite(file);
    const [table = '', , act = ''] = trigger.split('_');
    const sql = act === 'update' ? `update ${table} set court = '豫1303'` : `delete from ${table}`;
    expect(() => db.exec(sql)).toThrow(`${table} is append-only`);
    db.close();
  });
});
