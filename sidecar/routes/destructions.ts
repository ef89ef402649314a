/** Destructions by law, for those who ask for them and those who approve them. */
import { destructionsAnswer } from '../../shared/api.ts';
import { approvesDestruction, asksForDestruction } from '../../shared/grant-offices.ts';
import type { Policy } from '../../shared/policy.ts';
import { Refusal } from '../problems.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { destructionsFor } from '../views/destructions-for.ts';
import type { OwnCourt } from '../views/view.ts';
import { type App, json, route } from './route.ts';

export interface DestructionsDeps {
  court: OwnCourt;
  store: SqliteStore;
  policy: Policy;
  clock: () => number;
}

export function destructionRoutes(app: App, { court, store, policy, clock }: DestructionsDeps): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/destructions',
      summary: 'What is asked to be destroyed by law and what was, newest first; no content',
      answers: { 200: json('Destructions', destructionsAnswer) },
    },
    (c) => {
      const person = c.get('person');
      if (!asksForDestruction(person) && !approvesDestruction(person, policy.destruction))
        throw new Refusal('not-found');
      const now = new Date(clock()).toISOString();
      return c.json({ destructions: store.read(destructionsFor(court.code, person, now, policy)) });
    },
  );
}
