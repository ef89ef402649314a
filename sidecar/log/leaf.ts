/**
 * A leaf: what a log commits to for one record, or for one reading. It names the record and the hash of its sealed
 * content, not the content itself: the tree can be shown, copied and checked without anybody reading a record, and goes
 * on verifying after a content was destroyed.
 */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import { instant, recordId, sha256Hex } from '../../shared/records/record.ts';

const record = {
  /** Name of the log, e.g. liuhen/豫1302/disclosures: a leaf of one log is never valid in another. */
  log: z.string(),
  seq: z.int().min(1),
  id: recordId,
  type: z.string(),
  actor: z.string(),
  receivedAt: instant,
};

/** From before contents were sealed. */
const leafOfPlain = z.strictObject({
  v: z.literal(1),
  ...record,
  /** SHA-256 of the content's bytes. */
  content: sha256Hex,
});

const leafOfSealed = z.strictObject({
  v: z.literal(2),
  ...record,
  /** Hash of the sealed content, under the log's suite. */
  content: sha256Hex,
  /** Salted hash of the content itself: to whom the salt is given, the content is proven. */
  commitment: sha256Hex,
  /** Hashes of files the record stands for: of sealed evidence, or of a print that was filed. */
  files: z.array(sha256Hex).max(40).exactOptional(),
});

export type LeafOfSealed = z.infer<typeof leafOfSealed>;

export const leaf = z.discriminatedUnion('v', [leafOfPlain, leafOfSealed]);
export type Leaf = z.infer<typeof leaf>;

export const READING_OUTCOMES = ['given', 'refused'] as const;

/** In the access log: somebody read something, or was refused it. */
export const accessLeaf = z.strictObject({
  v: z.literal(1),
  log: z.string(),
  seq: z.int().min(1),
  at: instant,
  actor: z.string(),
  /** What was done, e.g. `read-entry`. */
  action: z.string(),
  /** What was read: an id, a case number, the hash of a file. */
  subject: z.string(),
  outcome: z.enum(READING_OUTCOMES),
});
export type AccessLeaf = z.infer<typeof accessLeaf>;

/** A court has two: what was disclosed, and who has read. */
export const LOGS = ['disclosures', 'access'] as const;
export type LogKind = (typeof LOGS)[number];

export const logName = (court: string, log: LogKind = 'disclosures'): string => `liuhen/${court}/${log}`;

/** RFC 8785 bytes: the same value gives the same bytes anywhere. */
export function canonicalBytes(value: unknown): Buffer {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('value has no canonical form');
  return Buffer.from(text, 'utf8');
}

/**
 * The same for a leaf, at a fraction of the cost: it is flat, its keys are put in order here, and its values are text that
 * the door has checked, whole numbers and lists of hex.
 */
export function leafBytes(leaf: Leaf | AccessLeaf): Buffer {
  const ordered: Record<string, unknown> = {};
  for (const key of Object.keys(leaf).sort()) ordered[key] = leaf[key as keyof typeof leaf];
  return Buffer.from(JSON.stringify(ordered), 'utf8');
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
