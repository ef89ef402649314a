/** From a request to the person who sends it: the only place where a token is read. */
import { createMiddleware } from 'hono/factory';
import { mayEver, refusalOf } from '../../shared/access-matrix.ts';
import type { Person } from '../../shared/api.ts';
import { PROOF_HEADER } from '../../shared/proof.ts';
import { Refusal } from '../problems.ts';
import type { Proofs } from './proof.ts';
import { type RouteAccess, routeOf } from './routes-table.ts';
import type { Session, Sessions } from './sessions.ts';

/**
 * `signed-out`: nobody, or nobody any more (401). `proof-invalid`: a token without the browser it was given to (401).
 * `not-allowed`: somebody else's (403). `not-found`: no such route (404).
 */
export type AccessCode = 'signed-out' | 'proof-invalid' | 'not-allowed' | 'not-found';

export class AccessError extends Refusal {
  declare readonly code: AccessCode;
  constructor(code: AccessCode) {
    super(code);
    this.name = 'AccessError';
  }
}

/** What a handler behind `bearer` finds in its context. */
export interface BearerEnv {
  Variables: {
    person: Person;
    court: { code: string; name: string };
    token: string;
    /** How and when the person signed in; `freshSince` asks it. */
    session: Session;
  };
}

type SessionLookup = Pick<Sessions, 'find'>;

/** Asks for a session; refuses with `signed-out` where there is none. */
export const bearer = (sessions: SessionLookup) =>
  createMiddleware<BearerEnv>(async (c, next) => {
    const token = tokenOf(c.req.header('Authorization'));
    const session = token === undefined ? undefined : await sessions.find(token);
    if (token === undefined || !session) throw new AccessError('signed-out');
    c.set('person', session.person);
    c.set('court', session.court);
    c.set('token', token);
    c.set('session', session);
    await next();
  });

/** Writes down that somebody asked for what they may never have. */
export type NotesRefusal = (asked: { person: Person; route: RouteAccess; path: string }) => Promise<void>;

/**
 * The table of routes put into force for the whole application: what is not in it is not there, and who may never do what a
 * route is for is refused before anything is looked up. How the asker stands to the very thing asked for, only the route
 * knows: it asks the matrix again, with that.
 */
export const tableOfRoutes = (sessions: SessionLookup, proofs: Proofs, noteRefusal: NotesRefusal) => {
  const signedIn = bearer(sessions);
  return createMiddleware<BearerEnv>(async (c, next) => {
    const route = routeOf(c.req.method, c.req.path);
    if (route === undefined) throw new AccessError('not-found');
    const { thing, action } = route;
    // Another court is known by what it brings, which the route looks at.
    if (mayEver(undefined, thing, action) || mayEver({ kind: 'court' }, thing, action)) return next();
    return signedIn(c, async () => {
      const person = c.get('person');
      if (!mayEver(person, thing, action)) {
        await noteRefusal({ person, route, path: c.req.path });
        throw new AccessError(refusalOf(thing));
      }
      if (route.proof) {
        const { key } = c.get('session');
        const { pathname: path } = new URL(c.req.url);
        const request = { method: c.req.method, path, token: c.get('token'), key };
        if (!(await proofs.holds(c.req.header(PROOF_HEADER), request)))
          throw new AccessError('proof-invalid');
      }
      await next();
    });
  });
};

function tokenOf(header: string | undefined): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{43})$/i.exec(header ?? '')?.[1];
}
