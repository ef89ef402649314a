/**
 * 申诉控告. Anybody may complain, to the custodians or to the superior court; an entry that is named must be one's own. A
 * custodian answers what was put to the custodians, having read it, and never what is about oneself.
 */
import { complaint, complaintReply } from '../../shared/records/complaint.ts';
import type { Channel } from '../../shared/records/upstream.ts';
import { lastReadingOf } from '../log/readings.ts';
import type { Steps } from '../store/plan.ts';
import { complaintFor } from '../views/complaints.ts';
import { entryById } from '../views/entries.ts';
import { OPENING_HOLDS_MS } from '../views/openings.ts';
import { recordType } from './record-type.ts';

export const complaintType = recordType({
  type: 'complaint',
  schema: complaint,
  *upstream({ body }): Steps<Channel | undefined> {
    return body.to === 'superior' ? 'report' : undefined;
  },
  *refuses({ body }, { actor, court }) {
    if (actor.kind !== 'person') return 'not-allowed';
    // Who reads it elsewhere knows nobody here: the name is the signer's own, or none is given.
    if (body.to === 'superior' ? body.name !== actor.name : body.name !== undefined) return 'input-invalid';
    if (body.entryId === undefined) return undefined;
    const row = yield* entryById(court, body.entryId);
    return row?.staff_code === actor.staffCode ? undefined : 'entry-unknown';
  },
});

export const complaintReplyType = recordType({
  type: 'complaint-reply',
  schema: complaintReply,
  upstream: false,
  *refuses({ body }, { actor, court, now }) {
    if (actor.kind !== 'person') return 'not-found';
    const row = yield* complaintFor(court, body.complaintId, actor);
    if (!row) return 'not-found';
    const [read] = yield* lastReadingOf({
      court,
      actor: actor.staffCode,
      action: 'read-complaint',
      subject: row.id,
    });
    const holds = read !== undefined && Date.parse(read.at) + OPENING_HOLDS_MS > Date.parse(now);
    return holds ? undefined : 'opening-required';
  },
});
