/**
 * What each route is for: every route of the sidecar, one line each, with the thing and the action that
 * shared/access-matrix.ts says who may do. A route that is not here is not answered, and a test walks the application's
 * routes and fails on one that is missing. The embedded provider's own paths (its issuer path and /sign-in) are answered
 * before the application and are open to anyone, as a sign-in must be.
 */
import type { Action, Thing } from '../../shared/access-matrix.ts';

/** A route without an action gives whatever of the thing the asker may have. */
type Asks = { [T in Thing]: { thing: T; action?: Action<T> } }[Thing];

export type RouteAccess = Asks & {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** What people recorded comes out here: the token alone is not enough, the browser it was given to has to ask. */
  proof?: true;
};

export const ROUTES: readonly RouteAccess[] = [
  { method: 'GET', path: '/healthz', thing: 'operations', action: 'read' },
  { method: 'GET', path: '/readyz', thing: 'operations', action: 'read' },
  { method: 'GET', path: '/metrics', thing: 'operations', action: 'read' },
  { method: 'GET', path: '/openapi.json', thing: 'api-document', action: 'read' },

  { method: 'GET', path: '/v1/sign-in', thing: 'sign-in', action: 'read' },
  { method: 'POST', path: '/v1/sessions', thing: 'session', action: 'open' },
  { method: 'GET', path: '/v1/session', thing: 'session', action: 'read' },
  { method: 'DELETE', path: '/v1/session', thing: 'session', action: 'end' },
  { method: 'GET', path: '/v1/sessions', thing: 'session', action: 'read' },
  { method: 'DELETE', path: '/v1/sessions', thing: 'session', action: 'end' },
  { method: 'GET', path: '/v1/profiles', thing: 'profiles', action: 'read' },

  { method: 'POST', path: '/v1/records', thing: 'records', action: 'file' },
  { method: 'GET', path: '/v1/records', thing: 'own-records', action: 'read', proof: true },
  { method: 'PUT', path: '/v1/evidence/:hash', thing: 'evidence', action: 'bring' },
  { method: 'GET', path: '/v1/evidence/:hash', thing: 'evidence', action: 'read', proof: true },
  { method: 'GET', path: '/v1/evidence/:hash/upload', thing: 'evidence', action: 'bring' },
  { method: 'PATCH', path: '/v1/evidence/:hash/upload', thing: 'evidence', action: 'bring' },
  { method: 'GET', path: '/v1/duties', thing: 'duties', action: 'read' },
  { method: 'GET', path: '/v1/entries', thing: 'own-entries', action: 'read', proof: true },
  { method: 'GET', path: '/v1/entries/:id', thing: 'own-entries', action: 'read', proof: true },
  { method: 'GET', path: '/v1/entries/:id/proof.pdf', thing: 'own-entries', action: 'print', proof: true },
  { method: 'GET', path: '/v1/escalations', thing: 'escalations', proof: true },
  { method: 'POST', path: '/v1/colleagues', thing: 'colleagues', action: 'search' },
  { method: 'GET', path: '/v1/policy', thing: 'policy', action: 'read' },

  { method: 'GET', path: '/v1/log', thing: 'log', action: 'read' },
  { method: 'GET', path: '/v1/log/inclusion', thing: 'log', action: 'read' },
  { method: 'GET', path: '/v1/log/consistency', thing: 'log', action: 'read' },
  { method: 'POST', path: '/v1/log/check', thing: 'log', action: 'read' },
  { method: 'GET', path: '/v1/records/:id/receipt', thing: 'receipt', action: 'read' },

  { method: 'GET', path: '/v1/screening', thing: 'screening-list', action: 'read', proof: true },
  { method: 'GET', path: '/v1/screening/:id', thing: 'entry-content', action: 'read', proof: true },
  { method: 'GET', path: '/v1/own-complaints', thing: 'own-complaints', action: 'read', proof: true },
  { method: 'GET', path: '/v1/complaints', thing: 'complaint-list', action: 'read', proof: true },
  { method: 'GET', path: '/v1/complaints/:id', thing: 'complaint-content', action: 'read', proof: true },
  { method: 'GET', path: '/v1/direct-reports', thing: 'direct-reports', action: 'read', proof: true },

  { method: 'GET', path: '/v1/destructions', thing: 'destructions', action: 'read' },
  { method: 'GET', path: '/v1/grants', thing: 'grants', action: 'read' },
  {
    method: 'GET',
    path: '/v1/grants/:id/entries/:entryId',
    thing: 'granted-content',
    action: 'read',
    proof: true,
  },

  { method: 'GET', path: '/v1/counts', thing: 'counts', action: 'read' },

  { method: 'GET', path: '/v1/cases/:number', thing: 'case', action: 'read', proof: true },
  { method: 'GET', path: '/v1/cases/:number/gate', thing: 'gate', action: 'read' },
  { method: 'GET', path: '/v1/cases/:number/sheet.pdf', thing: 'sheet', proof: true },
  { method: 'GET', path: '/v1/cases/:number/brief', thing: 'brief', action: 'read', proof: true },
  { method: 'POST', path: '/v1/agenda', thing: 'agenda', action: 'read' },

  { method: 'POST', path: '/v1/inbox', thing: 'inbox', action: 'bring' },
  { method: 'POST', path: '/v1/witness/add-checkpoint', thing: 'witness', action: 'bring' },
];

/**
 * @param path a path as requested, or a route's pattern (`:name` or `{name}`)
 * @returns what it is for; undefined means that there is no such route
 */
export function routeOf(method: string, path: string): RouteAccess | undefined {
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
