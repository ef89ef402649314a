/** GET /v1/profiles: the host profiles of this court, with a hash so that nothing is sent twice. */
import { type BoundProfile, profileSet } from '../../shared/host-profile.ts';
import { canonicalBytes, sha256 } from '../log/leaf.ts';
import { type App, json, route } from './route.ts';

export function profileRoutes(app: App, profiles: readonly BoundProfile[]): void {
  const hash = sha256(canonicalBytes(profiles));
  const etag = `"${hash}"`;
  route(
    app,
    {
      method: 'get',
      path: '/v1/profiles',
      summary: 'Host profiles and the addresses they are bound to; honours If-None-Match',
      answers: { 200: json('The set', profileSet), 304: { description: 'Unchanged' } },
    },
    (c) => {
      c.header('etag', etag);
      c.header('cache-control', 'no-cache');
      if (c.req.header('if-none-match') === etag) return c.body(null, 304);
      return c.json({ hash, profiles });
    },
  );
}
