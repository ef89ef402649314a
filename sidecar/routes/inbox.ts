/** POST /v1/inbox: a subordinate court's consignment comes in, receipts go out. */
import { consignment } from '../../shared/records/upstream.ts';
import { Refusal } from '../problems.ts';
import type { Inbox } from '../sync/inbox.ts';
import { inboxAnswer } from '../sync/outbox.ts';
import { type App, json, parse, readJson, route } from './route.ts';

export function inboxRoutes(app: App, inbox: Inbox | undefined): void {
  route(
    app,
    {
      method: 'post',
      path: '/v1/inbox',
      summary:
        "Take in a subordinate court's signed consignment; replayed parcels get the receipt they got before",
      request: { body: { content: { 'application/json': { schema: consignment } } } },
      answers: { 200: json('One receipt a parcel', inboxAnswer) },
    },
    async (c) => {
      if (!inbox) throw new Refusal('not-found');
      return c.json({ receipts: await inbox.take(parse(consignment, await readJson(c))) });
    },
  );
}
