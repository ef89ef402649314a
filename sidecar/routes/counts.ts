/** GET /v1/counts: how many have filed what, months that are over, for whoever sees figures and no content (R48). */
import { z } from 'zod';
import { mayI } from '../../shared/access-matrix.ts';
import { countsAnswer } from '../../shared/counts.ts';
import type { Policy } from '../../shared/policy.ts';
import type { Readings } from '../log/readings.ts';
import { countsFor } from '../views/counts.ts';
import type { OwnCourt } from '../views/view.ts';
import { type App, json, parse, route } from './route.ts';

export interface CountsDeps {
  court: OwnCourt;
  readings: Readings;
  policy: Policy;
  clock: () => number;
}

/** There is one question: a filter would let somebody narrow the figures down to one person. */
const noFilter = z.strictObject({});

export function countRoutes(app: App, { court, readings, policy, clock }: CountsDeps): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/counts',
      summary: 'Entries by kind, nil declarations and people who filed, by month and department; no filter',
      answers: { 200: json('The months that are over, newest first', countsAnswer) },
    },
    async (c) => {
      parse(noFilter, c.req.query());
      const person = c.get('person');
      const whole = mayI(person, 'counts', 'read');
      const what = {
        court: court.code,
        actor: person.staffCode,
        action: 'read-counts',
        subject: whole ? court.code : person.department,
      } as const;
      const now = new Date(clock()).toISOString();
      return c.json(await readings.read(what, () => countsFor(court.code, person, now, policy)));
    },
  );
}
