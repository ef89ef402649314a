/** POST /v1/witness/add-checkpoint (c2sp.org/tlog-witness): a subordinate's log is cosigned, or told why not. */
import { z } from 'zod';
import { TLOG_SIZE_TYPE, writeConflict } from '../log/witness.ts';
import { Refusal } from '../problems.ts';
import type { Witness } from '../sync/witness.ts';
import { type App, route } from './route.ts';

const text = { 'text/plain': { schema: z.string() } };

export function witnessRoutes(app: App, witness: Witness | undefined): void {
  route(
    app,
    {
      method: 'post',
      path: '/v1/witness/add-checkpoint',
      summary: 'Cosign a checkpoint of a subordinate court’s log that contains all that was cosigned before',
      request: { body: { content: text } },
      answers: {
        200: { description: 'The cosignature, a line of a signed note', content: text },
        409: {
          description: 'The log is not where it says it was; the size that was cosigned',
          content: { [TLOG_SIZE_TYPE]: { schema: z.string() } },
        },
      },
    },
    async (c) => {
      if (!witness) throw new Refusal('not-found');
      const answer = await witness.add(new Uint8Array(await c.req.arrayBuffer()));
      if (answer.status === 200)
        return c.body(answer.line, 200, { 'content-type': 'text/plain; charset=utf-8' });
      // Statuses and bodies are the specification's: other witnesses and other logs speak it as well.
      if (answer.status === 409)
        return c.body(writeConflict(answer.size), 409, { 'content-type': TLOG_SIZE_TYPE });
      return c.body(`${answer.why}\n`, answer.status, { 'content-type': 'text/plain; charset=utf-8' });
    },
  );
}
