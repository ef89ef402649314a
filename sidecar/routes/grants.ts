/** For whoever asks for a grant, decides on one or turns the second key; and what is read under one. */
import { z } from 'zod';
import { grantedEntry, grantsAnswer } from '../../shared/api.ts';
import { refusesUse } from '../../shared/grant.ts';
import type { Policy } from '../../shared/policy.ts';
import { recordId } from '../../shared/records/record.ts';
import type { Readings } from '../log/readings.ts';
import { Refusal } from '../problems.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { entryById } from '../views/entries.ts';
import { covers, factsOf, grantById, momentOf, useOfOpening } from '../views/grants.ts';
import { grantsFor } from '../views/grants-for.ts';
import { openUntil } from '../views/openings.ts';
import { lonelyEntry } from '../views/sheet.ts';
import type { OwnCourt } from '../views/view.ts';
import { type App, json, parse, route } from './route.ts';

export interface GrantsDeps {
  court: OwnCourt;
  store: SqliteStore;
  readings: Readings;
  policy: Policy;
  clock: () => number;
}

export function grantRoutes(app: App, { court, store, readings, policy, clock }: GrantsDeps): void {
  const now = () => new Date(clock()).toISOString();

  route(
    app,
    {
      method: 'get',
      path: '/v1/grants',
      summary: 'Grants the signed-in person asked for, signed or has to act on, newest first; no content',
      answers: { 200: json('Grants', grantsAnswer) },
    },
    (c) => c.json({ grants: store.read(grantsFor(court.code, c.get('person'), now(), policy)) }),
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/grants/{id}/entries/{entryId}',
      // Whoever did not make the opening cannot name it: of two that were tried at once, one reads.
      summary: 'An entry whole, by the opening that was made of it under the grant',
      request: {
        params: z.object({ id: recordId, entryId: recordId }),
        query: z.object({ opening: recordId }),
      },
      answers: { 200: json('The entry', grantedEntry) },
    },
    async (c) => {
      const [id, entryId] = [parse(recordId, c.req.param('id')), parse(recordId, c.req.param('entryId'))];
      const opening = parse(recordId, c.req.query('opening'));
      const person = c.get('person');
      const { staffCode } = person;
      const what = { court: court.code, actor: staffCode, action: 'read-entry', subject: entryId } as const;
      const entry = await readings.read(what, function* () {
        const grant = yield* grantById(court.code, id);
        if (grant?.staff_code !== staffCode) throw new Refusal('grant-unknown');
        const row = yield* entryById(court.code, entryId);
        if (!row || !(yield* covers(grant, row))) throw new Refusal('grant-other-entry');
        const use = yield* useOfOpening(court.code, opening);
        if (row.state === 'destroyed') throw new Refusal('entry-destroyed');
        // Of two openings tried at once one was filed; the other opens nothing.
        if (use?.grant_id !== id || use.entry_id !== entryId) throw new Refusal('opening-unknown');
        const ended = refusesUse(factsOf(grant), person, yield* momentOf(grant, now(), policy), false);
        if (ended) throw new Refusal(ended);
        const until = yield* openUntil(row, staffCode, now(), policy, opening);
        if (until === undefined) throw new Refusal('opening-lapsed');
        const line = yield* lonelyEntry(row, policy);
        if (!line) throw new Refusal('entry-unknown');
        return {
          id: row.id,
          seq: row.seq,
          signedAt: row.signed_at,
          receivedAt: row.received_at,
          entry: line.body,
          history: line.history,
          ...(line.destroyed ? { destroyed: line.destroyed } : {}),
          scope: line.scope,
          lateness: line.lateness,
          by: line.by,
          openUntil: until,
        };
      });
      return c.json(entry);
    },
  );
}
