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
  /** Signed in, and the author of an entry that names it, or a custodian who has opened one. */
  | 'author-or-opened'
  /** Another court's sidecar, known by the signature on what it brings; no session. */
  | 'subordinate-court';

export interface RouteAccess {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  access: Access;
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
  { method: 'GET', path: '/v1/profiles', access: 'anyone' },

  { method: 'POST', path: '/v1/records', access: 'signed-in' },
  { method: 'GET', path: '/v1/records', access: 'own' },
  { method: 'PUT', path: '/v1/evidence/:hash', access: 'signed-in' },
  { method: 'GET', path: '/v1/evidence/:hash', access: 'author-or-opened' },
  { method: 'GET', path: '/v1/evidence/:hash/upload', access: 'own' },
  { method: 'PATCH', path: '/v1/evidence/:hash/upload', access: 'own' },
  { method: 'GET', path: '/v1/duties', access: 'own' },
  { method: 'GET', path: '/v1/entries', access: 'own' },
  { method: 'GET', path: '/v1/entries/:id', access: 'own' },
  { method: 'GET', path: '/v1/entries/:id/proof.pdf', access: 'own' },
  { method: 'GET', path: '/v1/escalations', access: 'own' },
  { method: 'POST', path: '/v1/colleagues', access: 'signed-in' },
  { method: 'GET', path: '/v1/policy', access: 'signed-in' },

  { method: 'GET', path: '/v1/screening', access: 'custodian' },
  { method: 'GET', path: '/v1/screening/:id', access: 'custodian' },

  { method: 'GET', path: '/v1/own-complaints', access: 'own' },
  { method: 'GET', path: '/v1/complaints', access: 'custodian' },
  { method: 'GET', path: '/v1/complaints/:id', access: 'custodian' },
  { method: 'GET', path: '/v1/direct-reports', access: 'custodian' },

  { method: 'GET', path: '/v1/cases/:number', access: 'signed-in' },
  { method: 'GET', path: '/v1/cases/:number/gate', access: 'signed-in' },
  { method: 'GET', path: '/v1/cases/:number/sheet.pdf', access: 'case-person' },
  { method: 'GET', path: '/v1/cases/:number/brief', access: 'committee-member' },
  { method: 'POST', path: '/v1/agenda', access: 'committee-member' },

  { method: 'POST', path: '/v1/inbox', access: 'subordinate-court' },
];

/**
 * @param path a path as requested, or a route's pattern (`:name` or `{name}`)
 * @returns who may call it; undefined means nobody
 */
export function accessOf(method: string, path: string): Access | undefined {
  // What answers GET answers HEAD.
  const asked = method === 'HEAD' ? 'GET' : method;
  const parts = path.split('/');
  return ROUTES.find((route) => route.method === asked && matches(route.path.split('/'), parts))?.access;
}

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length &&
    pattern.every((part, place) => (part.startsWith(':') ? parts[place] !== '' : part === parts[place]))
  );
}
