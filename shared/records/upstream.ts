/**
 * What passes between a court's sidecar and its superior's: the parcel that carries a record up, the receipt
 * that comes back for it, and the two records that remember both in the logs of the two courts.
 */
import { z } from 'zod';
import { sealedText } from '../direct-key.ts';
import { envelope, instant, recordId, sha256Hex, text } from './record.ts';

/** Base64 of bytes that were hashed or signed: kept and sent as they were, never serialised again. */
const base64 = z.base64().max(4_000_000);

/**
 * Lines of parcels, each numbered for itself. `urgent`: the case was affected already; it waits behind nothing else.
 * `sealed`: what nobody at the court can open, at its own times.
 */
export const CHANNELS = ['urgent', 'report', 'sealed'] as const;
export type Channel = (typeof CHANNELS)[number];

/** One record on its way up. `seq` is dense per channel, so that a hole shows. */
export const parcel = z.strictObject({
  channel: z.enum(CHANNELS),
  seq: z.int().min(1),
  id: recordId,
  leaf: base64,
  /** Empty where the content was destroyed by law before it was sent. */
  content: base64,
  /** What the leaf's commitment was made with; with it the superior sees that this content is the one in the court's log. */
  salt: base64.exactOptional(),
});
export type Parcel = z.infer<typeof parcel>;

/** A court's signed batch of parcels. The signature is over the bytes of `parcels`, sealed or not. */
export const consignment = z.strictObject({
  origin: text(12),
  /**
   * The JSON array of parcels, sealed to the superior's direct key (a JWE): also where TLS ends at a proxy nobody on the way
   * reads it. Base64 of it where the court has not been told that key.
   */
  parcels: z.union([base64, sealedText(6_000_000)]),
  signature: z.base64().max(200),
});
export type Consignment = z.infer<typeof consignment>;

/** What the superior signs for one parcel; the signed bytes are stored and returned as they are. */
export const receiptStatement = z.strictObject({
  v: z.literal(1),
  origin: text(12),
  superior: text(12),
  channel: z.enum(CHANNELS),
  seq: z.int().min(1),
  id: recordId,
  leafHash: sha256Hex,
  receivedAt: instant,
});
export type ReceiptStatement = z.infer<typeof receiptStatement>;

export const receipt = z.strictObject({ statement: base64, signature: z.base64().max(200) });
export type Receipt = z.infer<typeof receipt>;

/** In the superior's log: a record of another court came in, and this is the receipt given for it. */
export const receivedRecordBody = z.strictObject({ origin: text(12), parcel, receipt });
export type ReceivedRecordBody = z.infer<typeof receivedRecordBody>;
export const receivedRecord = envelope('received-record', receivedRecordBody);
export type ReceivedRecord = z.infer<typeof receivedRecord>;

/** In the court's log: the superior's receipts for records sent up. */
export const upstreamReceiptBody = z.strictObject({ receipts: z.array(receipt).min(1).max(500) });
export type UpstreamReceiptBody = z.infer<typeof upstreamReceiptBody>;
export const upstreamReceipt = envelope('upstream-receipt', upstreamReceiptBody);
export type UpstreamReceipt = z.infer<typeof upstreamReceipt>;
