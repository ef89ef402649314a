/**
 * Who may call what: every route of the sidecar, one line each. A route that is not here is not answered, and a test
 * walks the application's routes and fails on one that is missing. The embedded provider's own paths (its issuer path
 * and /sign-in) are answered before the application and are open to anyone, as a sign-in must be.
 */
export type Access =
  /** No session is asked for. */
  | 'anyone'
  /** Any member of the staff; what the answer holds is the route's or the record type's own rule. */
  | 'signed-in'
  /** Signed in, and sees or touches nothing but what is the asker's own. */
  | 'own'
  /** Signed in, and a person of the case named in the path. */
  | 'case-person'
  /** Signed in, and a member of the adjudication committee. */
  | 'committee-member'
  /** Signed in, and one of the designated custodians of the inspection office. */
  | 'custodian'
  /** Signed in, and of an office that asks for destructions or approves them. */
  | 'destroyer'
  /** Signed in, and the author of an entry that names it, or a custodian who has opened one. */
  | 'author-or-opened'
  /** Signed in, and holder of a grant under which the opening named was made. */
  | 'grant-holder'
  /** Another court's sidecar, known by the signature on what it brings; no session. */
  | 'subordinate-court';

export interface RouteAccess {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  access: Access;
  /** What people recorded comes out here: the token alone is not enough, the browser it was given to has to ask. */
  proof?: true;
}

export const ROUTES: readonly RouteAccess[] = [
  { method: 'GET', path: '/healthz', access: 'anyone' },
  { method: 'GET', path: '/readyz', access: 'anyone' },
  { method: 'GET', path: '/metrics', access: 'anyone' },
  { method: 'GET', path: '/openapi.json', access: 'anyone' },

  { method: 'GET', path: '/v1/sign-in', access: 'anyone' },
  { method: 'POST', path: '/v1/sessions', access: 'anyone' },
  { method: 'GET', path: '/v1/session', access: 'signed-in' },
  { method: 'DELETE', path: '/v1/session', access: 'signed-in' },
  { method: 'GET', path: '/v1/sessions', access: 'own' },
  { method: 'DELETE', path: '/v1/sessions', access: 'own' },
  { method: 'GET', path: '/v1/profiles', access: 'anyone' },

  { method: 'POST', path: '/v1/records', access: 'signed-in' },
  { method: 'GET', path: '/v1/records', access: 'own', proof: true },
  { method: 'PUT', path: '/v1/evidence/:hash', access: 'signed-in' },
  { method: 'GET', path: '/v1/evidence/:hash', access: 'author-or-opened', proof: true },
  { method: 'GET', path: '/v1/evidence/:hash/upload', access: 'own' },
  { method: 'PATCH', path: '/v1/evidence/:hash/upload', access: 'own' },
  { method: 'GET', path: '/v1/duties', access: 'own' },
  { method: 'GET', path: '/v1/entries', access: 'own', proof: true },
  { method: 'GET', path: '/v1/entries/:id', access: 'own', proof: true },
  { method: 'GET', path: '/v1/entries/:id/proof.pdf', access: 'own', proof: true },
  { method: 'GET', path: '/v1/escalations', access: 'own', proof: true },
  { method: 'POST', path: '/v1/colleagues', access: 'signed-in' },
  { method: 'GET', path: '/v1/policy', access: 'signed-in' },

  { method: 'GET', path: '/v1/log', access: 'signed-in' },
  { method: 'GET', path: '/v1/log/inclusion', access: 'signed-in' },
  { method: 'GET', path: '/v1/log/consistency', access: 'signed-in' },
  { method: 'POST', path: '/v1/log/check', access: 'signed-in' },
  { method: 'GET', path: '/v1/records/:id/receipt', access: 'own' },

  { method: 'GET', path: '/v1/screening', access: 'custodian', proof: true },
  { method: 'GET', path: '/v1/screening/:id', access: 'custodian', proof: true },

  { method: 'GET', path: '/v1/destructions', access: 'destroyer' },
  { method: 'GET', path: '/v1/grants', access: 'own' },
  { method: 'GET', path: '/v1/grants/:id/entries/:entryId', access: 'grant-holder', proof: true },

  { method: 'GET', path: '/v1/cases/:number', access: 'signed-in', proof: true },
  { method: 'GET', path: '/v1/cases/:number/gate', access: 'signed-in' },
  { method: 'GET', path: '/v1/cases/:number/sheet.pdf', access: 'case-person', proof: true },
  { method: 'GET', path: '/v1/cases/:number/brief', access: 'committee-member', proof: true },
  { method: 'POST', path: '/v1/agenda', access: 'committee-member' },

  { method: 'POST', path: '/v1/inbox', access: 'subordinate-court' },
  { method: 'POST', path: '/v1/witness/add-checkpoint', access: 'subordinate-court' },
];

/**
 * @param path a path as requested, or a route's pattern (`:name` or `{name}`)
 * @returns who may call it; undefined means nobody
 */
export const accessOf = (method: string, path: string): Access | undefined => routeOf(method, path)?.access;

/** Whether it takes the browser that signed in, and not its token alone. */
export const asksForProof = (method: string, path: string): boolean => routeOf(method, path)?.proof === true;

function routeOf(method: string, path: string): RouteAccess | undefined {
  // What answers GET answers HEAD.
  const asked = method === 'HEAD' ? 'GET' : method;
  const parts = path.split('/');
  return ROUTES.find((route) => route.method === asked && matches(route.path.split('/'), parts));
}

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length &&
    pattern.every((part, place) => (part.startsWith(':') ? parts[place] !== '' : part === parts[place]))
  );
}
