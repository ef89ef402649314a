/** For the custodians: what waits to be screened, an entry they have opened, and its evidence. */
import { z } from 'zod';
import { screenedEntry, screeningList } from '../../shared/api.ts';
import type { Policy } from '../../shared/policy.ts';
import { recordId, sha256Hex } from '../../shared/records/record.ts';
import { Refusal } from '../problems.ts';
import { prepared, type Steps } from '../store/plan.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { entriesWithEvidence, entryById, eventsOfEntry } from '../views/entries.ts';
import { isAbout, openUntil, screenedEntryOf, screeningListOf } from '../views/screening.ts';
import type { OwnCourt } from '../views/view.ts';
import { type App, type Ctx, json, parse, route } from './route.ts';

export interface ScreeningDeps {
  court: OwnCourt;
  store: SqliteStore;
  policy: Policy;
  clock: () => number;
}

const state = z.enum(['waiting', 'returned', 'screened']);

const bytesOf = prepared<{ court: string; hash: string }, { media_type: string; data: Buffer }>((db, p) =>
  db
    .selectFrom('evidence')
    .select(['media_type', 'data'])
    .where('court', '=', p('court'))
    .where('hash', '=', p('hash')),
);

export function screeningRoutes(app: App, { court, store, policy, clock }: ScreeningDeps): void {
  const now = () => new Date(clock()).toISOString();
  const custodian = (c: Ctx) => {
    const person = c.get('person');
    // Told as if there were nothing: other staff of the office may not look (济法发〔2021〕17号 四(五)).
    if (!person.roles.includes('custodian')) throw new Refusal('not-found');
    return person;
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
    (c) => {
      const person = custodian(c);
      const asked = parse(state, c.req.query('state') ?? 'waiting');
      return c.json(store.read(screeningListOf(court, asked, person, policy)));
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
    (c) => {
      const person = custodian(c);
      const id = parse(recordId, c.req.param('id'));
      const entry = store.read(
        (function* () {
          const row = yield* entryById(court.code, id);
          if (!row || (yield* isAbout(row, person))) throw new Refusal('entry-unknown');
          const until = openUntil(yield* eventsOfEntry(row), person.staffCode, now());
          if (until === undefined) throw new Refusal('opening-required');
          return yield* screenedEntryOf(court, row, until, policy);
        })(),
      );
      if (!entry) throw new Refusal('entry-unknown');
      return c.json(entry);
    },
  );

  /** The author of an entry that names the file, or a custodian who has opened one. */
  function* maySee(hash: string, person: { staffCode: string; roles: string[] }): Steps<boolean> {
    for (const use of yield* entriesWithEvidence(court.code, hash)) {
      if (use.staff_code === person.staffCode) return true;
      if (!person.roles.includes('custodian')) continue;
      const row = yield* entryById(court.code, use.entry_id);
      const events = row ? yield* eventsOfEntry(row) : [];
      if (openUntil(events, person.staffCode, now()) !== undefined) return true;
    }
    return false;
  }

  route(
    app,
    {
      method: 'get',
      path: '/v1/evidence/{hash}',
      summary:
        'The bytes of an evidence file, for the author of an entry with it or a custodian who has opened one',
      request: { params: z.object({ hash: sha256Hex }) },
      answers: {
        200: {
          description: 'The file, to be kept and never run in a page',
          content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } },
        },
      },
    },
    (c) => {
      const hash = parse(sha256Hex, c.req.param('hash'));
      const person = c.get('person');
      const row = store.read(
        (function* () {
          if (!(yield* maySee(hash, person))) return undefined;
          const [kept] = yield* bytesOf({ court: court.code, hash });
          return kept;
        })(),
      );
      if (!row) throw new Refusal('not-found');
      return c.body(new Uint8Array(row.data), 200, {
        // Never the sender's type: what a browser would run stays a file.
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment',
        'x-content-type-options': 'nosniff',
      });
    },
  );
}
