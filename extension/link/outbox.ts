/** The queue of this browser. */
import { v7 } from 'uuid';
import { recordOutcome } from '../../shared/api.ts';
import { announce } from './changes.ts';
import { sidecar } from './connection.ts';
import { exclusively } from './memory.ts';
import { Queue } from './queue.ts';
import { DiskStore } from './queue-store.ts';
import { currentAuthor, draftAuthor } from './session.ts';

/** The browser stops a worker whose answer takes more than 30 seconds. */
const EVIDENCE_TIMEOUT_MS = 28_000;

const MEDIA_TYPE = /^[a-z0-9][a-z0-9.+-]{0,60}\/[a-z0-9][a-z0-9.+-]{0,80}$/i;

export const queue = new Queue({
  store: new DiskStore(),
  author: currentAuthor,
  draftAuthor,
  sendRecord: (json, token) =>
    sidecar.askJson('/v1/records', recordOutcome, { method: 'POST', json, session: { token } }),
  sendEvidence: async ({ hash, mediaType }, data, token) => {
    await sidecar.ask(`/v1/evidence/${hash}`, {
      method: 'PUT',
      bytes: { data, mediaType: MEDIA_TYPE.test(mediaType) ? mediaType : 'application/octet-stream' },
      session: { token },
      timeoutMs: EVIDENCE_TIMEOUT_MS,
    });
  },
  alone: (work) => exclusively('flush', work),
  now: () => Date.now(),
  newId: () => v7(),
  changed: ({ filed }) => {
    announce({ changed: 'queue' });
    if (!filed) return;
    announce({ changed: 'case' });
    announce({ changed: 'duties' });
  },
});
