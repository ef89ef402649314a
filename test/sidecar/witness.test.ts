/** The superior court as a witness of a court's logs, over HTTP: what it cosigns, what it refuses, and what a court learns by it. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptLoss } from '../../sidecar/commands/accept-loss.ts';
import { writeCheckpoint } from '../../sidecar/log/checkpoint.ts';
import { noteSigner, signNote } from '../../sidecar/log/note.ts';
import { writeAddCheckpoint } from '../../sidecar/log/witness.ts';
import { databaseFile } from '../../sidecar/start.ts';
import { digestViews } from '../../sidecar/views/rebuild.ts';
import { COURT, SUPERIOR } from '../world/people.ts';
import { inShort, problemOf } from './answers.ts';
import { entry, nil, reading } from './examples.ts';
import { storedRecord } from './stored.ts';
import { startTwoCourts, type TwoCourts } from './two-courts.ts';

const ORIGIN = `liuhen/${COURT.code}/disclosures`;

describe('the superior court as a witness', () => {
  let both: TwoCourts;
  beforeAll(async () => {
    both = await startTwoCourts();
    // The outbox would file receipts of its own meanwhile.
    await both.quiet();
    await (await both.court.as('limh')).file('case-reading', reading());
  }, 60_000);
  afterAll(() => both.close());

  const restartQuietly = async () => {
    await both.restartCourt();
    await both.quiet();
  };
  const add = async (body: string): Promise<string> => {
    const answer = await fetch(`${both.superior.sidecar.url}/v1/witness/add-checkpoint`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body,
    });
    return `${answer.status} ${answer.headers.get('content-type')} ${await answer.text()}`.trim();
  };
  const keeper = () => both.court.sidecar.log;
  const head = () => keeper().head(COURT.code);
  const request = (from: number, size = head().size) =>
    writeAddCheckpoint(
      from,
      keeper().consistency(COURT.code, 'disclosures', from, size),
      keeper().checkpoint(COURT.code, 'disclosures', size),
    );
  /** Signed by the court, whatever it says. */
  const signed = (size: number, root: Buffer, origin = ORIGIN) => {
    const { suite, court } = both.court.sidecar.secrets;
    return signNote(writeCheckpoint({ origin, size, root }), [noteSigner(origin, suite, court)]);
  };
  const witnessedAs = (origin: string) =>
    both.superior.sidecar.store.db
      .prepare<[string], number>('select size from witnessed where origin = ?')
      .pluck()
      .get(origin) ?? 0;
  const witnessed = () => witnessedAs(ORIGIN);

  it('cosigns both logs, and the court keeps it in two places', async () => {
    const outcomes = await both.court.sidecar.witnessed?.submitAll();
    expect(outcomes).toHaveLength(2);
    expect(witnessed()).toBe(head().size);
    const kept = both.court.sidecar.kept.read('disclosures') ?? '';
    expect(kept.startsWith(`${ORIGIN}\n${head().size}\n`)).toBe(true);
    expect(kept).toContain(`— liuhen/${SUPERIOR.code}/witness `);
    const row = both.court.sidecar.store.db
      .prepare<[], string>("select note from cosigned_checkpoint where log = 'disclosures'")
      .pluck()
      .all();
    expect(row).toContain(kept);
  });

  it('answers with the specification’s statuses', async () => {
    const limh = await both.court.as('limh');
    const before = witnessed();
    await limh.file('entry', entry());
    const { size, root } = head();
    const other = Buffer.from(root).reverse();
    const unknown = 'liuhen/无此院/disclosures';
    const long = `old ${before}\n${`${root.toString('base64')}\n`.repeat(64)}\n${signed(size, root)}`;
    const stranger = both.court.sidecar.secrets.suite;
    const strangersKey = stranger.readSigningKey(stranger.createSigningKey());
    const forged = signNote(writeCheckpoint({ origin: ORIGIN, size, root }), [
      noteSigner(ORIGIN, stranger, strangersKey),
    ]);
    const proof = keeper().consistency(COURT.code, 'disclosures', before, size);
    const cases: [what: string, body: string, answer: string | RegExp][] = [
      ['no request at all', 'hello', /^400/],
      ['64 lines of proof', long, /^400/],
      ['an old size above the new one', writeAddCheckpoint(size + 1, [], signed(size, root)), /^400/],
      ['a log nobody knows', writeAddCheckpoint(0, [], signed(size, root, unknown)), /^404/],
      ['another key under the log’s name', writeAddCheckpoint(before, proof, forged), /^403/],
      ['an old size that is not the latest', request(1), `409 text/x.tlog.size ${before}`],
      ['from the beginning, as if nothing had been', request(0), `409 text/x.tlog.size ${before}`],
      [
        'another root at the size that was cosigned',
        writeAddCheckpoint(before, [], signed(before, other)),
        /^422/,
      ],
      ['another root further on', writeAddCheckpoint(before, proof, signed(size, other)), /^422/],
      ['no leaves, and a root all the same', writeAddCheckpoint(0, [], signed(0, other)), /^422/],
    ];
    for (const [what, body, answer] of cases)
      expect([what, await add(body)]).toEqual([what, expect.stringMatching(answer)]);
    expect(witnessed()).toBe(before);
    expect(await add(request(before))).toMatch(
      /^200 text\/plain; charset=utf-8 — liuhen\/豫13\/witness \S+$/,
    );
    expect(witnessed()).toBe(size);
    // The same again is cosigned again, and is not another record.
    expect(await add(request(size))).toMatch(/^200/);
  });

  it('is not taken back by requests that race', async () => {
    const limh = await both.court.as('limh');
    const before = head().size;
    for (let n = 0; n < 4; n += 1) await limh.file('entry', entry());
    const sizes = [before + 1, before + 2, before + 3, before + 4];
    // The specification's race: all decided on the same old state, the larger answered first.
    const from = witnessed();
    const answers = await Promise.all(sizes.toReversed().map((size) => add(request(from, size))));
    expect(answers.filter((answer) => answer.startsWith('200'))).toHaveLength(1);
    expect(answers.filter((answer) => answer.startsWith('409'))).toHaveLength(3);
    const { db } = both.superior.sidecar.store;
    const rows = db
      .prepare<[], string>("select id from log where type = 'witnessed-checkpoint' order by seq")
      .pluck()
      .all();
    expect(rows.length).toBeGreaterThan(2);
    expect(sizes).toContain(witnessed());
    expect(digestViews(both.superior.sidecar.store)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('sends the court on from where the witness is, when an answer was lost', async () => {
    const limh = await both.court.as('limh');
    await limh.file('entry', entry());
    // Cosigned, and the court never heard of it.
    expect(await add(request(witnessed()))).toMatch(/^200/);
    await limh.file('entry', entry());
    expect((await both.court.sidecar.witnessed?.submitAll())?.[0]).toBe('cosigned');
    expect(witnessed()).toBe(head().size);
  });

  describe('a court whose database is an older one', () => {
    let older = '';
    let sizeThen = 0;
    const data = () => dirname(databaseFile(both.court.config));
    const putBack = (file: string) => {
      for (const end of ['-wal', '-shm']) rmSync(databaseFile(both.court.config) + end, { force: true });
      copyFileSync(file, databaseFile(both.court.config));
    };
    const filing = async () =>
      inShort(await problemOf(await (await both.court.as('wangxl')).file('nil-declaration', nil())));

    beforeAll(async () => {
      older = join(both.court.folder, 'yesterday.sqlite');
      sizeThen = head().size;
      await both.court.stop();
      copyFileSync(databaseFile(both.court.config), older);
      await restartQuietly();
      const limh = await both.court.as('limh');
      for (let n = 0; n < 3; n += 1) await limh.file('entry', entry());
      expect((await both.court.sidecar.witnessed?.submitAll())?.[0]).toBe('cosigned');
    }, 60_000);

    it('knows it at once by what lies beside the database, and files nothing', async () => {
      const newest = join(both.court.folder, 'newest.sqlite');
      const size = head().size;
      await both.court.stop();
      copyFileSync(databaseFile(both.court.config), newest);
      putBack(older);
      await restartQuietly();
      expect(both.court.sidecar.standing.losses).toContainEqual({
        log: 'disclosures',
        state: 'rolled-back',
        size: sizeThen,
        witnessed: size,
      });
      expect(await filing()).toBe('503 log-rolled-back');
      // What is left is true, and can be read.
      expect((await (await both.court.as('limh')).request('GET', '/v1/entries')).status).toBe(200);
      expect((await fetch(`${both.court.sidecar.url}/readyz`)).status).toBe(503);
      await both.court.stop();
      putBack(newest);
      await restartQuietly();
      expect(both.court.sidecar.standing.state).toBe('vouched');
      expect((await (await both.court.as('wangxl')).file('nil-declaration', nil())).status).toBe(201);
    });

    it('learns it from the witness when the whole folder was put back, and the superior remembers', async () => {
      await both.court.sidecar.witnessed?.submitAll();
      const size = head().size;
      await both.court.stop();
      const witnessedFolder = join(data(), 'witnessed');
      const kept = existsSync(witnessedFolder)
        ? readFileSync(join(witnessedFolder, 'disclosures.txt'))
        : undefined;
      expect(kept).toBeDefined();
      rmSync(witnessedFolder, { recursive: true });
      putBack(older);
      await restartQuietly();
      const outcomes = await both.court.sidecar.witnessed?.submitAll();
      expect(outcomes?.[0]).toBe('rolled-back');
      expect(both.court.sidecar.standing.state).toBe('rolled-back');
      expect(await filing()).toBe('503 log-rolled-back');
      const told = both.superior.sidecar.store.db
        .prepare(
          'select of_court, kind, known, brought from witness_refusal where origin = ? order by seq desc limit 1',
        )
        .get(ORIGIN);
      expect(told).toEqual({ of_court: COURT.code, kind: 'rolled-back', known: size, brought: head().size });
      // Told once, however often it knocks.
      const count = () =>
        both.superior.sidecar.store.db.prepare('select count(*) from witness_refusal').pluck().get();
      const before = count();
      await both.court.sidecar.witnessed?.submitAll();
      expect(count()).toBe(before);
      mkdirSync(witnessedFolder, { recursive: true });
      writeFileSync(join(witnessedFolder, 'disclosures.txt'), kept ?? '');
    });

    it('serves nothing once it has gone on from there, and so is another log', async () => {
      await both.court.stop();
      putBack(older);
      rmSync(join(data(), 'witnessed'), { recursive: true });
      // Goes on without asking anybody, until it is longer than what was cosigned.
      await both.court.restart({ superior: undefined });
      const limh = await both.court.as('limh');
      for (let n = 0; n < 24; n += 1) expect((await limh.file('entry', entry())).status).toBe(201);
      await restartQuietly();
      expect((await both.court.sidecar.witnessed?.submitAll())?.[0]).toBe('forked');
      expect(await filing()).toBe('503 log-forked');
      const again = await both.court.as('limh');
      expect(inShort(await problemOf(await again.request('GET', '/v1/entries')))).toBe('503 log-forked');
      expect((await again.request('GET', '/v1/session')).status).toBe(200);
    });

    it('goes on under another name once both courts have said so, and what it files reaches the superior', async () => {
      // Taken back again to what can still be read, with what lies beside it.
      await both.court.stop();
      putBack(older);
      await restartQuietly();
      await both.court.sidecar.witnessed?.submitAll();
      await both.court.stop();
      const folder = join(data(), 'witnessed');
      mkdirSync(folder, { recursive: true });
      const [note] = both.superior.sidecar.store.db
        .prepare<[], string>("select id from log where type = 'witnessed-checkpoint' order by seq desc")
        .pluck()
        .all()
        .map((id) => JSON.parse(storedRecord(both.superior.sidecar, id).toString('utf8')).body)
        .filter((body: { origin: string }) => body.origin === ORIGIN)
        .map((body: { checkpoint: string }) => body.checkpoint);
      writeFileSync(join(folder, 'disclosures.txt'), note ?? '');
      const accepted = await acceptLoss(both.court.config);
      expect(accepted).toMatchObject({ restarts: 1, losses: [{ log: 'disclosures', state: 'rolled-back' }] });
      // There is nothing more to accept.
      expect(await acceptLoss(both.court.config)).toBeUndefined();

      await restartQuietly();
      expect(both.court.sidecar.standing.state).toBe('vouched');
      // The superior does not know of it yet, and witnesses nothing under a name it was not told.
      expect((await both.court.sidecar.witnessed?.submitAll())?.[0]).toBe('failed');
      const { publicKey } = both.court.sidecar.secrets.court;
      const subordinate = { court: COURT, publicKey: publicKey.toString('base64'), restarts: 1 };
      await both.superior.restart({ subordinates: [subordinate] });
      // A connection kept from before the restart may be dead: it asks again, as it does by itself.
      await both.court.sidecar.witnessed?.submitAll();
      await (await both.court.as('limh')).get('/v1/entries');
      expect(['cosigned', 'current']).toContain((await both.court.sidecar.witnessed?.submitAll())?.[0]);
      expect(witnessedAs(`${ORIGIN}/2`)).toBe(head().size);
      const filed = await (await both.court.as('limh')).file('entry', entry());
      expect(filed.status).toBe(201);
      while (both.waiting().length > 0) await both.sendOnce();
      const { id } = (await filed.json()) as { id: string };
      expect(both.received().map((one) => one.id)).toContain(id);
    });
  });
});
