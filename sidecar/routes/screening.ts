/** For the custodians: what waits to be screened, an entry they have opened, and its evidence. */
import { z } from 'zod';
import { mayI, type Scope } from '../../shared/access-matrix.ts';
import { screenedEntry, screeningList } from '../../shared/api.ts';
import type { Policy } from '../../shared/policy.ts';
import { recordId, sha256Hex } from '../../shared/records/record.ts';
import type { ReadAction, Readings, WhatIsRead } from '../log/readings.ts';
import { Refusal } from '../problems.ts';
import { preparedOpening, type Steps } from '../store/plan.ts';
import { entriesWithEvidence, entryById, openingsWithEvidence } from '../views/entries.ts';
import { openUntil } from '../views/openings.ts';
import { entryForScreener, screenedEntryOf, screeningListOf } from '../views/screening.ts';
import type { OwnCourt } from '../views/view.ts';
import { type App, type Ctx, json, parse, route } from './route.ts';

export interface ScreeningDeps {
  court: OwnCourt;
  readings: Readings;
  policy: Policy;
  clock: () => number;
}

const state = z.enum(['waiting', 'returned', 'screened', 'destroyed']);

const bytesOf = preparedOpening<{ court: string; hash: string }, object>((db, p) =>
  db
    .selectFrom('evidence')
    .select(['court as content_court', 'hash as content_id', 'sealed', 'kek', 'wrapped'])
    .where('court', '=', p('court'))
    .where('hash', '=', p('hash')),
);

export function screeningRoutes(app: App, { court, readings, policy, clock }: ScreeningDeps): void {
  const now = () => new Date(clock()).toISOString();
  const what = (c: Ctx, action: ReadAction, subject?: string): WhatIsRead => {
    const { staffCode } = c.get('person');
    return { court: court.code, actor: staffCode, action, subject: subject ?? staffCode };
  };

  route(
    app,
    {
      method: 'get',
      path: '/v1/screening',
      summary: 'Entries by state: who, when and of which kind, with hints; no content',
      request: { query: z.object({ state: state.optional() }) },
      answers: { 200: json('The list and how many there are of each state', screeningList) },
    },
    async (c) => {
      const person = c.get('person');
      const asked = parse(state, c.req.query('state') ?? 'waiting');
      const list = await readings.read(what(c, 'read-screening-list'), function* () {
        if (!mayI(person, 'screening-list', 'read')) throw new Refusal('not-found');
        return yield* screeningListOf(court, asked, person, policy);
      });
      return c.json(list);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/screening/{id}',
      summary: 'An entry whole, for a custodian whose opening of it is on record',
      request: { params: z.object({ id: recordId }) },
      answers: { 200: json('The entry', screenedEntry) },
    },
    async (c) => {
      const person = c.get('person');
      const id = parse(recordId, c.req.param('id'));
      const entry = await readings.read(what(c, 'read-entry', id), function* () {
        const row = yield* entryForScreener(court.code, id, person);
        if (!row) throw new Refusal('entry-unknown');
        if (row.state === 'destroyed') throw new Refusal('entry-destroyed');
        const until = yield* openUntil(row, person.staffCode, now(), policy);
        if (!mayI(person, 'entry-content', 'read', until === undefined ? [] : ['opened']))
          throw new Refusal('opening-required');
        const whole = yield* screenedEntryOf(court, row, until ?? now(), policy);
        if (!whole) throw new Refusal('entry-unknown');
        return whole;
      });
      return c.json(entry);
    },
  );

  /**
   * The author of an entry that names the file, a custodian who has opened one, or who has by the opening named. Asked alike
   * whatever there is.
   */
  function* relationsTo(hash: string, staffCode: string, opening: string | undefined): Steps<Scope[]> {
    const uses = yield* entriesWithEvidence(court.code, hash);
    const opened = yield* openingsWithEvidence({ court: court.code, hash, staff_code: staffCode });
    const relations: Scope[] = uses.some((use) => use.staff_code === staffCode) ? ['own'] : [];
    for (const entryId of new Set(opened.map((one) => one.entry_id))) {
      const row = yield* entryById(court.code, entryId);
      const until = row && (yield* openUntil(row, staffCode, now(), policy, opening));
      if (until === undefined) continue;
      relations.push(opening === undefined ? 'opened' : 'granted');
    }
    return relations;
  }

  route(
    app,
    {
      method: 'get',
      path: '/v1/evidence/{hash}',
      summary: 'The bytes of an evidence file, for the author of an entry with it or whoever has opened one',
      request: {
        params: z.object({ hash: sha256Hex }),
        query: z.object({ opening: recordId.optional() }),
      },
      answers: {
        200: {
          description: 'The file, to be kept and never run in a page',
          content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
        },
      },
    },
    async (c) => {
      const hash = parse(sha256Hex, c.req.param('hash'));
      const opening = parse(recordId.optional(), c.req.query('opening'));
      const person = c.get('person');
      const row = await readings.read(what(c, 'read-evidence', hash), function* () {
        const relations = yield* relationsTo(hash, person.staffCode, opening);
        const may = mayI(person, 'evidence', 'read', relations);
        const [kept] = may ? yield* bytesOf({ court: court.code, hash }) : [];
        if (!kept?.bytes) throw new Refusal('not-found');
        return kept.bytes;
      });
      return c.body(new Uint8Array(row), 200, {
        // Never the sender's type: what a browser would run stays a file.
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment',
        'x-content-type-options': 'nosniff',
      });
    },
  );
}
