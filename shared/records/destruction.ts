/**
 * Destruction by law (依法销毁): a custodian asks for it, naming one entry or supplement, its ground and the document that
 * orders it; a second person approves, and with that the content's key is gone. The record of it stays, and so does the log.
 */
import { z } from 'zod';
import { envelope, recordId, text } from './record.ts';

export const destructionRequestBody = z.strictObject({
  /** Number of the entry or supplement in the court's log. */
  recordNumber: z.int().min(1),
  /** 法律依据 */
  ground: text(500),
  /** 文号 of what orders it; it is told where the content stood. */
  document: text(80),
});
export type DestructionRequestBody = z.infer<typeof destructionRequestBody>;
export const destructionRequest = envelope('destruction-request', destructionRequestBody);
export type DestructionRequest = z.infer<typeof destructionRequest>;

export const destructionBody = z.strictObject({ requestId: recordId });
export const destruction = envelope('destruction', destructionBody);
export type Destruction = z.infer<typeof destruction>;

/** What the sidecar adds: of the record that was destroyed, all that views go on resting on. */
export interface Remains {
  recordId: string;
  entryId: string;
  /** When it was signed, by its author's clock. */
  at: string;
  /** A body of the record's own type, without anything somebody said in it. */
  body: unknown;
}
/** As it is filed. */
export type DestructionBody = z.infer<typeof destructionBody> & { remains: Remains };
