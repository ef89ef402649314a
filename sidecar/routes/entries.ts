/** A person's own entries, the paper that proves them, and colleagues to name in the next one. */
import { z } from 'zod';
import { mayI } from '../../shared/access-matrix.ts';
import {
  colleaguesAnswer,
  escalationsAnswer,
  ownEntriesAnswer,
  ownEntryWithReaders,
} from '../../shared/api.ts';
import type { Policy } from '../../shared/policy.ts';
import type { EscalationBody } from '../../shared/records/escalation.ts';
import { recordId } from '../../shared/records/record.ts';
import type { LogKeeper } from '../log/keeper.ts';
import type { Readings } from '../log/readings.ts';
import { Refusal } from '../problems.ts';
import type { SheetPrinter } from '../sheet/printer.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { colleaguesFound } from '../views/colleagues.ts';
import { bodyOf } from '../views/content.ts';
import { entryById } from '../views/entries.ts';
import { readersOf } from '../views/entry-readers.ts';
import { escalationsFor } from '../views/escalations.ts';
import { ownEntriesOf, ownEntryOf, proofOf } from '../views/own-entries.ts';
import { staffByCode } from '../views/staff.ts';
import type { OwnCourt } from '../views/view.ts';
import { type App, json, parse, readJson, route } from './route.ts';

export interface EntriesDeps {
  court: OwnCourt;
  store: SqliteStore;
  readings: Readings;
  log: LogKeeper;
  printer: SheetPrinter;
  policy: Policy;
  clock: () => number;
}

const colleagueQuestion = z.strictObject({ query: z.string().max(60) });

export function entryRoutes(
  app: App,
  { court, store, readings, log, printer, policy, clock }: EntriesDeps,
): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/entries',
      summary: "The signed-in person's own entries, newest first, with what has happened to each",
      answers: { 200: json('Own entries', ownEntriesAnswer) },
    },
    async (c) => {
      const { staffCode } = c.get('person');
      const what = {
        court: court.code,
        actor: staffCode,
        action: 'read-own-entries',
        subject: staffCode,
      } as const;
      const entries = await readings.read(what, () => ownEntriesOf(court, staffCode, policy));
      return c.json({ entries });
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/entries/{id}',
      summary: 'One of the signed-in person’s own entries, however old, and who else has read it',
      request: { params: z.object({ id: recordId }) },
      answers: { 200: json('The entry', ownEntryWithReaders) },
    },
    async (c) => {
      const id = parse(recordId, c.req.param('id'));
      const { staffCode } = c.get('person');
      const what = { court: court.code, actor: staffCode, action: 'read-own-entry', subject: id } as const;
      const entry = await readings.read(what, function* () {
        const row = yield* entryById(court.code, id);
        const may = mayI(
          c.get('person'),
          'own-entries',
          'read',
          row?.staff_code === staffCode ? ['own'] : [],
        );
        const own = row && may ? yield* ownEntryOf(court, row, policy) : undefined;
        if (!row || !own) throw new Refusal('entry-unknown');
        return { ...own, ...(yield* readersOf(row)) };
      });
      return c.json(entry);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/entries/{id}/proof.pdf',
      summary: 'A printable proof, for its author, of what was recorded and when',
      request: { params: z.object({ id: recordId }) },
      answers: {
        200: {
          description: 'PDF, with the name of who asked and the time on every page',
          content: { 'application/pdf': { schema: z.string().meta({ format: 'binary' }) } },
        },
      },
    },
    async (c) => {
      const id = parse(recordId, c.req.param('id'));
      const viewer = c.get('person');
      const { staffCode, name } = viewer;
      const { size, root } = log.head(court.code);
      const what = { court: court.code, actor: staffCode, action: 'print-own-entry', subject: id } as const;
      const proof = await readings.read(what, function* () {
        const own = yield* proofOf(court, id, viewer, { size, root: root.toString('hex') }, policy);
        if (!own) throw new Refusal('entry-unknown');
        return own;
      });
      const at = new Date(clock()).toISOString();
      const bytes = await printer.proof(proof, { viewer: `${name} ${staffCode}`, at });
      return c.body(new Uint8Array(bytes), 200, {
        'content-type': 'application/pdf',
        'content-disposition': 'attachment',
      });
    },
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/colleagues',
      // Not in the address: a proxy's log would tell whom somebody was about to record.
      summary: 'Colleagues by name, pinyin or initials, at most twenty',
      request: { body: { content: { 'application/json': { schema: colleagueQuestion } } } },
      answers: { 200: json('The likeliest first', colleaguesAnswer) },
    },
    async (c) => {
      const { query } = parse(colleagueQuestion, await readJson(c));
      return c.json({ people: store.read(colleaguesFound(court.code, query)) });
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/escalations',
      summary: 'What colleagues under pressure have put to the signed-in person, newest first',
      answers: { 200: json('Escalations', escalationsAnswer) },
    },
    async (c) => {
      const person = c.get('person');
      const { staffCode } = person;
      const what = {
        court: court.code,
        actor: staffCode,
        action: 'read-escalations',
        subject: staffCode,
      } as const;
      const escalations = await readings.read(what, function* () {
        const told = [];
        for (const row of yield* escalationsFor(court.code, person)) {
          const body = yield* bodyOf<EscalationBody>(court.code, row.id);
          const author = yield* staffByCode(court.code, row.staff_code);
          told.push({
            id: row.id,
            seq: row.seq,
            to: row.target,
            ...(row.case_key === '' ? {} : { caseNumber: row.case_key }),
            by: { name: author?.name ?? row.staff_code, department: row.department },
            reason: body?.reason ?? '',
            at: row.received_at,
          });
        }
        return told;
      });
      return c.json({ escalations });
    },
  );
}
