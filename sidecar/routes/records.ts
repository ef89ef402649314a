/** POST /v1/records: the door, over HTTP. One record, or up to 100 of them. */
import { z } from 'zod';
import { ownRecordsAnswer, type RecordOutcome, recordOutcome } from '../../shared/api.ts';
import { Refusal, toProblem } from '../problems.ts';
import { RECORD_TYPES } from '../records/all.ts';
import { type Door, isFiled } from '../records/door.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { ownRecordsOf } from '../views/own-records.ts';
import type { OwnCourt } from '../views/view.ts';
import { type App, json, readJson, route } from './route.ts';

export const MAX_BATCH = 100;

const anyRecord = z.union(RECORD_TYPES.map((type) => type.schema) as [z.ZodType, z.ZodType]);

export interface RecordsDeps {
  court: OwnCourt;
  door: Door;
  store: SqliteStore;
  /** @throws Refusal while nothing may be filed, whoever asks */
  mayFile: () => void;
  onFiled: (record: { type: string; body?: unknown }) => void;
}

export function recordRoutes(app: App, { court, door, store, mayFile, onFiled }: RecordsDeps): void {
  route(
    app,
    {
      method: 'post',
      path: '/v1/records',
      summary: 'File one record, or a batch of up to 100; each stands or falls by itself',
      request: {
        body: {
          content: {
            'application/json': { schema: z.union([anyRecord, z.array(anyRecord).min(1).max(MAX_BATCH)]) },
          },
        },
      },
      answers: {
        200: json(
          'Filed before, or the outcomes of a batch in its order',
          z.union([recordOutcome, z.array(recordOutcome)]),
        ),
        201: json('Filed', recordOutcome),
      },
    },
    async (c) => {
      mayFile();
      const input = await readJson(c);
      const actor = { kind: 'person', ...c.get('person') } as const;
      const one = async (record: unknown) => {
        const filed = await door.file(court.code, actor, record);
        const { type } = record as { type: string; body?: unknown };
        if (filed.outcome === 'filed' && isFiled(type)) onFiled(record as { type: string });
        return filed;
      };
      if (!Array.isArray(input)) {
        const filed = await one(input);
        return c.json(filed, filed.status as 200 | 201);
      }
      if (input.length === 0 || input.length > MAX_BATCH) {
        throw new Refusal('input-invalid', [{ path: '', code: 'batch-size' }]);
      }
      const language = c.req.header('accept-language');
      const outcomes = await Promise.all(
        input.map(async (record): Promise<RecordOutcome> => {
          try {
            return await one(record);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            const problem = toProblem(error, language);
            const id = (record as { id?: unknown } | null)?.id;
            return { id: typeof id === 'string' ? id : '', status: problem.status, problem };
          }
        }),
      );
      return c.json(outcomes, 200);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/records',
      summary: 'What the signed-in person has filed, newest first',
      answers: { 200: json('Own records', ownRecordsAnswer) },
    },
    (c) => c.json({ records: store.read(ownRecordsOf(court, c.get('person').staffCode)) }),
  );
}
