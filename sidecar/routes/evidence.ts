/**
 * The bytes of an evidence file, before the entry that names them: whole (PUT) or in parts that can be gone on with (PATCH).
 * No answer tells whether the court held the file before: that would tell who has shown it to the court.
 */
import { z } from 'zod';
import {
  FILE_NAME_HEADER,
  LENGTH_HEADER,
  OFFSET_HEADER,
  PART_MAX_BYTES,
  uploadState,
} from '../../shared/evidence-upload.ts';
import { EVIDENCE_MAX_BYTES } from '../../shared/records/entry.ts';
import { sha256Hex } from '../../shared/records/record.ts';
import { OffsetDiffers, type Upload, Uploads, type UploadsDeps } from '../evidence/uploads.ts';
import { Refusal } from '../problems.ts';
import { type App, type Ctx, json, parse, route } from './route.ts';

const kept = z.object({ hash: sha256Hex, bytes: z.int() });
const params = z.object({ hash: sha256Hex });
const binary = { 'application/octet-stream': { schema: z.string().meta({ format: 'binary' }) } };

const named = { [FILE_NAME_HEADER]: z.string().max(2000).optional() };
const whole = z.coerce.number().pipe(z.int().min(0));
const partHeaders = z.object({ [OFFSET_HEADER]: whole, [LENGTH_HEADER]: whole });

/** @throws Refusal input-invalid when the name is not percent-encoded UTF-8 */
function nameOf(c: Ctx): string {
  const given = c.req.header(FILE_NAME_HEADER) ?? '';
  try {
    if (given.length <= 2000) return decodeURIComponent(given);
  } catch {
    // Told below.
  }
  throw new Refusal('input-invalid', [{ path: FILE_NAME_HEADER, code: 'text-not-storable' }]);
}

function numberOf(c: Ctx, header: string): number {
  const given = c.req.header(header) ?? '';
  if (!/^\d{1,10}$/.test(given)) throw new Refusal('input-invalid', [{ path: header, code: 'invalid_type' }]);
  return Number(given);
}

function uploadOf(c: Ctx): Upload {
  const hash = parse(sha256Hex, c.req.param('hash'));
  return { staffCode: c.get('person').staffCode, hash, name: nameOf(c) };
}

export function evidenceRoutes(app: App, deps: UploadsDeps): void {
  const uploads = new Uploads(deps);

  route(
    app,
    {
      method: 'put',
      path: '/v1/evidence/{hash}',
      summary: `Keep an evidence file of at most ${EVIDENCE_MAX_BYTES} bytes under its SHA-256; kept once however often sent`,
      request: { params, headers: z.object(named), body: { content: binary } },
      answers: { 201: json('Kept, now or before', kept) },
    },
    async (c) => {
      const upload = uploadOf(c);
      const data = Buffer.from(await c.req.arrayBuffer());
      await uploads.keepWhole(upload, data);
      return c.json({ hash: upload.hash, bytes: data.length }, 201);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/evidence/{hash}/upload',
      summary: 'How far your own upload of this file has come',
      request: { params },
      answers: { 200: json('What of it lies here', uploadState) },
    },
    (c) => c.json(uploads.state(uploadOf(c))),
  );

  route(
    app,
    {
      method: 'patch',
      path: '/v1/evidence/{hash}/upload',
      summary: `Send the next part of a file, at most ${PART_MAX_BYTES} bytes; the last one makes it whole`,
      request: { params, headers: partHeaders.extend(named), body: { content: binary } },
      answers: { 200: json('What of it lies here now', uploadState) },
    },
    async (c) => {
      const upload = uploadOf(c);
      const start = numberOf(c, OFFSET_HEADER);
      const total = numberOf(c, LENGTH_HEADER);
      const data = Buffer.from(await c.req.arrayBuffer());
      try {
        const state = await uploads.keepPart(upload, { start, total, data });
        c.header(OFFSET_HEADER, String(state.received));
        return c.json(state);
      } catch (error) {
        if (error instanceof OffsetDiffers) c.header(OFFSET_HEADER, String(error.received));
        throw error;
      }
    },
  );
}
