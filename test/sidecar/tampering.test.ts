/**
 * What can be done to a copy of the database, by whoever has the file, and by whoever has the court's key as well; and what
 * `liuhen verify` says of it, run as an auditor would: on the copy, with trusted keys and a checkpoint kept elsewhere.
 */
import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportLogs } from '../../sidecar/commands/verify.ts';
import { sha256 } from '../../sidecar/log/leaf.ts';
import { COURT, SUPERIOR } from '../world/people.ts';
import { CASE, entry, nil, reading } from './examples.ts';
import { Forger } from './forger.ts';
import { startTwoCourts, type TwoCourts } from './two-courts.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const run = promisify(execFile);

describe('a copy of the database', () => {
  let both: TwoCourts;
  let folder: string;
  let original: string;
  let yesterday: string;
  let sheet: Buffer;
  let sheetHash: string;
  let receipt: string;
  const file = (name: string) => join(folder, name);

  const verify = async (...args: string[]): Promise<string> => {
    const program = [at('sidecar/main.ts'), 'verify', ...args];
    const { stdout, stderr } = await run(at('node_modules/.bin/node'), program).catch(
      (error: { stdout: string; stderr: string }) => error,
    );
    return `${stdout}${stderr}`.trim();
  };
  const faultsIn = (out: string): string[] =>
    out
      .split('\n')
      .filter((line) => line.startsWith('FAULT'))
      .map((line) => line.replace(/^FAULT 豫1302 /, ''));

  beforeAll(async () => {
    both = await startTwoCourts();
    await both.quiet();
    folder = both.court.folder;
    const limh = await both.court.as('limh');
    await limh.file('case-reading', reading());
    await limh.file('entry', entry());
    yesterday = file('yesterday.sqlite');
    both.court.sidecar.store.db.prepare('vacuum into ?').run(yesterday);
    for (const account of ['wangxl', 'zhaogq'])
      await (await both.court.as(account)).file('nil-declaration', nil());
    await limh.file('entry', entry({ content: '又来电话。' }));
    await limh.get('/v1/entries');
    await limh.get('/v1/entries');
    const printed = await limh.request('GET', `/v1/cases/${encodeURIComponent(CASE)}/sheet.pdf`);
    sheet = Buffer.from(await printed.arrayBuffer());
    sheetHash = printed.headers.get('Liuhen-Sheet-Hash') ?? '';
    const filed = await limh.file('sheet-filing', {
      caseNumber: CASE,
      sheetHash,
      fileHash: sha256(sheet),
      bytes: sheet.length,
      fileName: '一案一表.pdf',
      volume: 'confidential',
      host: { profile: 'trial-system', profileVersion: 1 },
    });
    const { id } = (await filed.json()) as { id: string };
    expect(await both.court.sidecar.witnessed?.submitAll()).toEqual(['cosigned', 'cosigned']);
    // One more of each after the witness has signed.
    await limh.file('entry', entry({ content: '第三次来电话。' }));
    receipt = await (await limh.request('GET', `/v1/records/${id}/receipt`)).text();
    writeFileSync(file('sheet.tlog-proof'), receipt);
    writeFileSync(file('sheet.pdf'), sheet);
    const kept = both.court.sidecar.kept;
    writeFileSync(file('kept.txt'), kept.read('disclosures') ?? '');
    writeFileSync(file('kept-access.txt'), kept.read('access') ?? '');
    const config = file('liuhen.json');
    writeFileSync(
      config,
      JSON.stringify({
        court: COURT,
        listen: { port: 0 },
        data: 'data',
        superior: (both.court.config as { superior?: unknown }).superior,
      }),
    );
    const program = [at('sidecar/main.ts'), 'trust', '--config', config];
    writeFileSync(file('trust.txt'), (await run(at('node_modules/.bin/node'), program)).stdout);
    original = file('original.sqlite');
    both.court.sidecar.store.db.prepare('vacuum into ?').run(original);
    // From here on nobody runs.
    await both.court.stop();
    await both.superior.stop();
  }, 120_000);
  afterAll(() => both.close());

  const forger = () => {
    const copy = file('copy.sqlite');
    for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true });
    copyFileSync(original, copy);
    const { suite, court } = both.court.sidecar.secrets;
    return new Forger(copy, COURT.code, suite, court);
  };
  /** A copy for somebody else to sign. */
  const strangersCopy = () => {
    copyFileSync(original, file('strangers.sqlite'));
    return file('strangers.sqlite');
  };
  const trusted = () => ['--trust', file('trust.txt')];
  const kept = () => ['--checkpoint', file('kept.txt'), '--checkpoint', file('kept-access.txt')];

  it('verifies as it is, and says how far it was witnessed', async () => {
    const out = await verify('--database', original, ...trusted(), ...kept());
    expect(out).toMatch(/\nverified$/);
    expect(out).toMatch(/豫1302 disclosures: \d+ records, root [0-9a-f]{64}, witnessed up to \d+ at 20/);
    // Without keys that are believed it says that it looked at no signature.
    expect(await verify('--database', original)).toContain('signatures were not looked at');
  });

  const TAMPERING: [what: string, act: (forger: Forger) => void, named: RegExp, more?: 'kept'][] = [
    [
      'a byte of a content',
      ({ db }) => {
        const sealed = db
          .prepare('select sealed from content where id = (select id from log where seq = 4)')
          .pluck()
          .get() as Buffer;
        sealed[20] = (sealed[20] ?? 0) ^ 1;
        db.prepare('update content set sealed = ? where id = (select id from log where seq = 4)').run(sealed);
      },
      /^disclosures 4: content-differs$/,
    ],
    [
      'a record dropped',
      ({ db }) =>
        db.exec(
          'delete from content where id = (select id from log where seq = 4); delete from log where seq = 4',
        ),
      /^disclosures 4: number-missing$/,
    ],
    [
      'two records swapped',
      ({ db }) =>
        db.exec(
          'update log set seq = 99 where seq = 3; update log set seq = 3 where seq = 4; update log set seq = 4 where seq = 99',
        ),
      /^disclosures 3: leaf-differs-from-row$/,
    ],
    [
      'a record back-dated',
      ({ db }) => db.exec("update log set received_at = '2020-01-01T00:00:00.000Z' where seq = 4"),
      /^disclosures 4: leaf-differs-from-row$/,
    ],
    [
      'a record back-dated, with the court’s key, and all behind it made to fit',
      (one) =>
        one.rewrite('disclosures', (leaf) =>
          leaf.seq === 4 ? { ...leaf, receivedAt: '2020-01-01T00:00:00.000Z' } : leaf,
        ),
      /^disclosures \d+: checkpoint-differs$/,
    ],
    [
      'a record taken out, with the court’s key, and all behind it made to fit',
      (one) => {
        one.db.exec('delete from content where id = (select id from log where seq = 4)');
        one.rewrite('disclosures', (leaf) => (leaf.seq === 4 ? null : leaf));
      },
      /^disclosures \d+: checkpoint-differs$/,
    ],
    [
      'a record said to be somebody else’s, with the court’s key',
      (one) => one.rewrite('disclosures', (leaf) => (leaf.seq === 3 ? { ...leaf, actor: '1302009' } : leaf)),
      /^disclosures \d+: checkpoint-differs$/,
    ],
    [
      'a record put in behind what the witness signed, and dated before it',
      (one) => {
        const last = JSON.parse(
          (one.db.prepare('select leaf from log order by seq desc limit 1').pluck().get() as Buffer).toString(
            'utf8',
          ),
        ) as Record<string, unknown>;
        const id = '0193406e-0000-7000-8000-000000000001';
        one.db.exec(
          `insert into content select court, '${id}', sealed, kek, wrapped from content where id = '${last.id}'`,
        );
        one.rewrite('disclosures', (leaf) => leaf, [{ ...last, id, receivedAt: '2026-01-05T00:00:00.000Z' }]);
      },
      /^disclosures \d+: dated-before-witness$/,
    ],
    [
      'a reading taken out of the access log, with the court’s key',
      (one) => one.rewrite('access', (leaf) => (leaf.seq === 1 ? null : leaf)),
      /^access \d+: (?:checkpoint-differs|log-rolled-back)$/,
    ],
    [
      'a history rewritten, and the cosigned checkpoints taken out of the database',
      (one) => {
        one.db.exec('delete from cosigned_checkpoint');
        one.rewrite('disclosures', (leaf) => (leaf.seq === 3 ? { ...leaf, actor: '1302009' } : leaf));
      },
      /^disclosures \d+: checkpoint-differs$/,
      'kept',
    ],
    [
      'the end cut off, and the cosigned checkpoints with it',
      (one) => {
        one.db.exec('delete from cosigned_checkpoint');
        one.db.exec('delete from content where id in (select id from log where seq > 3)');
        one.rewrite('disclosures', (leaf) => ((leaf.seq as number) > 3 ? null : leaf));
      },
      /^disclosures \d+: log-rolled-back$/,
      'kept',
    ],
    [
      'a head signed by another key',
      (one) => {
        const head = one.db.prepare("select size, root from tree_head where log = 'disclosures'").get() as {
          size: number;
          root: Buffer;
        };
        const { suite } = both.court.sidecar.secrets;
        const stranger = new Forger(
          strangersCopy(),
          COURT.code,
          suite,
          suite.readSigningKey(suite.createSigningKey()),
        );
        stranger.sign('disclosures', head.size, head.root);
        const note = stranger.db
          .prepare("select note from tree_head where log = 'disclosures'")
          .pluck()
          .get();
        stranger.close();
        one.db.prepare("update tree_head set note = ? where log = 'disclosures'").run(note);
      },
      /^disclosures 0: checkpoint-not-signed$/,
    ],
    [
      'a head that is another than the one that is signed',
      (one) => one.sign('disclosures', 1, Buffer.alloc(32)),
      /^disclosures 0: head-size-differs$/,
    ],
  ];
  it.each(TAMPERING)('%s is found and named', async (_, act, named, more) => {
    const one = forger();
    act(one);
    one.close();
    const out = await verify('--database', file('copy.sqlite'), ...trusted(), ...(more ? kept() : []));
    expect(faultsIn(out)).toContainEqual(expect.stringMatching(named));
    expect(out).not.toMatch(/\nverified$/);
  });

  it('of yesterday is named for what it is, by a checkpoint of today', async () => {
    const older = new Sqlite(yesterday, { readonly: true });
    expect(older.prepare('select count(*) from log').pluck().get()).toBeLessThan(6);
    older.close();
    const alone = await verify('--database', yesterday);
    expect(alone).toMatch(/\nverified$/);
    const out = await verify('--database', yesterday, ...kept());
    expect(faultsIn(out)).toContainEqual(expect.stringMatching(/^disclosures \d+: log-rolled-back$/));
  });

  it('gives an export without any content that verifies as well, and shows the same', async () => {
    const target = file('logs.sqlite');
    exportLogs(original, target);
    expect(await verify('--database', target, ...trusted(), ...kept())).toMatch(/\nverified$/);
    expect(readFileSync(target).length).toBeLessThan(readFileSync(original).length);
    const one = new Forger(
      (() => {
        const copy = file('logs-copy.sqlite');
        copyFileSync(target, copy);
        const plain = new Sqlite(copy);
        for (const table of ['log', 'access_log'])
          for (const act of ['update', 'delete'])
            plain.exec(
              `create trigger ${table}_no_${act} before ${act} on ${table} begin select raise(abort, 'no'); end`,
            );
        for (const table of ['content', 'evidence']) {
          plain.exec(`create table unused_${table} (x)`);
          for (const act of ['update', 'delete'])
            plain.exec(
              `create trigger ${table}_no_${act} before ${act} on unused_${table} begin select raise(abort, 'no'); end`,
            );
        }
        plain.close();
        return copy;
      })(),
      COURT.code,
      both.court.sidecar.secrets.suite,
      both.court.sidecar.secrets.court,
    );
    one.rewrite('disclosures', (leaf) => (leaf.seq === 3 ? { ...leaf, actor: '1302009' } : leaf));
    one.close();
    expect(faultsIn(await verify('--database', file('logs-copy.sqlite'), ...trusted()))).toContainEqual(
      expect.stringMatching(/^disclosures \d+: checkpoint-differs$/),
    );
  });

  describe('and a printed sheet', () => {
    it('is proven by its receipt alone, years later and without any server', async () => {
      const out = await verify(file('sheet.pdf'), '--receipt', file('sheet.tlog-proof'), ...trusted());
      expect(out).toMatch(/\nverified$/);
      expect(out).toContain(`witnessed by liuhen/${SUPERIOR.code}/witness at 20`);
      expect(out).toContain('is the file that was filed');
      expect(await verify(file('sheet.tlog-proof'), ...trusted())).toMatch(/\nverified$/);
    });

    it('is proven by a copy of the database, by its bytes or by what its code says', async () => {
      for (const asked of [[file('sheet.pdf')], ['--hash', sheetHash]]) {
        const out = await verify(...asked, '--database', original, ...trusted(), ...kept());
        expect(out).toMatch(/record \d+ \(sheet-filing\) of 20/);
        expect(out).toMatch(/\nverified$/);
      }
    });

    it('that is another is found to be none of the court’s', async () => {
      const other = Buffer.from(sheet);
      other[other.length >> 1] = (other[other.length >> 1] ?? 0) ^ 1;
      writeFileSync(file('other.pdf'), other);
      const byReceipt = await verify(file('other.pdf'), '--receipt', file('sheet.tlog-proof'), ...trusted());
      expect(byReceipt).toContain('file-of-no-record');
      const byCopy = await verify(file('other.pdf'), '--database', original, ...trusted());
      expect(byCopy).toContain('file-of-no-record');
      for (const out of [byReceipt, byCopy]) expect(out).not.toMatch(/\nverified$/);
    });

    it('with a receipt that was changed, or that no witness has signed, is not believed', async () => {
      const lines = receipt.split('\n');
      const changed: [string, string][] = [
        [lines.map((line) => (line.startsWith('index ') ? 'index 0' : line)).join('\n'), 'leaf-not-included'],
        [lines.filter((line) => !line.includes('/witness ')).join('\n'), 'quorum-missing'],
        [lines.slice(3).join('\n'), 'receipt-malformed'],
        [receipt.replaceAll('liuhen/豫1302/disclosures', 'liuhen/豫1303/disclosures'), 'log-unknown'],
      ];
      for (const [text, why] of changed) {
        writeFileSync(file('changed.tlog-proof'), text);
        expect(await verify(file('changed.tlog-proof'), ...trusted())).toContain(`FAULT receipt: ${why}`);
      }
    });
  });
});
