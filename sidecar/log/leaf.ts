/**
 * A leaf: what the log commits to for one record. It names the record and the hash of its content, not the
 * content itself: the tree can be shown, copied and checked without anybody reading a record.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { instant, recordId, sha256Hex } from '../../shared/records/record.ts';

export const leaf = z.strictObject({
  v: z.literal(1),
  /** Name of the log, e.g. liuhen/豫1302/disclosures: a leaf of one log is never valid in another. */
  log: z.string(),
  seq: z.int().min(1),
  id: recordId,
  type: z.string(),
  actor: z.string(),
  receivedAt: instant,
  /** SHA-256 of the content's bytes. */
  content: sha256Hex,
});
export type Leaf = z.infer<typeof leaf>;

export const logName = (court: string): string => `liuhen/${court}/disclosures`;

/** RFC 8785 bytes: the same value gives the same bytes anywhere. */
export function canonicalBytes(value: unknown): Buffer {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('value has no canonical form');
  return Buffer.from(text, 'utf8');
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
