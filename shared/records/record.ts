/**
 * A record is one act by one person at one time. Records are never changed and never deleted; what corrects a
 * record is another record. This file holds what all types share; one file beside it per type.
 */
import { z } from 'zod';
import { MEETING_KINDS, type MeetingKind } from '../codes.ts';
import { isStorableText } from '../text.ts';

/** Free text of bounded length that every database stores alike. */
export const text = (max: number, min = 1) =>
  z.string().min(min).max(max).refine(isStorableText, { message: 'text-not-storable' });

/** UUIDv7 made by the client: the idempotency key of the act. */
export const recordId = z.uuidv7();

/** ISO 8601 in UTC with milliseconds, as Date.toISOString prints it. */
export const instant = z.iso.datetime({ precision: 3 });

export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

/** A case number as typed or read; the door parses it and files it in its canonical form. */
export const caseNumberText = text(60, 4);

export const meetingKind = z.enum(Object.keys(MEETING_KINDS) as [MeetingKind, ...MeetingKind[]]);

/** What every type wraps its body in. */
export const envelope = <T extends string, B extends z.ZodType>(type: T, body: B) =>
  z.strictObject({
    id: recordId,
    type: z.literal(type),
    /** Court code, e.g. 豫1302: a record for another court is refused. */
    court: text(12),
    /** When the person did it by the client's clock; the sidecar adds its own time. */
    at: instant,
    body,
  });

export interface RecordEnvelope<T extends string = string, B = unknown> {
  id: string;
  type: T;
  court: string;
  at: string;
  body: B;
}

/** A record as the log holds it. */
export interface FiledRecord<T extends string = string, B = unknown> extends RecordEnvelope<T, B> {
  seq: number;
  /** Who filed it: a staff code, `court:<code>` for another court's sidecar, or `system:<part>`. */
  actor: string;
  receivedAt: string;
}
