/** The queue of this browser. */
import { v7 } from 'uuid';
import { announce } from './changes.ts';
import { sidecar } from './connection.ts';
import { uploadEvidence } from './evidence-upload.ts';
import { exclusively } from './memory.ts';
import { Queue } from './queue.ts';
import { DiskStore } from './queue-store.ts';
import { sendRecord } from './send-record.ts';
import { currentAuthor, draftAuthor } from './session.ts';

export const queue = new Queue({
  store: new DiskStore(),
  author: currentAuthor,
  draftAuthor,
  sendRecord,
  sendEvidence: (evidence, data, token) =>
    uploadEvidence(sidecar, evidence, data, token, (sent) =>
      announce({ changed: 'evidence', evidence: { hash: evidence.hash, sent, bytes: evidence.bytes } }),
    ),
  alone: (work) => exclusively('flush', work),
  now: () => Date.now(),
  newId: () => v7(),
  changed: ({ filed }) => {
    announce({ changed: 'queue' });
    // After a direct report no more is asked anew than after a blank one (cover.ts).
    if (!filed || filed.type === 'direct-report') return;
    announce({ changed: 'case' });
    announce({ changed: 'duties' });
  },
});
