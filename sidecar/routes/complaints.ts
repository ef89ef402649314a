/** 申诉控告: one's own, and for the custodians what was put to them and where a recorder's post was changed. */
import { z } from 'zod';
import {
  complaintsAnswer,
  type OwnComplaint,
  openedComplaint as openedSchema,
  ownComplaintsAnswer,
} from '../../shared/api.ts';
import type { Policy } from '../../shared/policy.ts';
import { recordId } from '../../shared/records/record.ts';
import { type ReadAction, type Readings, readingsOfSubject, type WhatIsRead } from '../log/readings.ts';
import { Refusal } from '../problems.ts';
import { complaintsFor, complaintsOf, openedComplaint } from '../views/complaints.ts';
import { protectionHints } from '../views/protection.ts';
import { staffByCode } from '../views/staff.ts';
import type { OwnCourt } from '../views/view.ts';
import { type App, type Ctx, json, parse, route } from './route.ts';

/** How many readings of one complaint its author is told. */
const READINGS = 50;

export interface ComplaintsDeps {
  court: OwnCourt;
  readings: Readings;
  policy: Policy;
}

export function complaintRoutes(app: App, { court, readings, policy }: ComplaintsDeps): void {
  const what = (c: Ctx, action: ReadAction, subject?: string): WhatIsRead => {
    const { staffCode } = c.get('person');
    return { court: court.code, actor: staffCode, action, subject: subject ?? staffCode };
  };

  route(
    app,
    {
      method: 'get',
      path: '/v1/own-complaints',
      summary:
        "The signed-in person's own complaints, newest first, with who has read each and what was answered",
      answers: { 200: json('Own complaints', ownComplaintsAnswer) },
    },
    async (c) => {
      const { staffCode } = c.get('person');
      const complaints = await readings.read(
        what(c, 'read-own-complaints'),
        function* () {
          const told: OwnComplaint[] = [];
          for (const one of yield* complaintsOf(court, staffCode)) {
            const read: OwnComplaint['readings'] = [];
            const known = { court: court.code, subject: one.id, limit: READINGS };
            for (const { at, actor, outcome } of yield* readingsOfSubject(known)) {
              if (outcome !== 'given') continue;
              const by = yield* staffByCode(court.code, actor);
              read.push({ at, by: by?.name ?? actor });
            }
            told.push({ ...one, readings: read });
          }
          return told;
        },
        (told) => told.length > 0,
      );
      return c.json({ complaints });
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/complaints',
      summary:
        'For a custodian: complaints by who and when, and where a recorder’s post was changed; no content',
      answers: { 200: json('Complaints and hints', complaintsAnswer) },
    },
    async (c) => {
      const person = c.get('person');
      const list = await readings.read(what(c, 'read-complaints'), function* () {
        return {
          complaints: yield* complaintsFor(court.code, person),
          hints: yield* protectionHints(court.code, policy.protection.days, person),
        };
      });
      return c.json(list);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/complaints/{id}',
      summary: 'For a custodian: a complaint whole; its author sees who has read it and when',
      request: { params: z.object({ id: recordId }) },
      answers: { 200: json('The complaint', openedSchema) },
    },
    async (c) => {
      const person = c.get('person');
      const id = parse(recordId, c.req.param('id'));
      const opened = await readings.read(what(c, 'read-complaint', id), function* () {
        const found = yield* openedComplaint(court.code, id, person);
        if (!found) throw new Refusal('not-found');
        return found;
      });
      return c.json(opened);
    },
  );
}
