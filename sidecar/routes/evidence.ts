/** PUT /v1/evidence/{hash}: the bytes of an evidence file, before the entry that names them. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { EVIDENCE_MAX_BYTES } from '../../shared/records/entry.ts';
import { sha256Hex } from '../../shared/records/record.ts';
import { Refusal } from '../problems.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { type App, json, parse, route } from './route.ts';

const kept = z.object({ hash: sha256Hex, bytes: z.int() });

const known = prepared<{ court: string; hash: string }, { bytes: number }>((db, p) =>
  db.selectFrom('evidence').select('bytes').where('court', '=', p('court')).where('hash', '=', p('hash')),
);

export function evidenceRoutes(
  app: App,
  { court, store }: { court: { code: string }; store: SqliteStore },
): void {
  route(
    app,
    {
      method: 'put',
      path: '/v1/evidence/{hash}',
      summary: `Keep an evidence file of at most ${EVIDENCE_MAX_BYTES} bytes under its SHA-256; kept once however often sent`,
      request: {
        params: z.object({ hash: sha256Hex }),
        body: { content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } } },
      },
      answers: { 200: json('Was kept before', kept), 201: json('Kept', kept) },
    },
    async (c) => {
      const hash = parse(sha256Hex, c.req.param('hash'));
      const mediaType = (c.req.header('content-type') ?? '').slice(0, 120);
      const data = Buffer.from(await c.req.arrayBuffer());
      if (data.length === 0) throw new Refusal('evidence-empty');
      if (data.length > EVIDENCE_MAX_BYTES) throw new Refusal('too-large');
      if (createHash('sha256').update(data).digest('hex') !== hash)
        throw new Refusal('evidence-hash-differs');
      const isNew = await store.write(function* (): Steps<{ changes: Change[]; result: boolean }> {
        const [before] = yield* known({ court: court.code, hash });
        if (before) return { changes: [], result: false };
        const row = { court: court.code, hash, media_type: mediaType, bytes: data.length, data };
        return { changes: [{ do: 'insert', table: 'evidence', row }], result: true };
      });
      return c.json({ hash, bytes: data.length }, isNew ? 201 : 200);
    },
  );
}
